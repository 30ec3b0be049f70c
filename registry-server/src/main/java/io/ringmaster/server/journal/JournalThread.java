package io.ringmaster.server.journal;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread that writes. When it is closed it writes what is left. */
final class JournalThread implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(JournalThread.class);
    private static final Duration LAST_WORDS = Duration.ofSeconds(10);

    /** How late a sync or another attempt may come when nothing happens. */
    private static final Duration IDLE = Duration.ofMillis(250);

    /** How late an entry for which nobody waits is handed to the operating system. */
    private static final Duration GATHER = Duration.ofMillis(100);

    private final Journal journal;
    private final JournalQueue queue;
    private final Thread thread = new Thread(this::run, "ringmaster-journal");

    JournalThread(Journal journal, JournalQueue queue) {
        this.journal = journal;
        this.queue = queue;
    }

    void start() {
        thread.start();
    }

    private void run() {
        try {
            do {
                journal.step();
            } while (queue.await(IDLE.toNanos(), GATHER.toNanos()));
        } catch (InterruptedException e) {
            log.debug("Nobody interrupts this thread.", e);
        } finally {
            journal.finish();
        }
    }

    @Override
    public void close() throws InterruptedException {
        queue.close();
        thread.join(LAST_WORDS.toMillis());
        if (thread.isAlive()) {
            log.error("The disk did not take the end of the journal within {} s.", LAST_WORDS.toSeconds());
        }
    }
}
