package io.ringmaster.registration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockAsyncContext;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class InFlightFilterTests {

    private final RequestsInFlight requests = new RequestsInFlight();
    private final InFlightFilter filter = new InFlightFilter(requests);
    private final MockHttpServletRequest request = new MockHttpServletRequest();
    private final MockHttpServletResponse response = new MockHttpServletResponse();

    @Test
    void aRequestCountsWhileItIsServed() throws Exception {
        filter.doFilter(
                request, response, (req, res) -> assertThat(requests.inFlight()).isEqualTo(1));

        assertThat(requests.inFlight()).isZero();
    }

    @Test
    void aRequestThatFailsCountsNoLonger() {
        assertThatThrownBy(() -> filter.doFilter(request, response, (req, res) -> {
                    throw new ServletException("No.");
                }))
                .isInstanceOf(ServletException.class);

        assertThat(requests.inFlight()).isZero();
    }

    @Test
    void anAsynchronousRequestCountsUntilItCompletes() throws Exception {
        AsyncContext async = startAsync();
        assertThat(requests.inFlight()).isEqualTo(1);

        async.complete();
        assertThat(requests.inFlight()).isZero();
    }

    @Test
    void aRequestThatTimesOutOrFailsWhileAsynchronousEndsOnce() throws Exception {
        MockAsyncContext async = startAsync();
        AsyncEvent event = new AsyncEvent(async);
        for (AsyncListener listener : async.getListeners()) {
            listener.onTimeout(event);
            listener.onError(event);
        }
        assertThat(requests.inFlight()).as("an error page may still be written").isEqualTo(1);

        for (int i = 0; i < 2; i++) {
            for (AsyncListener listener : async.getListeners()) {
                listener.onComplete(event);
            }
            assertThat(requests.inFlight()).as("Tomcat completes twice").isZero();
        }
    }

    @Test
    void aRequestThatGoesAsynchronousAgainStillEnds() throws Exception {
        List<AsyncListener> dropped = startAsync().getListeners();
        MockAsyncContext again = new MockAsyncContext(request, response);
        for (AsyncListener listener : dropped) {
            listener.onStartAsync(new AsyncEvent(again));
        }
        assertThat(requests.inFlight()).isEqualTo(1);

        again.complete();
        assertThat(requests.inFlight()).isZero();
    }

    private MockAsyncContext startAsync() throws IOException, ServletException {
        request.setAsyncSupported(true);
        filter.doFilter(request, response, (req, res) -> req.startAsync());
        return (MockAsyncContext) request.getAsyncContext();
    }
}
