package io.ringmaster.sample.inventory;

import io.ringmaster.sample.inventory.ServedOffer.CacheUse;
import java.util.Objects;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.cloud.client.serviceregistry.Registration;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.function.client.WebClientException;
import org.springframework.web.reactive.function.client.WebClientResponseException;
import org.springframework.web.server.ResponseStatusException;
import reactor.core.publisher.Mono;

/** Answers what a customer can have, from memory where it can. */
@RestController
class OfferController {

    private final OfferCache cache;
    private final Warehouse warehouse;
    private final PricingClient pricing;
    private final ObjectProvider<Registration> registration;

    OfferController(
            OfferCache cache, Warehouse warehouse, PricingClient pricing, ObjectProvider<Registration> registration) {
        this.cache = cache;
        this.warehouse = warehouse;
        this.pricing = pricing;
        this.registration = registration;
    }

    @GetMapping("/customers/{customer}/offers/{sku}")
    Mono<ServedOffer> offer(@PathVariable String customer, @PathVariable String sku) {
        return cache.find(customer, sku)
                .map(offer -> Mono.just(served(offer, CacheUse.HIT)))
                .orElseGet(() -> pricing.priceOf(customer, sku)
                        .onErrorMap(WebClientException.class, failure -> answerTo(failure, sku))
                        .map(price -> new Offer(sku, customer, warehouse.inStock(sku), price))
                        .doOnNext(cache::keep)
                        .map(offer -> served(offer, CacheUse.MISS)));
    }

    @GetMapping("/cache")
    OfferCache.Report cache() {
        return cache.report();
    }

    private ServedOffer served(Offer offer, CacheUse use) {
        String self = registration.stream()
                .map(Registration::getInstanceId)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse("unregistered");
        return new ServedOffer(offer, self, use);
    }

    private static ResponseStatusException answerTo(WebClientException failure, String sku) {
        return failure instanceof WebClientResponseException answer && isNotFound(answer.getStatusCode())
                ? new ResponseStatusException(HttpStatus.NOT_FOUND, "There is no article '" + sku + "'.")
                : new ResponseStatusException(HttpStatus.SERVICE_UNAVAILABLE, "Pricing does not answer.", failure);
    }

    private static boolean isNotFound(HttpStatusCode status) {
        return status.isSameCodeAs(HttpStatus.NOT_FOUND);
    }
}
