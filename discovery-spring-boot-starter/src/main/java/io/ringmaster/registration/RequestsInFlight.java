package io.ringmaster.registration;

import io.ringmaster.client.LoadSource;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts the requests that this application is serving. Any thread may call it. */
public final class RequestsInFlight implements LoadSource {

    private final AtomicInteger count = new AtomicInteger();

    void begin() {
        count.incrementAndGet();
    }

    void end() {
        count.decrementAndGet();
    }

    @Override
    public Integer inFlight() {
        return count.get();
    }
}
