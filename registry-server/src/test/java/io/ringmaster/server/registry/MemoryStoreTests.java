package io.ringmaster.server.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringmaster.model.Instance;
import io.ringmaster.model.Revision;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MemoryStoreTests {

    private static final Map<String, String> CHANGED = Map.of("build", "2");

    private final ChangeLog log = log();
    private final MemoryStore store = new MemoryStore(log);

    @Test
    void severalAtOnceAreTheSameAsOneByOne() {
        ChangeLog otherLog = log();
        MemoryStore other = new MemoryStore(otherLog);
        for (MemoryStore each : List.of(store, other)) {
            for (String id : new String[] {"b", "d", "f"}) {
                each.put(Instances.up("inventory", id));
            }
        }
        List<Instance> several = List.of(
                Instances.up("inventory", "g"),
                Instances.up("inventory", "a"),
                Instances.up("orders", "a"),
                Instances.up("inventory", "d", CHANGED),
                Instances.up("inventory", "e"),
                Instances.up("inventory", "b", CHANGED));

        assertThat(store.putAll(several))
                .isEqualTo(several.stream().map(other::put).toList());

        assertThat(log.after(0)).isEqualTo(otherLog.after(0));
        assertThat(store.listing().digest()).isEqualTo(other.listing().digest());
        for (String service : new String[] {"inventory", "orders"}) {
            assertThat(store.listing().snapshot(service))
                    .isEqualTo(other.listing().snapshot(service));
        }
    }

    @Test
    void noneAtOnceIsNoChange() {
        assertThat(store.putAll(List.of())).isEmpty();
        assertThat(store.listing().revision()).isEqualTo(log.origin());
    }

    private static ChangeLog log() {
        return new ChangeLog(new Revision("e1", 0), 100, Runnable::run);
    }
}
