package io.ringmaster.server.security;

import io.ringmaster.server.registry.RateLimit;
import io.ringmaster.time.Ticker;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Slows down who sends too much. He gets his refusal late, so that whoever sends the next request when he has the answer to the
 * last one costs next to nothing; waiting holds no thread. When too many wait, refusals are given at once.
 */
final class Throttle {

    private static final int MOST_WAITING = 10_000;

    private final @Nullable RateLimit limit;
    private final Ticker ticker;
    private final Duration pause;
    private final AtomicInteger waiting = new AtomicInteger();

    /**
     * @param limit null where everybody may send what he likes
     * @param pause how late a refusal is
     */
    Throttle(@Nullable RateLimit limit, Ticker ticker, Duration pause) {
        this.limit = limit;
        this.ticker = ticker;
        this.pause = pause;
    }

    /** Whether the caller does not send too much; if so, this request is counted. */
    boolean takes(String caller) {
        return limit == null || limit.take(caller, ticker.now());
    }

    /** Completes at once, or fails after a while if the caller sends too much. */
    Mono<Void> pass(String caller) {
        if (takes(caller)) {
            return Mono.empty();
        }
        if (waiting.incrementAndGet() > MOST_WAITING) {
            waiting.decrementAndGet();
            return Mono.error(new TooManyRequestsException());
        }
        return Mono.delay(pause)
                .<Void>then(Mono.error(new TooManyRequestsException()))
                .doFinally(signal -> waiting.decrementAndGet());
    }
}
