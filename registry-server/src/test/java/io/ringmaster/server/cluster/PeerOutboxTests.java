package io.ringmaster.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PeerOutboxTests {

    private final AtomicInteger lost = new AtomicInteger();
    private final List<byte[]> sent = new CopyOnWriteArrayList<>();

    @Test
    void dropsWhatHasNoRoomAndSendsTheRestInOrder() throws Exception {
        CountDownLatch stuck = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        PeerOutbox outbox = outbox(message -> {
            stuck.countDown();
            goOn.await();
            sent.add(message);
        });
        byte[] first = new byte[100];
        outbox.offer(first);
        stuck.await();
        byte[] second = new byte[60];
        byte[] third = new byte[40];
        outbox.offer(second);
        outbox.offer(new byte[41]);
        outbox.offer(third);
        assertThat(lost).hasValue(1);
        goOn.countDown();
        outbox.finish(30_000);
        assertThat(sent).containsExactly(first, second, third);
    }

    @Test
    void oneMessageThatCannotBeSentDoesNotStopTheNext() throws Exception {
        PeerOutbox outbox = outbox(message -> {
            if (message.length == 1) {
                throw new IllegalStateException("not this one");
            }
            sent.add(message);
        });
        outbox.offer(new byte[1]);
        outbox.offer(new byte[2]);
        outbox.finish(30_000);
        assertThat(sent).hasSize(1);
        assertThat(lost).hasValue(1);
    }

    @Test
    void aNodeThatIsGoneHoldsUpNobody() {
        CountDownLatch stuck = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        PeerOutbox outbox = outbox(message -> {
            stuck.countDown();
            try {
                new CountDownLatch(1).await();
            } finally {
                ended.countDown();
            }
        });
        outbox.offer(new byte[1]);
        await().until(() -> stuck.getCount() == 0);
        outbox.close();
        await().until(() -> ended.getCount() == 0);
    }

    private PeerOutbox outbox(PeerOutbox.Sender sender) {
        return new PeerOutbox(100, sender, lost::incrementAndGet, Thread::new);
    }
}
