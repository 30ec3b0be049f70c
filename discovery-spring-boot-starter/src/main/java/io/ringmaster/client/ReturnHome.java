package io.ringmaster.client;

import io.ringmaster.time.Ticker;
import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * Brings this process back to the server where it belongs, some time after it had to leave it: so the processes that fled from a node
 * spread again once that node is back. Each waits for a time of its own, so that they do not come all at once, and tries again
 * after another one if the server is still not there. Of one thread.
 */
public final class ReturnHome {

    private static final Duration SOONEST = Duration.ofSeconds(30);
    private static final Duration SPREAD = Duration.ofSeconds(60);

    private final RegistryServers servers;
    private final Ticker ticker;
    private final DoubleSupplier random;

    private boolean away;
    private long dueNanos;

    /**
     * @param random gives numbers from 0 (inclusive) to 1 (exclusive)
     */
    public ReturnHome(RegistryServers servers, Ticker ticker, DoubleSupplier random) {
        this.servers = servers;
        this.ticker = ticker;
        this.random = random;
    }

    /** Goes home when it is time. To be called about once per second. */
    public void look() {
        if (servers.atHome()) {
            away = false;
        } else if (!away) {
            away = true;
            Duration wait = SOONEST.plusNanos((long) (SPREAD.toNanos() * random.getAsDouble()));
            dueNanos = ticker.now().deadlineNanosAfter(wait);
        } else if (ticker.now().hasReached(dueNanos)) {
            // If it does not answer, the call that finds out goes on elsewhere, and the next look begins another wait.
            away = false;
            servers.goHome();
        }
    }
}
