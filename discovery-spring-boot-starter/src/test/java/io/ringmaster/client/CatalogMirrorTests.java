package io.ringmaster.client;

import static io.ringmaster.client.FakeRegistry.instance;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.ringmaster.model.Instance;
import io.ringmaster.model.InstanceStatus;
import io.ringmaster.model.RemovalReason;
import io.ringmaster.model.Revision;
import io.ringmaster.model.ServiceCatalog;
import io.ringmaster.model.ServiceSnapshot;
import io.ringmaster.model.WatchEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CatalogMirrorTests {

    private static final Instant SAVED = Instant.parse("2026-11-25T04:00:00Z");

    private final CatalogMirror mirror = new CatalogMirror();
    private final List<Set<String>> changes = new ArrayList<>();

    @BeforeEach
    void listen() {
        mirror.addListener(changes::add);
    }

    @Test
    void knowsNothingBeforeTheFirstListIsComplete() {
        assertThat(mirror.synced()).isFalse();
        assertThat(mirror.revision()).isNull();

        mirror.connected();
        mirror.snapshot(snapshot("a-5", "orders", "d1", up("orders", "1")));

        assertThat(mirror.synced()).isFalse();
        assertThat(mirror.service("orders")).isNull();
        assertThat(changes).isEmpty();
    }

    @Test
    void showsTheListOnceItIsComplete() {
        list("a-5", true, snapshot("a-5", "orders", "d1", up("orders", "1"), up("orders", "2")));

        assertThat(mirror.synced()).isTrue();
        assertThat(mirror.revision()).isEqualTo(revision("a-5"));
        assertThat(ids("orders")).containsExactly("1", "2");
        assertThat(mirror.service("ORDERS")).isSameAs(mirror.service("orders"));
        assertThat(mirror.serviceNames()).containsExactly("orders");
        assertThat(changes).containsExactly(Set.of("orders"));
    }

    @Test
    void anEmptyRegistryIsACompleteListToo() {
        list("a-0", true);

        assertThat(mirror.synced()).isTrue();
        assertThat(mirror.serviceNames()).isEmpty();
    }

    @Test
    void appliesChanges() {
        list("a-5", true, snapshot("a-5", "orders", "d1", up("orders", "1")));
        changes.clear();

        put("a-6", up("orders", "2"), "d2");
        remove("a-8", "orders", "1", "d3");

        assertThat(ids("orders")).containsExactly("2");
        assertThat(mirror.revision()).isEqualTo(revision("a-8"));
        assertThat(changes).containsExactly(Set.of("orders"), Set.of("orders"));
    }

    @Test
    void aChangeLeavesOtherServicesWhatTheyAre() {
        list(
                "a-5",
                true,
                snapshot("a-5", "orders", "d1", up("orders", "1")),
                snapshot("a-5", "stock", "d2", up("stock", "1")));
        ServiceCatalog orders = mirror.service("orders");

        put("a-6", up("stock", "2"), "d3");

        assertThat(mirror.service("orders")).isSameAs(orders);
    }

    @Test
    void aServiceWithoutInstancesStaysKnown() {
        list("a-5", true, snapshot("a-5", "orders", "d1", up("orders", "1")));

        remove("a-6", "orders", "1", "d0");

        assertThat(mirror.service("orders")).isNotNull();
        assertThat(ids("orders")).isEmpty();
    }

    @Test
    void aLostConnectionTakesNothingAway() {
        list("a-5", true, snapshot("a-5", "orders", "d1", up("orders", "1")));

        mirror.connected();
        mirror.snapshot(snapshot("b-1", "orders", "d9"));

        assertThat(ids("orders")).containsExactly("1");
        assertThat(mirror.revision()).isEqualTo(revision("a-5"));
    }

    @Test
    void offersDigestsOfWhatItHoldsExactly() {
        list(
                "a-5",
                true,
                snapshot("a-5", "orders", "d1", up("orders", "1")),
                snapshot("a-5", "stock", "d2", up("stock", "1")));
        put("a-6", up("stock", "2"), null);

        assertThat(mirror.connected()).containsOnlyKeys("orders").containsEntry("orders", "d1");
    }

    @Test
    void resumesByChangesAlone() {
        list("a-5", true, snapshot("a-5", "orders", "d1", up("orders", "1")));

        mirror.connected();
        put("a-7", up("orders", "2"), "d2");
        synced("a-9", true);

        assertThat(ids("orders")).containsExactly("1", "2");
        assertThat(mirror.revision()).isEqualTo(revision("a-9"));
    }

    @Test
    void acknowledgesARevisionThatChangedNothingItWatches() {
        list("a-5", true, snapshot("a-5", "orders", "d1", up("orders", "1")));
        ServiceCatalog orders = mirror.service("orders");
        changes.clear();

        list("a-40", true);

        assertThat(mirror.revision()).isEqualTo(revision("a-40"));
        assertThat(mirror.service("orders")).isSameAs(orders);
        assertThat(changes).isEmpty();
    }

    @Test
    void anotherEpochKeepsWhatTheRegistryLeftOut() {
        list(
                "a-5",
                true,
                snapshot("a-5", "orders", "d1", up("orders", "1")),
                snapshot("a-5", "stock", "d2", up("stock", "1")));
        ServiceCatalog orders = mirror.service("orders");
        changes.clear();

        list("b-3", true, snapshot("b-3", "stock", "d3", up("stock", "7")));

        assertThat(mirror.service("orders")).isSameAs(orders);
        assertThat(ids("stock")).containsExactly("7");
        assertThat(mirror.revision()).isEqualTo(revision("b-3"));
        assertThat(changes).containsExactly(Set.of("stock"));
    }

    @Test
    void keepsTheObjectOfAServiceThatIsSentAgainUnchanged() {
        list("a-5", true, snapshot("a-5", "orders", null, up("orders", "1")));
        ServiceCatalog orders = mirror.service("orders");
        changes.clear();

        list("b-3", true, snapshot("b-3", "orders", "d1", up("orders", "1")));

        assertThat(mirror.service("orders")).isSameAs(orders);
        assertThat(changes).isEmpty();
    }

    @Test
    void aSettledRegistryThatDoesNotKnowAServiceTakesItAway() {
        list("a-5", true, snapshot("a-5", "orders", "d1", up("orders", "1")));

        list("b-3", true, new ServiceSnapshot("orders", false, revision("b-3"), "d0", List.of()));

        assertThat(mirror.service("orders")).isNull();
        assertThat(mirror.synced()).isTrue();
    }

    @Test
    void aServiceThatWasNotOfferedAndNotSentDoesNotExist() {
        list("a-5", true, snapshot("a-5", "orders", "d1", up("orders", "1")));

        mirror.connected(Set.of());
        mirror.snapshot(snapshot("b-3", "stock", "d2", up("stock", "1")));
        synced("b-3", true);

        assertThat(mirror.serviceNames()).containsExactly("stock");
    }

    @Test
    void holdsOverWhatAnUnsettledRegistryLacks() {
        list("a-5", true, snapshot("a-5", "orders", "d1", up("orders", "1"), up("orders", "2")));
        ServiceCatalog orders = mirror.service("orders");
        changes.clear();

        list("b-0", false, new ServiceSnapshot("orders", false, revision("b-0"), "d0", List.of()));

        assertThat(mirror.service("orders")).isSameAs(orders);
        assertThat(mirror.heldOver()).isEqualTo(2);
        assertThat(changes).isEmpty();
    }

    @Test
    void anInstanceThatComesBackIsNoLongerHeldOver() {
        list("a-5", true, snapshot("a-5", "orders", "d1", up("orders", "1"), up("orders", "2")));
        list("b-0", false, new ServiceSnapshot("orders", false, revision("b-0"), "d0", List.of()));

        put("b-1", instance("orders", "1", InstanceStatus.STARTING), "d4");

        assertThat(mirror.heldOver()).isEqualTo(1);
        assertThat(ids("orders")).containsExactly("1", "2");
        assertThat(mirror.service("orders").find("1").status()).isEqualTo(InstanceStatus.STARTING);

        put("b-2", up("orders", "2"), "d5");

        assertThat(mirror.heldOver()).isZero();
        assertThat(ids("orders")).containsExactly("1", "2");
    }

    @Test
    void anInstanceThatLeavesWhileTheRegistryIsUnsettledIsGone() {
        list("a-5", true, snapshot("a-5", "orders", "d1", up("orders", "1"), up("orders", "2")));
        list("b-0", false, new ServiceSnapshot("orders", false, revision("b-0"), "d0", List.of()));

        remove("b-1", "orders", "2", "d4");

        assertThat(ids("orders")).containsExactly("1");
    }

    @Test
    void dropsWhatIsStillHeldOverWhenTheRegistryIsSettled() {
        list(
                "a-5",
                true,
                snapshot("a-5", "orders", "d1", up("orders", "1"), up("orders", "2")),
                snapshot("a-5", "stock", "d2", up("stock", "1")));
        list(
                "b-0",
                false,
                snapshot("b-0", "orders", "d3", up("orders", "1")),
                new ServiceSnapshot("stock", false, revision("b-0"), "d0", List.of()));
        changes.clear();

        synced("b-0", true);

        assertThat(ids("orders")).containsExactly("1");
        assertThat(mirror.service("stock")).isNull();
        assertThat(mirror.heldOver()).isZero();
        assertThat(changes).containsExactly(Set.of("orders", "stock"));
    }

    @Test
    void holdsOverThroughTwoRestartsInARow() {
        list("a-5", true, snapshot("a-5", "orders", "d1", up("orders", "1")));
        list("b-0", false);
        list("c-0", false, snapshot("c-0", "orders", "d0"));

        assertThat(ids("orders")).containsExactly("1");
    }

    @Test
    void aListInTheMiddleOfAStreamReplacesEverything() {
        list(
                "a-5",
                true,
                snapshot("a-5", "orders", "d1", up("orders", "1")),
                snapshot("a-5", "stock", "d2", up("stock", "1")));

        mirror.snapshot(snapshot("a-900", "orders", "d7", up("orders", "3")));

        assertThat(ids("orders")).as("before it is complete").containsExactly("1");
        assertThat(mirror.revision())
                .as("cut off here, it must not miss the others")
                .isEqualTo(revision("a-5"));

        synced("a-900", true);

        assertThat(ids("orders")).containsExactly("3");
        assertThat(mirror.service("stock")).isNull();
        assertThat(mirror.revision()).isEqualTo(revision("a-900"));
    }

    @Test
    void refusesAChangeBeforeThereIsAList() {
        mirror.connected();

        assertThatIllegalStateException().isThrownBy(() -> put("a-1", up("orders", "1"), "d"));
        assertThat(mirror.synced()).isFalse();
    }

    @Test
    void refusesAChangeInTheMiddleOfAList() {
        list("a-5", true, snapshot("a-5", "orders", "d1", up("orders", "1")));
        mirror.connected();
        mirror.snapshot(snapshot("b-1", "orders", "d2", up("orders", "2")));

        assertThatIllegalStateException().isThrownBy(() -> put("b-2", up("orders", "3"), "d"));
        assertThat(ids("orders")).containsExactly("1");
    }

    @Test
    void refusesAChangeThatDoesNotFollow() {
        list("a-5", true, snapshot("a-5", "orders", "d1", up("orders", "1")));

        assertThatIllegalArgumentException().isThrownBy(() -> put("a-5", up("orders", "2"), "d"));
        assertThatIllegalArgumentException().isThrownBy(() -> put("b-6", up("orders", "2"), "d"));
        assertThat(ids("orders")).containsExactly("1");
        assertThat(mirror.digests()).containsEntry("orders", "d1");
    }

    @Test
    void aListenerThatFailsKeepsNobodyElseFromHearing() {
        CatalogMirror other = new CatalogMirror();
        List<Set<String>> heard = new ArrayList<>();
        other.addListener(changed -> {
            throw new IllegalStateException("a fault in a listener");
        });
        other.addListener(heard::add);

        other.connected();
        other.snapshot(snapshot("a-5", "orders", "d1", up("orders", "1")));
        other.synced(new WatchEvent.Synced(revision("a-5"), true));

        assertThat(heard).containsExactly(Set.of("orders"));
    }

    @Test
    void whatWasSavedIsSeenAndHeldOverAndIsNoListOfARegistry() {
        mirror.restore(List.of(up("orders", "1"), up("orders", "2"), up("stock", "1")), SAVED);

        assertThat(ids("orders")).containsExactly("1", "2");
        assertThat(mirror.serviceNames()).containsExactly("orders", "stock");
        assertThat(mirror.heldOver()).isEqualTo(3);
        assertThat(mirror.savedAt()).isEqualTo(SAVED);
        assertThat(mirror.synced()).isFalse();
        assertThat(mirror.revision()).isNull();
        assertThat(mirror.connected()).as("digests to offer").isEmpty();
        assertThat(changes).containsExactly(Set.of("orders", "stock"));
    }

    @Test
    void aSettledListTakesOverFromWhatWasSaved() {
        mirror.restore(List.of(up("orders", "1"), up("orders", "2"), up("stock", "1")), SAVED);
        ServiceCatalog stock = mirror.service("stock");
        changes.clear();

        list(
                "a-5",
                true,
                snapshot("a-5", "orders", "d1", up("orders", "2")),
                snapshot("a-5", "stock", "d2", up("stock", "1")));

        assertThat(ids("orders")).containsExactly("2");
        assertThat(mirror.service("stock")).isSameAs(stock);
        assertThat(mirror.savedAt()).isNull();
        assertThat(mirror.heldOver()).isZero();
        assertThat(changes).containsExactly(Set.of("orders"));
    }

    @Test
    void anUnsettledListTakesNothingAwayOfWhatWasSaved() {
        mirror.restore(List.of(up("orders", "1"), up("stock", "1")), SAVED);

        list("a-5", false, snapshot("a-5", "orders", "d1", up("orders", "2")));

        assertThat(ids("orders")).containsExactly("1", "2");
        assertThat(ids("stock")).containsExactly("1");
        assertThat(mirror.savedAt()).isEqualTo(SAVED);

        put("a-6", up("orders", "1"), "d2");
        put("a-7", up("stock", "1"), "d3");

        assertThat(mirror.savedAt())
                .as("nothing is left that only the disk knows")
                .isNull();
    }

    @Test
    void whatWasSavedNeverReplacesWhatIsKnown() {
        list("a-0", true);
        mirror.restore(List.of(up("orders", "1")), SAVED);

        assertThat(mirror.serviceNames()).isEmpty();
    }

    @Test
    void tellsOnceWhenTheListIsTheWholeTruth() {
        List<String> told = new ArrayList<>();
        mirror.addListener(new CatalogMirror.Listener() {
            @Override
            public void changed(Set<String> services) {
                told.add("changed");
            }

            @Override
            public void settled() {
                told.add("settled");
            }
        });

        list("a-5", false, snapshot("a-5", "orders", "d1", up("orders", "1")));
        synced("a-5", true);
        synced("a-6", true);

        assertThat(told).containsExactly("changed", "settled");
    }

    private void list(String revision, boolean settled, ServiceSnapshot... snapshots) {
        mirror.connected();
        for (ServiceSnapshot snapshot : snapshots) {
            mirror.snapshot(snapshot);
        }
        synced(revision, settled);
    }

    private void synced(String revision, boolean settled) {
        mirror.synced(new WatchEvent.Synced(revision(revision), settled));
    }

    private void put(String revision, Instance instance, String digest) {
        mirror.put(revision(revision), new WatchEvent.Put(instance, digest));
    }

    private void remove(String revision, String service, String id, String digest) {
        mirror.remove(revision(revision), new WatchEvent.Remove(service, id, RemovalReason.DEREGISTERED, digest));
    }

    private List<String> ids(String service) {
        return mirror.service(service).instances().stream().map(Instance::id).toList();
    }

    private static Instance up(String service, String id) {
        return instance(service, id, InstanceStatus.UP);
    }

    private static Revision revision(String text) {
        return Revision.parse(text);
    }

    private static ServiceSnapshot snapshot(String revision, String service, String digest, Instance... instances) {
        return new ServiceSnapshot(service, true, revision(revision), digest, List.of(instances));
    }
}
