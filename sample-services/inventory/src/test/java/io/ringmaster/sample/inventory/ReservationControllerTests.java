package io.ringmaster.sample.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.cloud.client.serviceregistry.Registration;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.server.ResponseStatusException;
import reactor.core.publisher.Mono;

class ReservationControllerTests {

    private HttpStatus answerOfPricing = HttpStatus.CREATED;

    private final WebClient.Builder pricing = WebClient.builder()
            .exchangeFunction(request -> Mono.just(ClientResponse.create(answerOfPricing)
                    .header("Content-Type", MediaType.APPLICATION_JSON_VALUE)
                    .body("{\"price\": {\"amount\": 45.90, \"servedBy\": \"pricing-1\"}}")
                    .build()));

    private final ReservationController controller = new ReservationController(
            new Warehouse(),
            new PricingClient(pricing),
            new Self(new StaticListableBeanFactory().getBeanProvider(Registration.class)));

    @Test
    void piecesAreSetAsideAtThePriceThatWasAgreed() {
        Reservation reservation = reserve("top-hat", 2);

        assertThat(reservation.price()).isEqualByComparingTo("45.90");
        assertThat(List.of(reservation.pricedBy(), reservation.servedBy()))
                .containsExactly("pricing-1", "unregistered");
    }

    @Test
    void moreThanThereAreCannotBeSetAside() {
        assertThatExceptionOfType(ResponseStatusException.class)
                .isThrownBy(() -> reserve("tightrope", 4))
                .satisfies(answer -> assertThat(answer.getStatusCode()).isEqualTo(HttpStatus.CONFLICT));
    }

    @Test
    void unknownArticleIsNotFound() {
        answerOfPricing = HttpStatus.NOT_FOUND;

        assertThatExceptionOfType(ResponseStatusException.class)
                .isThrownBy(() -> reserve("elephant", 1))
                .satisfies(answer -> assertThat(answer.getStatusCode()).isEqualTo(HttpStatus.NOT_FOUND));
    }

    private Reservation reserve(String sku, int quantity) {
        return controller
                .reserve("alice", new Reservation.Wish(sku, quantity))
                .blockOptional()
                .orElseThrow();
    }
}
