package io.ringmaster.server.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringmaster.AllocatedBytes;
import io.ringmaster.model.Change;
import io.ringmaster.model.Revision;
import io.ringmaster.model.TestInstances;
import io.ringmaster.server.registry.ChangeLog;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** What an event costs, in allocations and in how often it is written, which no machine changes. */
class EventFramesCostTests {

    private static final long EVENT_BYTES = 3_600;

    private final EventFrames frames = new EventFrames(new JsonMapper());
    private final ChangeLog.Entry entry = new ChangeLog.Entry(
            new Change.Put(new Revision("e1", 7), TestInstances.up("inventory-1")), "2f0c2f0c2f0c2f0c2f0c2f0c2f0c2f0c");

    @Test
    void anEventIsWrittenOnceForAllWatchers() {
        byte[] first = frames.change(entry, true);
        assertThat(frames.change(entry, true)).isSameAs(first);
        assertThat(AllocatedBytes.perRun(() -> frames.change(entry, true))).isZero();
    }

    @Test
    void writingAnEventAllocatesLittle() {
        assertThat(AllocatedBytes.perRun(() -> frames.change(entry, false))).isLessThanOrEqualTo(EVENT_BYTES);
    }
}
