package io.ringmaster.discovery;

import io.ringmaster.client.CatalogMirror;
import io.ringmaster.time.Moment;
import io.ringmaster.time.Ticker;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.cloud.client.discovery.event.HeartbeatEvent;
import org.springframework.context.ApplicationEventPublisher;

/**
 * Tells Spring's listeners, such as a gateway that rebuilds its routes, that the catalog has changed: at once, then at most
 * once per second, and never on the thread that reads the stream. The value of the event is a number that grows.
 */
public final class CatalogHeartbeat implements CatalogMirror.Listener {

    private static final Logger log = LoggerFactory.getLogger(CatalogHeartbeat.class);

    private static final Duration GAP = Duration.ofSeconds(1);

    private final ApplicationEventPublisher publisher;
    private final Ticker ticker;
    private final ScheduledExecutorService executor;
    private final AtomicLong version = new AtomicLong();
    private final AtomicBoolean pending = new AtomicBoolean();

    /** When an event was last published. Written by the executor, read by the thread that feeds the mirror. */
    private volatile @Nullable Moment published;

    /**
     * @param executor of one thread, on which the listeners run
     */
    public CatalogHeartbeat(ApplicationEventPublisher publisher, Ticker ticker, ScheduledExecutorService executor) {
        this.publisher = publisher;
        this.ticker = ticker;
        this.executor = executor;
    }

    @Override
    public void changed(Set<String> services) {
        version.incrementAndGet();
        if (pending.compareAndSet(false, true)) {
            try {
                executor.schedule(this::publish, untilGapIsOver().toNanos(), TimeUnit.NANOSECONDS);
            } catch (RejectedExecutionException closed) {
                log.debug("The application is stopping; nobody is told of a change.");
            }
        }
    }

    private Duration untilGapIsOver() {
        Moment last = published;
        return last == null ? Duration.ZERO : GAP.minus(ticker.now().since(last));
    }

    private void publish() {
        pending.set(false);
        published = ticker.now();
        try {
            publisher.publishEvent(new HeartbeatEvent(this, version.get()));
        } catch (RuntimeException fault) {
            log.warn("A listener failed on a change of the catalog.", fault);
        }
    }
}
