package io.ringmaster.client;

import io.ringmaster.time.Moment;
import io.ringmaster.time.Ticker;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the registry works for this process, and one line in the log for each time that changes: a warning when it stops,
 * silence while it lasts, and how long it took when it is over. Any thread may call it.
 */
public final class Outage {

    private static final Logger log = LoggerFactory.getLogger(Outage.class);

    /** What can fail. The outage is over when nothing does. */
    enum Part {
        STREAM,
        CALLS
    }

    /**
     * A registry that does not work.
     *
     * @param since when it began
     * @param what what failed last, as a sentence
     */
    public record Trouble(Moment since, String what) {}

    private final Ticker ticker;
    private final Set<Part> failing = EnumSet.noneOf(Part.class);
    private volatile @Nullable Trouble trouble;

    public Outage(Ticker ticker) {
        this.ticker = ticker;
    }

    /** Returns what does not work, or null if everything does as far as is known. */
    public @Nullable Trouble current() {
        return trouble;
    }

    synchronized void failed(Part part, RegistryException why) {
        Moment now = ticker.now();
        Trouble before = trouble;
        failing.add(part);
        if (before == null) {
            log.atWarn()
                    .addKeyValue("server", why.server())
                    .log(
                            "{} The last known list stays in use, and this application tries again by itself. {}",
                            why.getMessage(),
                            why.advice());
        } else {
            log.debug("Still no registry: {}", why.getMessage());
        }
        trouble = new Trouble(before == null ? now : before.since(), why.getMessage());
    }

    synchronized void works(Part part, Object server) {
        Trouble before = trouble;
        if (failing.remove(part) && failing.isEmpty() && before != null) {
            trouble = null;
            Duration lasted = ticker.now().since(before.since());
            log.atInfo()
                    .addKeyValue("server", server)
                    .log("The registry at {} works again, after {} s.", server, lasted.toMillis() / 1000.0);
        }
    }
}
