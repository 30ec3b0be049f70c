package io.ringmaster.actuate;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringmaster.actuate.RingmasterEndpoint.InstanceDescription;
import io.ringmaster.actuate.RingmasterEndpoint.ServiceDescription;
import io.ringmaster.client.CatalogMirror;
import io.ringmaster.loadbalancer.MirrorFeed;
import io.ringmaster.model.InstanceStatus;
import io.ringmaster.model.ServiceCatalog;
import io.ringmaster.routing.Route;
import io.ringmaster.routing.ServiceRing;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class RingmasterEndpointTests {

    private final CatalogMirror mirror = MirrorFeed.of(
                    MirrorFeed.up("inventory", "a", 1),
                    MirrorFeed.down("inventory", "b", 2),
                    MirrorFeed.instance(
                            "inventory", "c", 3, "north", 2, InstanceStatus.UP, Map.of("user.password", "secret")))
            .mirror();

    private final RingmasterEndpoint endpoint =
            new RingmasterEndpoint(mirror, service -> List.of("header:Key"), (ring, key) -> ring.explain(key, 0));

    @Test
    void mirrorIsDescribed() {
        RingmasterEndpoint.MirrorDescription description = endpoint.mirror();

        assertThat(description.synced()).isTrue();
        assertThat(description.revision()).isEqualTo("test-1");
        assertThat(description.services()).singleElement().satisfies(service -> {
            assertThat(service.service()).isEqualTo("inventory");
            assertThat(service.instances()).isEqualTo(3);
            assertThat(service.callable()).isEqualTo(2);
            assertThat(service.byStatus())
                    .containsOnly(Map.entry(InstanceStatus.UP, 2), Map.entry(InstanceStatus.DOWN, 1));
        });
    }

    @Test
    void mirrorThatHasReceivedNothingIsDescribedToo() {
        RingmasterEndpoint empty =
                new RingmasterEndpoint(new CatalogMirror(), service -> List.of(), (ring, key) -> ring.explain(key, 0));

        assertThat(empty.mirror().synced()).isFalse();
        assertThat(empty.mirror().revision()).isNull();
        assertThat(empty.service("inventory", null)).isNull();
    }

    @Test
    void sharesOfTheRingAddUp() {
        ServiceDescription description = endpoint.service("INVENTORY", null);

        assertThat(description.hashOn()).containsExactly("header:Key");
        assertThat(description.route()).isNull();
        assertThat(description.instances()).extracting(InstanceDescription::id).containsExactly("a", "b", "c");
        assertThat(description.instances().stream()
                        .mapToDouble(InstanceDescription::share)
                        .sum())
                .isCloseTo(1, Assertions.within(1e-6));
        assertThat(description.instances().get(2).zone()).isEqualTo("north");
        assertThat(description.instances().get(2).weight()).isEqualTo(2);
    }

    @Test
    void wayOfAKeyIsThatOfTheRing() {
        ServiceCatalog catalog = mirror.service("inventory");
        for (int i = 0; i < 20; i++) {
            Route expected = ServiceRing.of(catalog).explain("k" + i, 0);
            RingmasterEndpoint.RouteDescription route =
                    endpoint.service("inventory", "k" + i).route();

            assertThat(route.owner()).isEqualTo(expected.owner().id()).isNotEqualTo("b");
            assertThat(route.failover()).isEqualTo(expected.failover());
            assertThat(route.skipped()).isEqualTo(expected.skipped());
            assertThat(route.reason()).isEqualTo(expected.reason());
        }
    }

    @Test
    void metadataStayInside() {
        String json = JsonMapper.shared().writeValueAsString(endpoint.service("inventory", "k"));

        assertThat(json).contains("\"owner\"").doesNotContain("secret").doesNotContain("session");
    }
}
