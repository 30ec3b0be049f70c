package io.ringmaster.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringmaster.model.InstanceKey;
import io.ringmaster.model.Revision;
import io.ringmaster.model.ServiceSnapshot;
import io.ringmaster.model.WatchEvent;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AcknowledgementTests {

    private static final InstanceKey LEAVING = new InstanceKey("inventory", "i1");

    private final CatalogMirror mirror = new CatalogMirror();
    private final FakeLoad calls = new FakeLoad();
    private final Acknowledgement acknowledgement = new Acknowledgement(mirror, calls);

    @Test
    void theOneBeforeIsToldAsLongAsCallsAreInFlight() {
        Revision before = applied(1);
        assertThat(acknowledgement.revision()).isEqualTo(before);
        Revision after = applied(2);
        calls.calling = Set.of(LEAVING);
        acknowledgement.leftOut(LEAVING);

        assertThat(acknowledgement.mustWait()).isTrue();
        assertThat(acknowledgement.revision()).isEqualTo(before);

        calls.calling = Set.of();
        assertThat(acknowledgement.mustWait()).isFalse();
        assertThat(acknowledgement.revision()).isEqualTo(after);
    }

    @Test
    void aCallThatNeverEndsIsWaitedForTenSeconds() {
        calls.calling = Set.of(LEAVING);
        acknowledgement.leftOut(LEAVING);
        int looks = 1;
        while (acknowledgement.mustWait()) {
            looks++;
        }
        assertThat(looks).isEqualTo(500);
    }

    @Test
    void aFaultOfWhoCountsTheCallsHoldsNothingUp() {
        Acknowledgement faulty = new Acknowledgement(mirror, new FleetLoad() {
            @Override
            public Set<String> wanted() {
                return Set.of();
            }

            @Override
            public void received(Map<String, Map<String, Integer>> load) {}

            @Override
            public boolean calls(InstanceKey key) {
                throw new IllegalStateException("a fault");
            }
        });
        faulty.leftOut(LEAVING);
        assertThat(faulty.mustWait()).isFalse();
    }

    private Revision applied(int number) {
        Revision revision = new Revision("test", number);
        mirror.connected();
        mirror.snapshot(new ServiceSnapshot("inventory", true, revision, null, List.of()));
        mirror.synced(new WatchEvent.Synced(revision, true));
        return revision;
    }
}
