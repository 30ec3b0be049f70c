package io.ringmaster.server.cluster;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What waits to be sent to one node, and the thread that sends it. It is bounded: what has no room is dropped, and repaired
 * when the nodes compare. So a node that takes nothing slows down nobody but itself. Any thread may offer.
 */
final class PeerOutbox implements AutoCloseable {

    /** Ends the thread. */
    private static final byte[] END = {};

    /** Sends to the node, and waits for as long as it takes nothing. */
    interface Sender {

        /**
         * @throws Exception if it could not be sent, for whatever reason; the message is lost
         */
        void send(byte[] message) throws Exception;
    }

    private final BlockingQueue<byte[]> waiting = new LinkedBlockingQueue<>();
    private final AtomicLong waitingBytes = new AtomicLong();
    private final long capacityBytes;
    private final Sender sender;
    private final Runnable lost;
    private final Thread thread;

    /**
     * @param lost is told of each message that was dropped
     */
    PeerOutbox(long capacityBytes, Sender sender, Runnable lost, ThreadFactory threads) {
        this.capacityBytes = capacityBytes;
        this.sender = sender;
        this.lost = lost;
        this.thread = threads.newThread(this::run);
        thread.start();
    }

    void offer(byte[] message) {
        if (waitingBytes.addAndGet(message.length) > capacityBytes) {
            waitingBytes.addAndGet(-message.length);
            lost.run();
        } else {
            waiting.add(message);
        }
    }

    private void run() {
        try {
            for (byte[] message = waiting.take(); message != END; message = waiting.take()) {
                waitingBytes.addAndGet(-message.length);
                try {
                    sender.send(message);
                } catch (InterruptedException e) {
                    throw e;
                } catch (Exception e) {
                    lost.run();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Sends what waits, for as long as this may take, and nothing more. */
    void finish(long millis) throws InterruptedException {
        waiting.add(END);
        thread.join(millis);
        close();
    }

    /** Sends nothing more, because the node is gone. */
    @Override
    public void close() {
        waiting.clear();
        waiting.add(END);
        thread.interrupt();
    }
}
