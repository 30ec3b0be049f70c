package io.ringmaster.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringmaster.model.Instance;
import io.ringmaster.model.InstanceKey;
import io.ringmaster.model.ObservedHealth;
import io.ringmaster.model.RemovalReason;
import io.ringmaster.model.Revision;
import io.ringmaster.server.registry.ChangeLog;
import io.ringmaster.server.registry.Custody;
import io.ringmaster.server.registry.MemoryStore;
import io.ringmaster.server.registry.Taken;
import io.ringmaster.time.FakeTicker;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ClusteredStoreTests {

    private static final InstanceKey A = ClusterEntries.key("a");

    private final FakeTicker clock = new FakeTicker();
    private final ClusteredStore store = store("self");

    private ClusteredStore store(String self) {
        return new ClusteredStore(
                new MemoryStore(new ChangeLog(new Revision("e1", 0), 1000, Runnable::run)), self, clock);
    }

    @Test
    void whatChangesHereIsSentOnceHoweverOftenItChanged() {
        put(1);
        store.put(listed().withObserved(ObservedHealth.SUSPECT, "its stream broke", FakeTicker.START));
        assertThat(store.outbox().take().entries())
                .singleElement()
                .isInstanceOfSatisfying(Entry.Listed.class, entry -> {
                    assertThat(entry.instance().observed()).isEqualTo(ObservedHealth.SUSPECT);
                    assertThat(entry.version()).isEqualTo(new Version(1, 2, "self"));
                    assertThat(entry.owner()).isEqualTo("self");
                });
    }

    @Test
    void aTombstoneBeatsAnOlderPutInWhateverOrderTheyCome() {
        take(ClusterEntries.removed("a", RemovalReason.DEREGISTERED, 1, 5, "other"));
        assertThat(take(ClusterEntries.listed("a", 1, 4, "other"))).isEmpty();
        assertThat(store.listing().catalog().find(A)).isNull();
    }

    @Test
    void aHigherIncarnationBeatsAHigherCounter() {
        take(ClusterEntries.listed("a", 2, 1, "other"));
        take(ClusterEntries.listed("a", 1, 9, "other"));
        take(ClusterEntries.removed("a", RemovalReason.EXPIRED, 1, 10, "other"));
        assertThat(listed().registration().incarnation()).isEqualTo(2);
    }

    @Test
    void whoRegistersAfterATombstoneIsListedEvenWithALowerIncarnation() {
        take(ClusterEntries.removed("a", RemovalReason.DEREGISTERED, 7, 5, "other"));
        put(1);
        assertThat(store.outbox().take().entries())
                .singleElement()
                .extracting(Entry::version)
                .isEqualTo(new Version(7, 6, "self"));
    }

    @Test
    void anOverrideIsIndependentOfWhatTheInstanceDoes() {
        take(ClusterEntries.overridden("a", 0.5, 1, "other"));
        take(ClusterEntries.listed("a", 1, 9, "other"));
        assertThat(listed().effectiveWeight()).isEqualTo(0.5);
        take(ClusterEntries.listed("a", 2, 10, "other"));
        assertThat(listed().effectiveWeight()).isEqualTo(0.5);
        take(ClusterEntries.removed("a", RemovalReason.DEREGISTERED, 2, 11, "other"));
        assertThat(store.overrides()).containsKey(A);
        List<Taken> taken = take(
                ClusterEntries.listed("a", 3, 12, "other"),
                new Entry.OverrideEnded(A, new Version(0, 2, "other"), FakeTicker.START));
        assertThat(taken).hasSize(1);
        assertThat(listed().override()).isNull();
    }

    @Test
    void anOverrideHereMakesNoNewVersionOfTheInstance() {
        put(1);
        store.outbox().take();
        var override = ClusterEntries.overridden("a", 0.5, 1, "any").override();
        store.putOverride(A, override);
        store.put(listed().withOverride(override, FakeTicker.START));
        assertThat(store.outbox().take().entries()).singleElement().isInstanceOf(Entry.Overridden.class);
    }

    @Test
    void equalContentMakesNoRevision() {
        take(ClusterEntries.listed("a", 1, 1, "other"));
        Revision before = store.listing().revision();
        List<Taken> taken = take(new Entry.Listed(
                ClusterEntries.instance("inventory", "a", 1), "10.0.0.1", "third", new Version(1, 2, "third")));
        assertThat(taken).singleElement().extracting(Taken::revision).isNull();
        assertThat(store.listing().revision()).isEqualTo(before);
        store.view(List.of("self", "third"), List.of());
        assertThat(store.keeper(A)).isEqualTo("third");
    }

    @Test
    void whoHearsAnInstanceAnswersAVerdictOfOthersWithAHigherVersion() {
        put(1);
        store.outbox().take();
        Revision before = store.listing().revision();
        store.takeIn(List.of(ClusterEntries.removed("a", RemovalReason.EXPIRED, 1, 5, "other")), "other", key -> true);
        assertThat(store.listing().revision()).isEqualTo(before);
        assertThat(store.outbox().take().entries())
                .singleElement()
                .isInstanceOf(Entry.Listed.class)
                .extracting(Entry::version)
                .isEqualTo(new Version(1, 6, "self"));
    }

    @Test
    void whoHearsAnInstanceBelievesThatItLeft() {
        put(1);
        store.takeIn(
                List.of(ClusterEntries.removed("a", RemovalReason.DEREGISTERED, 1, 5, "other")), "other", key -> true);
        assertThat(store.listing().catalog().find(A)).isNull();
    }

    @Test
    void whoHearsAnInstanceBelievesThatItMoved() {
        put(1);
        store.view(List.of("other", "self"), List.of());
        store.takeIn(List.of(ClusterEntries.listed("a", 1, 5, "other")), "other", key -> true);
        assertThat(store.custody(A)).isEqualTo(Custody.ELSEWHERE);
    }

    @Test
    void exactlyOneOfThoseWhoSeeTheSameLooksAfterAnOrphan() {
        List<String> view = List.of("n1", "n2", "n3");
        List<ClusteredStore> stores = view.stream().map(this::store).toList();
        Map<String, Integer> shares = new HashMap<>();
        for (ClusteredStore each : stores) {
            each.view(view, view);
            each.takeIn(
                    IntStream.range(0, 3000)
                            .<Entry>mapToObj(i -> ClusterEntries.listed("i" + i, 1, i, "dead"))
                            .toList(),
                    "dead",
                    key -> false);
        }
        for (int i = 0; i < 3000; i++) {
            InstanceKey key = ClusterEntries.key("i" + i);
            List<String> inCharge = IntStream.range(0, 3)
                    .filter(n -> stores.get(n).custody(key) == Custody.ORPHANED)
                    .mapToObj(view::get)
                    .toList();
            assertThat(inCharge).hasSize(1).contains(stores.get(0).keeper(key));
            shares.merge(inCharge.get(0), 1, Integer::sum);
        }
        assertThat(shares.values()).allSatisfy(share -> assertThat(share).isBetween(850, 1150));
    }

    @Test
    void theOrderInWhichEntriesComeMeansNothing() {
        List<Entry> entries = new ArrayList<>();
        for (int i = 1; i <= 40; i++) {
            entries.add(ClusterEntries.listed("a", i % 3, i, "n" + i % 4));
            entries.add(ClusterEntries.overridden("a", i, i, "n" + i % 4));
            entries.add(new Entry.OverrideEnded(A, new Version(0, i, "m" + i % 4), FakeTicker.START));
            entries.add(ClusterEntries.removed("a", RemovalReason.EXPIRED, i % 3, i, "m" + i % 4));
        }
        ClusteredStore first = store("first");
        entries.forEach(entry -> first.takeIn(List.of(entry), "n", key -> false));
        for (int seed = 0; seed < 50; seed++) {
            Collections.shuffle(entries, new Random(seed));
            ClusteredStore next = store("next");
            entries.forEach(entry -> next.takeIn(List.of(entry), "n", key -> false));
            assertThat(ClusterEntries.all(next.table()))
                    .containsExactlyInAnyOrderElementsOf(ClusterEntries.all(first.table()));
            assertThat(next.listing().digest()).isEqualTo(first.listing().digest());
        }
    }

    private void put(long incarnation) {
        store.putRegisteredFrom(A, "10.0.0.1");
        store.put(ClusterEntries.instance("inventory", "a", incarnation));
    }

    private Instance listed() {
        return Objects.requireNonNull(store.listing().catalog().find(A));
    }

    private List<Taken> take(Entry... entries) {
        return store.takeIn(List.of(entries), "other", key -> false);
    }
}
