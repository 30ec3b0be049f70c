package io.ringmaster.sample.inventory;

import io.ringmaster.sample.inventory.ServedOffer.CacheUse;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Answers what a customer can have, from memory where it can. */
@RestController
class OfferController {

    private final OfferCache cache;
    private final Warehouse warehouse;
    private final PricingClient pricing;
    private final Self self;

    OfferController(OfferCache cache, Warehouse warehouse, PricingClient pricing, Self self) {
        this.cache = cache;
        this.warehouse = warehouse;
        this.pricing = pricing;
        this.self = self;
    }

    @GetMapping("/customers/{customer}/offers/{sku}")
    Mono<ServedOffer> offer(@PathVariable String customer, @PathVariable String sku) {
        return cache.find(customer, sku)
                .map(offer -> Mono.just(new ServedOffer(offer, self.id(), CacheUse.HIT)))
                .orElseGet(() -> pricing.priceOf(customer, sku)
                        .map(price ->
                                new Offer(sku, customer, warehouse.inStock(sku), price.amount(), price.servedBy()))
                        .doOnNext(cache::keep)
                        .map(offer -> new ServedOffer(offer, self.id(), CacheUse.MISS)));
    }

    @GetMapping("/cache")
    OfferCache.Report cache() {
        return cache.report();
    }
}
