package io.ringmaster.time;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * A source of time. Any thread may call it. The idea of passing the clock as an argument is Caffeine's {@code Ticker};
 * this one reads the wall clock as well.
 */
@FunctionalInterface
public interface Ticker {

    /** Returns the present moment; its {@code nanos} never run backwards within one process. */
    Moment now();

    /** Returns the {@code nanos} of {@link #now} alone, which may cost less. */
    default long nanos() {
        return now().nanos();
    }

    /** Returns the ticker that asks the system. */
    static Ticker system() {
        return new Ticker() {
            @Override
            public Moment now() {
                return new Moment(System.nanoTime(), Instant.now().truncatedTo(ChronoUnit.MILLIS));
            }

            @Override
            public long nanos() {
                return System.nanoTime();
            }
        };
    }
}
