package io.ringmaster.sample.inventory;

import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import reactor.core.publisher.Mono;

/** Sets pieces aside for a customer, at a price that pricing agrees to. */
@RestController
class ReservationController {

    private final Warehouse warehouse;
    private final PricingClient pricing;
    private final Self self;

    ReservationController(Warehouse warehouse, PricingClient pricing, Self self) {
        this.warehouse = warehouse;
        this.pricing = pricing;
        this.self = self;
    }

    /** A sample keeps no books: nothing is taken off the shelf. */
    @PostMapping("/customers/{customer}/reservations")
    @ResponseStatus(HttpStatus.CREATED)
    Mono<Reservation> reserve(@PathVariable String customer, @RequestBody Reservation.Wish wish) {
        return pricing.agree(customer, wish.sku())
                .filter(price -> wish.quantity() <= warehouse.inStock(wish.sku()))
                .switchIfEmpty(Mono.error(() -> new ResponseStatusException(
                        HttpStatus.CONFLICT, "There are not " + wish.quantity() + " of '" + wish.sku() + "'.")))
                .map(price -> new Reservation(
                        UUID.randomUUID(),
                        wish.sku(),
                        customer,
                        wish.quantity(),
                        price.amount(),
                        price.servedBy(),
                        self.id()));
    }
}
