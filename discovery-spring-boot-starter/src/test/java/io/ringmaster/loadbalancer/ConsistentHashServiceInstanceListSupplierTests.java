package io.ringmaster.loadbalancer;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringmaster.model.Instance;
import io.ringmaster.time.FakeTicker;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.cloud.client.DefaultServiceInstance;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.loadbalancer.DefaultRequest;
import org.springframework.cloud.client.loadbalancer.DefaultRequestContext;
import org.springframework.cloud.client.loadbalancer.DefaultResponse;
import org.springframework.cloud.client.loadbalancer.Request;
import org.springframework.cloud.client.loadbalancer.RequestData;
import org.springframework.cloud.client.loadbalancer.RequestDataContext;
import org.springframework.cloud.client.loadbalancer.RetryableRequestContext;
import org.springframework.cloud.gateway.server.mvc.common.MvcUtils;
import org.springframework.cloud.gateway.support.ServerWebExchangeUtils;
import org.springframework.cloud.loadbalancer.core.DelegatingServiceInstanceListSupplier;
import org.springframework.cloud.loadbalancer.core.ServiceInstanceListSupplier;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;
import reactor.core.publisher.Flux;

@ExtendWith(OutputCaptureExtension.class)
class ConsistentHashServiceInstanceListSupplierTests {

    private static final HashKeyResolver KEYS = KeySources.parse("test", List.of("header:Key"));

    private final FakeTicker ticker = new FakeTicker();
    private final MirrorFeed feed = MirrorFeed.of(IntStream.range(0, 5)
            .mapToObj(i -> MirrorFeed.up("inventory", "i" + i, 8000 + i))
            .toArray(Instance[]::new));
    private final ServiceRoutes routes =
            new ServiceRoutes("inventory", feed.mirror(), Runnable::run, TrafficRules.DEFAULT, ticker);
    private final ChoiceCounts counts = new ChoiceCounts();
    private final ServiceInstanceListSupplier source =
            new SnapshotServiceInstanceListSupplier("inventory", routes, foreign());

    private ServiceInstanceListSupplier foreign(ServiceInstance... instances) {
        return new Fixed(List.of(instances));
    }

    private ConsistentHashServiceInstanceListSupplier supplier() {
        return over(source);
    }

    private ConsistentHashServiceInstanceListSupplier over(ServiceInstanceListSupplier beneath) {
        return new ConsistentHashServiceInstanceListSupplier(beneath, routes, KEYS, counts, () -> false);
    }

    @Test
    void callWithAKeyGetsExactlyItsOwner() {
        Set<String> owners = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            List<ServiceInstance> first = list(supplier(), keyed("k" + i));
            assertThat(first).hasSize(1);
            assertThat(list(supplier(), keyed("k" + i))).isEqualTo(first);
            owners.add(first.get(0).getInstanceId());
        }

        assertThat(owners).hasSize(5);
        assertThat(counts.owner()).isEqualTo(200);
    }

    @Test
    void callWithoutAKeyGetsTheWholeList() {
        assertThat(list(supplier(), new DefaultRequest<>(new RequestDataContext(data(null, Map.of())))))
                .hasSize(5);
        assertThat(list(supplier(), new DefaultRequest<>(new DefaultRequestContext())))
                .hasSize(5);
        assertThat(list(supplier(), new DefaultRequest<>(new RequestDataContext(null, "hint"))))
                .hasSize(5);
        assertThat(list(supplier(), keyed(""))).hasSize(5);
        assertThat(supplier().get().blockFirst()).hasSize(5);
        assertThat(counts.noKey()).isEqualTo(4);
    }

    @Test
    void attemptsGoRoundTheRingAndNeverBack() {
        List<String> attempts = attempts(supplier(), "k", 5);

        assertThat(attempts).doesNotHaveDuplicates();
        assertThat(attempts.get(0)).isEqualTo(owner("k"));
        assertThat(attempts(supplier(), "k", 6).get(5)).isEqualTo(attempts.get(0));
        assertThat(counts.failover()).isEqualTo(4 + 5);
    }

    @Test
    void successorIsWhoOwnsTheKeyOnceTheOwnerIsGone() {
        List<String> attempts = attempts(supplier(), "k", 3);
        feed.remove("inventory", attempts.get(0));

        assertThat(attempts(supplier(), "k", 2)).isEqualTo(attempts.subList(1, 3));
    }

    @Test
    void retryStartsAtTheOwnerWhenTheInstanceBeforeIsGone() {
        List<String> attempts = attempts(supplier(), "k", 2);
        ServiceInstance gone = find(attempts.get(0));
        feed.remove("inventory", attempts.get(0));

        assertThat(list(supplier(), retry("k", gone)).get(0).getInstanceId()).isEqualTo(attempts.get(1));
    }

    @Test
    void onlyInstanceIsReturnedEvenIfItWasTriedBefore() {
        MirrorFeed lonely = MirrorFeed.of(MirrorFeed.up("inventory", "only", 1));
        ServiceRoutes lonelyRoutes =
                new ServiceRoutes("inventory", lonely.mirror(), Runnable::run, TrafficRules.DEFAULT, ticker);
        ConsistentHashServiceInstanceListSupplier supplier = new ConsistentHashServiceInstanceListSupplier(
                new SnapshotServiceInstanceListSupplier("inventory", lonelyRoutes, foreign()),
                lonelyRoutes,
                KEYS,
                counts,
                () -> false);
        ServiceInstance only = list(supplier, keyed("k")).get(0);

        assertThat(list(supplier, retry("k", only))).containsExactly(only);
    }

    @Test
    void previousInstanceIsMatchedByAddressWhenItHasNoId() {
        List<String> attempts = attempts(supplier(), "k", 2);
        ServiceInstance nameless = new DefaultServiceInstance(
                null, "inventory", "127.0.0.1", find(attempts.get(0)).getPort(), false);

        assertThat(list(supplier(), retry("k", nameless)).get(0).getInstanceId())
                .isEqualTo(attempts.get(1));
    }

    @Test
    void requestIsReadWhenAskedForAndNotWhenSubscribedTo() {
        DefaultRequest<RetryableRequestContext> request =
                new DefaultRequest<>(new RetryableRequestContext(null, data("k", Map.of())));
        Flux<List<ServiceInstance>> publisher = supplier().get(request);
        ServiceInstance first = publisher.blockFirst().get(0);
        request.setContext(new RetryableRequestContext(first, data("k", Map.of())));

        assertThat(publisher.blockFirst()).containsExactly(first);
        assertThat(supplier().get(request).blockFirst()).doesNotContain(first);
    }

    @Test
    void requestIsReadEagerlyWithAFilterBeneathAsWell() {
        ConsistentHashServiceInstanceListSupplier filtered = over(new Filter(source, UnaryOperator.identity()));
        DefaultRequest<RetryableRequestContext> request =
                new DefaultRequest<>(new RetryableRequestContext(null, data("k", Map.of())));
        Flux<List<ServiceInstance>> publisher = filtered.get(request);
        ServiceInstance first = publisher.blockFirst().get(0);
        request.setContext(new RetryableRequestContext(first, data("other", Map.of())));

        assertThat(publisher.blockFirst()).containsExactly(first);
    }

    @Test
    void gatewayOnWebFluxTellsThePreviousInstanceByItsAttribute() {
        List<String> attempts = attempts(supplier(), "k", 2);
        Map<String, Object> attributes = new HashMap<>();
        attributes.put(
                ServerWebExchangeUtils.GATEWAY_LOADBALANCER_RESPONSE_ATTR, new DefaultResponse(find(attempts.get(0))));

        assertThat(list(supplier(), new DefaultRequest<>(new RequestDataContext(data("k", attributes))))
                        .get(0)
                        .getInstanceId())
                .isEqualTo(attempts.get(1));
    }

    @Test
    void gatewayOnMvcTellsThePreviousInstanceByTheUrlItCalled() {
        List<String> attempts = attempts(supplier(), "k", 2);
        MockHttpServletRequest servletRequest = new MockHttpServletRequest();
        servletRequest.setAttribute(
                MvcUtils.GATEWAY_REQUEST_URL_ATTR,
                URI.create("http://127.0.0.1:" + find(attempts.get(0)).getPort() + "/a"));
        RequestContextHolder.setRequestAttributes(new ServletRequestAttributes(servletRequest));
        try {
            Request<?> ofGateway = new DefaultRequest<>(new RequestDataContext(data("k", Map.of("any", "attribute"))));
            assertThat(list(supplier(), ofGateway).get(0).getInstanceId()).isEqualTo(attempts.get(1));
            assertThat(list(supplier(), keyed("k")).get(0).getInstanceId()).isEqualTo(attempts.get(0));
        } finally {
            RequestContextHolder.resetRequestAttributes();
        }
    }

    @Test
    void instancesLeftOutByAFilterArePassedOverAndMoveNoOtherKey() {
        String leftOut = owner("k");
        ConsistentHashServiceInstanceListSupplier filtered = over(new Filter(
                source,
                instances -> instances.stream()
                        .filter(instance -> !instance.getInstanceId().equals(leftOut))
                        .toList()));

        assertThat(attempts(filtered, "k", 1).get(0))
                .isEqualTo(attempts(supplier(), "k", 2).get(1));
        for (int i = 0; i < 100; i++) {
            String before = owner("k" + i);
            if (!before.equals(leftOut)) {
                assertThat(attempts(filtered, "k" + i, 1)).containsExactly(before);
            }
        }
        assertThat(attempts(filtered, "k", 4)).doesNotHaveDuplicates().doesNotContain(leftOut);
    }

    @Test
    void candidatesThatAppearTwiceDoNoHarm() {
        ConsistentHashServiceInstanceListSupplier doubled = over(new Filter(source, instances -> {
            List<ServiceInstance> twice = new ArrayList<>(instances);
            twice.addAll(instances);
            return twice;
        }));

        assertThat(attempts(doubled, "k", 5)).isEqualTo(attempts(supplier(), "k", 5));
    }

    @Test
    void whatAFilterMadeOfAnInstanceCounts() {
        ConsistentHashServiceInstanceListSupplier replacing = over(new Filter(
                source,
                instances -> instances.stream()
                        .map(i -> (ServiceInstance) new DefaultServiceInstance(
                                i.getInstanceId(), i.getServiceId(), i.getHost(), i.getPort(), true))
                        .toList()));

        assertThat(list(replacing, keyed("k"))).singleElement().matches(ServiceInstance::isSecure);
    }

    @Test
    void emptyCandidatesStayEmpty() {
        assertThat(list(over(new Filter(source, instances -> List.of())), keyed("k")))
                .isEmpty();
    }

    @Test
    void knownServiceWithoutInstancesEmitsOneEmptyList() {
        for (int i = 0; i < 5; i++) {
            feed.remove("inventory", "i" + i);
        }

        assertThat(supplier().get(keyed("k")).collectList().block()).containsExactly(List.of());
        assertThat(supplier().get(keyed(null)).collectList().block()).containsExactly(List.of());
    }

    @Test
    void instancesOfAnotherRegistryAreRoutedByKeyToo() {
        ServiceInstance[] others = IntStream.range(0, 3)
                .mapToObj(i -> new DefaultServiceInstance(null, "legacy", "10.0.0." + i, 80, false))
                .toArray(ServiceInstance[]::new);
        ServiceRoutes unknown = new ServiceRoutes("legacy", feed.mirror(), Runnable::run, TrafficRules.DEFAULT, ticker);
        ConsistentHashServiceInstanceListSupplier supplier = new ConsistentHashServiceInstanceListSupplier(
                new SnapshotServiceInstanceListSupplier("legacy", unknown, foreign(others)),
                unknown,
                KEYS,
                counts,
                () -> false);
        ServiceInstance first = list(supplier, keyed("k")).get(0);
        ServiceInstance second = list(supplier, retry("k", first)).get(0);
        ServiceInstance third = list(supplier, retry("k", second)).get(0);

        assertThat(list(supplier, keyed("k"))).containsExactly(first);
        assertThat(List.of(first, second, third)).containsExactlyInAnyOrder(others);
        assertThat(list(supplier, keyed(null))).containsExactly(others);
    }

    @Test
    void instancesThatFitNoRingAreBalancedAsUsual(CapturedOutput output) {
        ServiceInstance odd = new DefaultServiceInstance("no/legal id", "legacy", "10.0.0.1", 80, false);
        ServiceRoutes unknown = new ServiceRoutes("legacy", feed.mirror(), Runnable::run, TrafficRules.DEFAULT, ticker);
        ConsistentHashServiceInstanceListSupplier supplier = new ConsistentHashServiceInstanceListSupplier(
                new SnapshotServiceInstanceListSupplier("legacy", unknown, foreign(odd)),
                unknown,
                KEYS,
                counts,
                () -> false);

        assertThat(list(supplier, keyed("k"))).containsExactly(odd);
        assertThat(list(supplier, keyed("k"))).containsExactly(odd);
        assertThat(output).containsOnlyOnce("balanced as usual").contains("no/legal id");
    }

    @Test
    void resolverThatThrowsIsNoReasonToFailACall() {
        ConsistentHashServiceInstanceListSupplier supplier = new ConsistentHashServiceInstanceListSupplier(
                source,
                routes,
                (service, request) -> {
                    throw new IllegalStateException("no key today");
                },
                counts,
                () -> false);

        assertThat(list(supplier, keyed("k"))).hasSize(5);
        assertThat(list(supplier, keyed("k"))).hasSize(5);
        assertThat(counts.noKey()).isEqualTo(2);
    }

    private String owner(String key) {
        return list(supplier(), keyed(key)).get(0).getInstanceId();
    }

    private ServiceInstance find(String id) {
        return source.get().blockFirst().stream()
                .filter(instance -> instance.getInstanceId().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> attempts(ServiceInstanceListSupplier supplier, String key, int count) {
        List<String> ids = new ArrayList<>();
        ServiceInstance previous = null;
        for (int i = 0; i < count; i++) {
            List<ServiceInstance> list = list(supplier, previous == null ? keyed(key) : retry(key, previous));
            assertThat(list).hasSize(1);
            previous = list.get(0);
            ids.add(previous.getInstanceId());
        }
        return ids;
    }

    private static List<ServiceInstance> list(ServiceInstanceListSupplier supplier, Request<?> request) {
        return supplier.get(request).single().block();
    }

    private static Request<?> keyed(String key) {
        return new DefaultRequest<>(new RequestDataContext(data(key, Map.of())));
    }

    private static Request<?> retry(String key, ServiceInstance previous) {
        return new DefaultRequest<>(new RetryableRequestContext(previous, data(key, Map.of())));
    }

    private static RequestData data(String key, Map<String, Object> attributes) {
        HttpHeaders headers = new HttpHeaders();
        if (key != null) {
            headers.add("Key", key);
        }
        return new RequestData(HttpMethod.GET, URI.create("http://inventory/a"), headers, null, attributes);
    }

    private record Fixed(List<ServiceInstance> instances) implements ServiceInstanceListSupplier {

        @Override
        public String getServiceId() {
            return "fixed";
        }

        @Override
        public Flux<List<ServiceInstance>> get() {
            return Flux.just(instances);
        }
    }

    private static final class Filter extends DelegatingServiceInstanceListSupplier {

        private final UnaryOperator<List<ServiceInstance>> filter;

        Filter(ServiceInstanceListSupplier beneath, UnaryOperator<List<ServiceInstance>> filter) {
            super(beneath);
            this.filter = filter;
        }

        @Override
        public Flux<List<ServiceInstance>> get() {
            return delegate.get().map(filter);
        }

        @Override
        public Flux<List<ServiceInstance>> get(Request request) {
            return delegate.get(request).map(filter);
        }
    }
}
