package io.ringmaster.registration;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.web.server.WebFilterChain;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

class InFlightWebFilterTests {

    private final RequestsInFlight requests = new RequestsInFlight();
    private final InFlightWebFilter filter = new InFlightWebFilter(requests);
    private final Sinks.Empty<Void> answer = Sinks.empty();

    @Test
    void aRequestCountsFromItsSubscriptionUntilItIsAnswered() {
        Mono<Void> served = serve(exchange -> {
            assertThat(requests.inFlight()).as("while a handler begins").isEqualTo(1);
            return answer.asMono();
        });
        assertThat(requests.inFlight()).as("before it is subscribed").isZero();

        served.subscribe();
        assertThat(requests.inFlight()).isEqualTo(1);

        answer.tryEmitEmpty();
        assertThat(requests.inFlight()).isZero();
    }

    @Test
    void aRequestThatFailsCountsNoLonger() {
        serve(exchange -> answer.asMono()).onErrorComplete().subscribe();
        assertThat(requests.inFlight()).isEqualTo(1);

        answer.tryEmitError(new IllegalStateException("No."));
        assertThat(requests.inFlight()).isZero();
    }

    @Test
    void aRequestThatIsCancelledCountsNoLonger() {
        Disposable served = serve(exchange -> answer.asMono()).subscribe();
        assertThat(requests.inFlight()).isEqualTo(1);

        served.dispose();
        assertThat(requests.inFlight()).isZero();
    }

    @Test
    void aChainThatThrowsLeavesNothingBehind() {
        serve(exchange -> {
                    throw new IllegalStateException("No.");
                })
                .onErrorComplete()
                .subscribe();

        assertThat(requests.inFlight()).isZero();
    }

    private Mono<Void> serve(WebFilterChain chain) {
        return filter.filter(MockServerWebExchange.from(MockServerHttpRequest.get("/")), chain);
    }
}
