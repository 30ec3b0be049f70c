package io.ringmaster.loadbalancer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.ringmaster.model.Instance;
import io.ringmaster.routing.ServiceRing;
import io.ringmaster.time.FakeTicker;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.loadbalancer.DefaultRequest;
import org.springframework.cloud.client.loadbalancer.Request;
import org.springframework.cloud.client.loadbalancer.RequestData;
import org.springframework.cloud.client.loadbalancer.RequestDataContext;
import org.springframework.cloud.loadbalancer.core.ServiceInstanceListSupplier;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import reactor.core.publisher.Flux;

class RoutingKeyTests {

    private final MirrorFeed feed = MirrorFeed.of(IntStream.range(0, 5)
            .mapToObj(i -> MirrorFeed.up("inventory", "i" + i, 8000 + i))
            .toArray(Instance[]::new));
    private final ServiceRoutes routes =
            new ServiceRoutes("inventory", feed.mirror(), Runnable::run, TrafficRules.DEFAULT, new FakeTicker());

    @Test
    void everyCallOnTheThreadHasIt() {
        for (int i = 0; i < 50; i++) {
            String key = "k" + i;
            assertThat(RoutingKey.call(key, () -> RoutingKey.of(request(null)))).isEqualTo(key);
        }
        assertThat(RoutingKey.of(request(null))).isNull();
    }

    @Test
    void theInnerOneCountsAndTheOuterOneComesBack() {
        RoutingKey.call("outer", () -> {
            assertThat(RoutingKey.call("inner", () -> RoutingKey.of(request(null))))
                    .isEqualTo("inner");
            assertThat(RoutingKey.call(null, () -> RoutingKey.of(request(null))))
                    .isNull();
            assertThat(RoutingKey.of(request(null))).isEqualTo("outer");
            return null;
        });
    }

    @Test
    void aCallThatFailsLeavesNoKeyBehind() {
        assertThatIllegalStateException()
                .isThrownBy(() -> RoutingKey.call("k", () -> {
                    throw new IllegalStateException("a failed call");
                }));
        assertThat(RoutingKey.of(request(null))).isNull();
    }

    @Test
    void theAttributeCountsBeforeTheThread() {
        assertThat(RoutingKey.call("thread", () -> RoutingKey.of(request("attribute"))))
                .isEqualTo("attribute");
        assertThat(RoutingKey.of(request(17))).isEqualTo("17");
        assertThat(RoutingKey.of(new DefaultRequest<>(new RequestDataContext(null, "hint"))))
                .isNull();
    }

    @Test
    void worksForAServiceOfWhichNoPropertySaysWhereTheKeyIs() {
        ServiceInstanceListSupplier supplier = supplier(null);
        assertThat(chosen(supplier, request(null))).as("without a key").hasSize(5);

        for (int i = 0; i < 50; i++) {
            assertThat(chosen(supplier, request("k" + i))).containsExactly(owner("k" + i));
        }
        feed.remove("inventory", owner("k1"));
        assertThat(chosen(supplier, request("k1"))).containsExactly(owner("k1"));
    }

    @Test
    void countsBeforeAResolver() {
        ServiceInstanceListSupplier supplier = supplier((service, request) -> "resolved");

        assertThat(chosen(supplier, request("said"))).containsExactly(owner("said"));
        assertThat(chosen(supplier, request(""))).containsExactly(owner("resolved"));
        assertThat(chosen(supplier, request(null))).containsExactly(owner("resolved"));
    }

    private ServiceInstanceListSupplier supplier(@Nullable HashKeyResolver resolver) {
        SnapshotServiceInstanceListSupplier source =
                new SnapshotServiceInstanceListSupplier("inventory", routes, new NoOthers());
        return new ConsistentHashServiceInstanceListSupplier(source, routes, resolver, new ChoiceCounts(), () -> false);
    }

    private static List<String> chosen(ServiceInstanceListSupplier supplier, Request<?> request) {
        return supplier.get(request).blockFirst().stream()
                .map(ServiceInstance::getInstanceId)
                .toList();
    }

    private String owner(String key) {
        return ServiceRing.of(feed.mirror().service("inventory"))
                .explain(key, 0)
                .owner()
                .id();
    }

    private static Request<?> request(@Nullable Object attribute) {
        Map<String, Object> attributes = new HashMap<>();
        attributes.put(RoutingKey.ATTRIBUTE, attribute);
        return new DefaultRequest<>(new RequestDataContext(
                new RequestData(HttpMethod.GET, URI.create("http://inventory/"), new HttpHeaders(), null, attributes)));
    }

    private record NoOthers() implements ServiceInstanceListSupplier {

        @Override
        public String getServiceId() {
            return "inventory";
        }

        @Override
        public Flux<List<ServiceInstance>> get() {
            return Flux.just(List.of());
        }
    }
}
