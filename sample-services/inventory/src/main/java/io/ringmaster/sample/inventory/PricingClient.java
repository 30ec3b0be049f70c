package io.ringmaster.sample.inventory;

import java.util.Map;
import org.springframework.cloud.client.loadbalancer.LoadBalanced;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClientException;
import org.springframework.web.reactive.function.client.WebClientResponseException;
import org.springframework.web.server.ResponseStatusException;
import reactor.core.publisher.Mono;

/** Calls pricing by its name. Any of its instances will do, so there is no key. */
@Component
class PricingClient {

    private final WebClient pricing;

    PricingClient(@LoadBalanced WebClient.Builder builder) {
        this.pricing = builder.baseUrl("http://pricing").build();
    }

    /** Asks for a price, which may be done again on another instance if the first one fails. */
    Mono<Price> priceOf(String customer, String sku) {
        return pricing.get()
                .uri("/customers/{customer}/prices/{sku}", customer, sku)
                .retrieve()
                .bodyToMono(Price.class)
                .onErrorMap(WebClientException.class, failure -> answerTo(failure, sku));
    }

    /** Has a price agreed on, which is never repeated: the first attempt may have been heard. */
    Mono<Price> agree(String customer, String sku) {
        return pricing.post()
                .uri("/customers/{customer}/agreements", customer)
                .bodyValue(Map.of("sku", sku))
                .retrieve()
                .bodyToMono(Agreement.class)
                .map(Agreement::price)
                .onErrorMap(WebClientException.class, failure -> answerTo(failure, sku));
    }

    private static ResponseStatusException answerTo(WebClientException failure, String sku) {
        return failure instanceof WebClientResponseException.NotFound
                ? new ResponseStatusException(HttpStatus.NOT_FOUND, "There is no article '" + sku + "'.")
                : new ResponseStatusException(HttpStatus.SERVICE_UNAVAILABLE, "Pricing does not answer.", failure);
    }

    private record Agreement(Price price) {}
}
