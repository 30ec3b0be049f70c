package io.ringmaster.sample.pricing;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import reactor.core.publisher.Mono;

/** Answers what an article costs a customer. */
@RestController
class PriceController {

    private final PriceList prices;

    PriceController(PriceList prices) {
        this.prices = prices;
    }

    @GetMapping("/customers/{customer}/prices/{sku}")
    Mono<Price> price(@PathVariable String customer, @PathVariable String sku) {
        return Mono.justOrEmpty(prices.priceOf(sku, customer))
                .switchIfEmpty(Mono.error(
                        () -> new ResponseStatusException(HttpStatus.NOT_FOUND, "There is no article '" + sku + "'.")));
    }
}
