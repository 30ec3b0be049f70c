package io.ringmaster.server.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringmaster.model.InstanceKey;
import io.ringmaster.model.InstanceStatus;
import io.ringmaster.model.Revision;
import io.ringmaster.server.registry.RegistryEvent.Kind;
import io.ringmaster.time.FakeTicker;
import org.junit.jupiter.api.Test;

class EventHistoryTests {

    private final EventHistory history = new EventHistory(3);

    @Test
    void theNewestComeFirstAndTheOldestGo() {
        for (int number = 1; number <= 4; number++) {
            history.happened(event("inventory", "a", number));
        }
        assertThat(history.latest(null, null, 10))
                .extracting(event -> event.revision().number())
                .containsExactly(4L, 3L, 2L);
        assertThat(history.latest(null, null, 1)).hasSize(1);
    }

    @Test
    void canBeNarrowedToAServiceAndAnInstance() {
        history.happened(event("inventory", "a", 1));
        history.happened(event("inventory", "b", 2));
        history.happened(event("pricing", "a", 3));
        assertThat(history.latest("inventory", null, 10)).hasSize(2);
        assertThat(history.latest(null, "a", 10)).hasSize(2);
        assertThat(history.latest("inventory", "a", 10)).hasSize(1);
        assertThat(history.latest("inventory", "c", 10)).isEmpty();
    }

    private static RegistryEvent event(String service, String id, long number) {
        return new RegistryEvent(
                FakeTicker.START,
                new Revision("e1", number),
                new InstanceKey(service, id),
                Kind.REGISTERED,
                null,
                InstanceStatus.UP,
                null);
    }
}
