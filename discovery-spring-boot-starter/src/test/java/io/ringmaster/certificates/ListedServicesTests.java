package io.ringmaster.certificates;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringmaster.client.CatalogMirror;
import io.ringmaster.model.Check;
import io.ringmaster.model.Instance;
import io.ringmaster.model.InstanceStatus;
import io.ringmaster.model.ObservedHealth;
import io.ringmaster.model.Registration;
import io.ringmaster.model.Revision;
import io.ringmaster.model.ServiceSnapshot;
import io.ringmaster.model.WatchEvent;
import io.ringmaster.time.FakeTicker;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ListedServicesTests {

    private static final Revision REVISION = new Revision("a", 1);

    private final List<ServiceSnapshot> snapshots = new ArrayList<>();
    private final CatalogMirror mirror = new CatalogMirror();
    private final ListedServices listed = new ListedServices(mirror);

    @Test
    void anInstanceIsFoundByTheAddressThatItRegistered() {
        list("orders", "10.0.0.7", 8443, FakeTicker.START);
        list("pricing", "Pricing-1.internal", 8443, FakeTicker.START);
        list("payments", "2001:db8::7", 8443, FakeTicker.START);

        assertThat(listed.at("10.0.0.7", 8443)).isEqualTo("orders");
        assertThat(listed.at("10.0.0.7", 8444)).isNull();
        assertThat(listed.at("10.0.0.8", 8443)).isNull();
        assertThat(listed.at("pricing-1.INTERNAL", 8443)).isEqualTo("pricing");
        assertThat(listed.at("2001:db8:0:0:0:0:0:7", 8443)).isEqualTo("payments");
        assertThat(listed.at("[2001:db8::7]", 8443)).isEqualTo("payments");
    }

    @Test
    void whoComesLaterToAnAddressChangesNothing() {
        list("aaa", "10.0.0.7", 8443, FakeTicker.START.plusSeconds(1));
        list("payments", "10.0.0.7", 8443, FakeTicker.START);
        list("pricing", "10.0.0.7", 8443, FakeTicker.START.plusSeconds(2));

        assertThat(listed.at("10.0.0.7", 8443)).isEqualTo("payments");
    }

    private void list(String service, String host, int port, Instant registeredAt) {
        Registration claim = new Registration(
                service, service + "-1", "https", host, port, null, 1, Map.of(), 9, Check.TCP, "session-x", 1);
        Instance instance =
                new Instance(claim, InstanceStatus.UP, null, ObservedHealth.PASSING, null, registeredAt, registeredAt);
        snapshots.add(new ServiceSnapshot(service, true, REVISION, "digest", List.of(instance)));
        snapshots.forEach(mirror::snapshot);
        mirror.synced(new WatchEvent.Synced(REVISION, true));
    }
}
