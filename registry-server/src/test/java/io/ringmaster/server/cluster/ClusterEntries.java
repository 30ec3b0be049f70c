package io.ringmaster.server.cluster;

import io.ringmaster.model.Check;
import io.ringmaster.model.Instance;
import io.ringmaster.model.InstanceKey;
import io.ringmaster.model.InstanceStatus;
import io.ringmaster.model.ObservedHealth;
import io.ringmaster.model.OperatorOverride;
import io.ringmaster.model.Registration;
import io.ringmaster.model.RemovalReason;
import io.ringmaster.time.FakeTicker;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** Entries to test with. */
final class ClusterEntries {

    private ClusterEntries() {}

    static Instance instance(String service, String id, long incarnation) {
        Registration claim = new Registration(
                service,
                id,
                "http",
                "10.0.0.1",
                8080,
                "zone-a",
                1,
                Map.of("build", "1"),
                9,
                Check.TCP,
                "session-" + id,
                incarnation);
        return new Instance(
                claim, InstanceStatus.UP, null, ObservedHealth.PASSING, null, FakeTicker.START, FakeTicker.START);
    }

    /** Returns an entry of which that node is the owner, and wrote it. */
    static Entry.Listed listed(String id, long incarnation, long counter, String node) {
        return new Entry.Listed(
                instance("inventory", id, incarnation), "10.0.0.1", node, new Version(incarnation, counter, node));
    }

    static Entry.Removed removed(String id, RemovalReason reason, long incarnation, long counter, String node) {
        return new Entry.Removed(key(id), reason, new Version(incarnation, counter, node), FakeTicker.START);
    }

    static Entry.Overridden overridden(String id, double weight, long counter, String node) {
        return new Entry.Overridden(
                key(id),
                new OperatorOverride(null, weight, "a test", "operator", FakeTicker.START, null),
                new Version(0, counter, node));
    }

    static InstanceKey key(String id) {
        return new InstanceKey("inventory", id);
    }

    /** Returns all that a table has. */
    static List<Entry> all(EntryTable table) {
        return IntStream.range(0, EntryTable.BUCKETS)
                .boxed()
                .flatMap(bucket -> table.entriesExcept(bucket, Set.of()).stream())
                .toList();
    }
}
