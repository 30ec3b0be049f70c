package io.ringmaster.sample.pricing;

import java.math.BigDecimal;
import java.util.Objects;
import java.util.UUID;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.cloud.client.serviceregistry.Registration;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** Answers what an article costs a customer, and agrees to a price. */
@RestController
class PriceController {

    private final PriceList prices;
    private final ObjectProvider<Registration> registration;

    PriceController(PriceList prices, ObjectProvider<Registration> registration) {
        this.prices = prices;
        this.registration = registration;
    }

    @GetMapping("/customers/{customer}/prices/{sku}")
    Price price(@PathVariable String customer, @PathVariable String sku) {
        return prices.priceOf(sku, customer)
                .map(amount -> price(sku, customer, amount))
                .orElseThrow(
                        () -> new ResponseStatusException(HttpStatus.NOT_FOUND, "There is no article '" + sku + "'."));
    }

    /** A sample keeps no books: the agreement is made and forgotten. */
    @PostMapping("/customers/{customer}/agreements")
    @ResponseStatus(HttpStatus.CREATED)
    Agreement agree(@PathVariable String customer, @RequestBody Agreement.Wish wish) {
        return new Agreement(UUID.randomUUID(), price(customer, wish.sku()));
    }

    private Price price(String sku, String customer, BigDecimal amount) {
        String self = registration.stream()
                .map(Registration::getInstanceId)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse("unregistered");
        return new Price(sku, customer, amount, self);
    }
}
