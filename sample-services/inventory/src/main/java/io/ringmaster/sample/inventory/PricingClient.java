package io.ringmaster.sample.inventory;

import java.math.BigDecimal;
import org.springframework.cloud.client.loadbalancer.LoadBalanced;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;

/** Calls pricing by its name. Any of its instances will do, so there is no key. */
@Component
class PricingClient {

    private final WebClient pricing;

    PricingClient(@LoadBalanced WebClient.Builder builder) {
        this.pricing = builder.baseUrl("http://pricing").build();
    }

    Mono<BigDecimal> priceOf(String customer, String sku) {
        return pricing.get()
                .uri("/customers/{customer}/prices/{sku}", customer, sku)
                .retrieve()
                .bodyToMono(Price.class)
                .map(Price::amount);
    }

    private record Price(BigDecimal amount) {}
}
