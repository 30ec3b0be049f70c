package io.ringmaster.registration;

import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Counts each request of a servlet application from its first filter until it has been answered, which for an asynchronous one
 * is when its context completes. To be mapped to the dispatch of requests alone, as Spring Boot does: errors, forwards and
 * asynchronous dispatches belong to a request that is counted already.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
public final class InFlightFilter implements Filter {

    private final RequestsInFlight requests;

    /**
     * @param requests counts
     */
    public InFlightFilter(RequestsInFlight requests) {
        this.requests = requests;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        requests.begin();
        try {
            chain.doFilter(request, response);
        } finally {
            if (request.isAsyncStarted()) {
                request.getAsyncContext().addListener(new End(requests));
            } else {
                requests.end();
            }
        }
    }

    /**
     * A timeout and an error may still be answered by a dispatch; the container completes every context in the end. Tomcat says
     * so twice after a timeout that was answered by a dispatch.
     */
    private static final class End implements AsyncListener {

        private final RequestsInFlight requests;
        private final AtomicBoolean ended = new AtomicBoolean();

        End(RequestsInFlight requests) {
            this.requests = requests;
        }

        @Override
        public void onComplete(AsyncEvent event) {
            if (ended.compareAndSet(false, true)) {
                requests.end();
            }
        }

        @Override
        public void onTimeout(AsyncEvent event) {}

        @Override
        public void onError(AsyncEvent event) {}

        /** A dispatched request went asynchronous once more, which drops all listeners. */
        @Override
        public void onStartAsync(AsyncEvent event) {
            event.getAsyncContext().addListener(this);
        }
    }
}
