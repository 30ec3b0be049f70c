package io.ringmaster.server.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.ringmaster.model.Change;
import io.ringmaster.model.Revision;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ChangeLogTests {

    private final List<Runnable> wakeUps = new ArrayList<>();
    private final ChangeLog log = new ChangeLog(new Revision("e1", 0), 4, wakeUps::add);

    @Test
    void readersGetWhatFollowsTheirCursor() {
        append(3);
        assertThat(numbers(log.after(0))).containsExactly(1L, 2L, 3L);
        assertThat(numbers(log.after(2))).containsExactly(3L);
        assertThat(log.after(3)).isEmpty();
        assertThat(log.after(9)).isEmpty();
    }

    @Test
    void tellsAReaderThatItsPlaceIsNoLongerKept() {
        append(6);
        assertThat(log.after(1)).isNull();
        assertThat(log.keepsAfter(1)).isFalse();
        assertThat(numbers(log.after(2))).containsExactly(3L, 4L, 5L, 6L);
        assertThat(log.keepsAfter(2)).isTrue();
        assertThat(log.keepsAfter(7)).isFalse();
    }

    @Test
    void beginsWhereItsOriginSays() {
        ChangeLog later = new ChangeLog(new Revision("e1", 50), 4, Runnable::run);
        assertThat(later.last()).isEqualTo(50);
        assertThat(later.keepsAfter(49)).isFalse();
        assertThat(later.after(50)).isEmpty();
    }

    @Test
    void aBurstOfChangesIsOneWakeUp() {
        AtomicInteger woken = new AtomicInteger();
        Runnable remove = log.addReader(woken::incrementAndGet);
        append(3);
        assertThat(wakeUps).hasSize(1);
        wakeUps.remove(0).run();
        assertThat(woken).hasValue(1);
        append(1);
        assertThat(wakeUps).hasSize(1);
        remove.run();
        wakeUps.remove(0).run();
        assertThat(woken).hasValue(1);
    }

    @Test
    void refusesAGapInItsHistory() {
        assertThatIllegalStateException()
                .isThrownBy(() -> log.append(new Change.Put(new Revision("e1", 2), Instances.up("a", "1")), "d"));
    }

    @Test
    void aReaderNeverSeesAGapWhileTheWriterGoesRound() throws Exception {
        ChangeLog fast = new ChangeLog(new Revision("e1", 0), 8, Runnable::run);
        long most = 200_000;
        CountDownLatch reading = new CountDownLatch(1);
        ExecutorService reader = Executors.newSingleThreadExecutor();
        try {
            Future<Long> readUpTo = reader.submit(() -> {
                long cursor = 0;
                while (cursor < most) {
                    List<ChangeLog.Entry> entries = fast.after(cursor);
                    reading.countDown();
                    if (entries == null) {
                        cursor = fast.last();
                        continue;
                    }
                    for (ChangeLog.Entry entry : entries) {
                        if (entry.number() != ++cursor) {
                            throw new AssertionError(entry.number() + " came after " + (cursor - 1));
                        }
                    }
                }
                return cursor;
            });
            assertThat(reading.await(10, TimeUnit.SECONDS)).isTrue();
            for (long number = 1; number <= most; number++) {
                fast.append(new Change.Put(new Revision("e1", number), Instances.up("a", "1")), "d");
            }
            assertThat(readUpTo.get(30, TimeUnit.SECONDS)).isEqualTo(most);
        } finally {
            reader.shutdownNow();
        }
    }

    private void append(int count) {
        for (int i = 0; i < count; i++) {
            log.append(new Change.Put(new Revision("e1", log.last() + 1), Instances.up("a", "1")), "d");
        }
    }

    private static List<Long> numbers(List<ChangeLog.Entry> entries) {
        return entries.stream().map(ChangeLog.Entry::number).toList();
    }
}
