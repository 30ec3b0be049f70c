package io.ringmaster.discovery;

import static io.ringmaster.client.FakeRegistry.instance;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.ringmaster.client.CatalogMirror;
import io.ringmaster.model.Instance;
import io.ringmaster.model.InstanceStatus;
import io.ringmaster.model.RemovalReason;
import io.ringmaster.model.Revision;
import io.ringmaster.model.ServiceSnapshot;
import io.ringmaster.model.WatchEvent;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.cloud.client.ServiceInstance;
import reactor.core.publisher.Flux;

class RingmasterDiscoveryClientTests {

    private final CatalogMirror mirror = new CatalogMirror();
    private final RingmasterDiscoveryClient blocking = new RingmasterDiscoveryClient(mirror, 7);
    private final RingmasterReactiveDiscoveryClient reactive = new RingmasterReactiveDiscoveryClient(mirror, 7);

    @Test
    void knowsNothingAndFailsNobodyBeforeTheFirstList() {
        assertThat(blocking.getServices()).isEmpty();
        assertThat(blocking.getInstances("orders")).isEmpty();
        assertThatCode(blocking::probe).doesNotThrowAnyException();
        assertThat(reactive.getServices().collectList().block()).isEmpty();
        assertThat(reactive.getInstances("orders").collectList().block()).isEmpty();
        assertThat(reactive.reactiveProbe().block()).isNull();
    }

    @Test
    void returnsThoseThatMayBeCalled() {
        list(instance("orders", "1", InstanceStatus.UP), instance("orders", "2", InstanceStatus.STARTING));

        assertThat(blocking.getInstances("orders"))
                .extracting(ServiceInstance::getInstanceId)
                .containsExactly("1");
        assertThat(blocking.getInstances("ORDERS")).hasSize(1);
        assertThat(reactive.getInstances("orders")
                        .map(ServiceInstance::getInstanceId)
                        .collectList()
                        .block())
                .containsExactly("1");
    }

    @Test
    void listsServicesThatHaveAnInstance() {
        list(instance("orders", "1", InstanceStatus.DOWN));
        assertThat(blocking.getServices()).containsExactly("orders");
        assertThat(reactive.getServices().collectList().block()).containsExactly("orders");

        mirror.remove(Revision.parse("a-2"), new WatchEvent.Remove("orders", "1", RemovalReason.EXPIRED, "d"));

        assertThat(blocking.getServices()).isEmpty();
    }

    @Test
    void theReactiveClientLooksWhenItIsSubscribedTo() {
        Flux<ServiceInstance> instances = reactive.getInstances("orders");

        list(instance("orders", "1", InstanceStatus.UP));

        assertThat(instances.collectList().block()).hasSize(1);
    }

    @Test
    void theTwoHaveDifferentDescriptionsAndTheConfiguredOrder() {
        assertThat(blocking.description()).isNotEqualTo(reactive.description());
        assertThat(blocking.getOrder()).isEqualTo(7);
        assertThat(reactive.getOrder()).isEqualTo(7);
    }

    private void list(Instance... instances) {
        Revision revision = Revision.parse("a-1");
        mirror.connected();
        mirror.snapshot(new ServiceSnapshot("orders", true, revision, "d", List.of(instances)));
        mirror.synced(new WatchEvent.Synced(revision, true));
    }
}
