package io.ringmaster.sample.eureka;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.UUID;
import org.springframework.cloud.netflix.eureka.EurekaInstanceConfigBean;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** Answers what an article costs a customer, and agrees to a price, just as the pricing that has moved does. */
@RestController
class PriceController {

    private static final Map<String, BigDecimal> CATALOGUE = Map.of(
            "hoop", new BigDecimal("24.00"),
            "juggling-club", new BigDecimal("18.50"),
            "tightrope", new BigDecimal("310.00"),
            "top-hat", new BigDecimal("45.90"),
            "whistle", new BigDecimal("6.20"));

    private final EurekaInstanceConfigBean self;

    PriceController(EurekaInstanceConfigBean self) {
        this.self = self;
    }

    private record Wish(String sku) {}

    private record Agreement(UUID number, Price price) {}

    @GetMapping("/customers/{customer}/prices/{sku}")
    Price price(@PathVariable String customer, @PathVariable String sku) {
        BigDecimal list = CATALOGUE.get(sku);
        if (list == null) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND, "There is no article '" + sku + "'.");
        }
        int percent = 100 - Math.floorMod(customer.hashCode(), 15);
        BigDecimal amount = list.multiply(BigDecimal.valueOf(percent, 2)).setScale(2, RoundingMode.HALF_UP);
        return new Price(sku, customer, amount, self.getInstanceId());
    }

    @PostMapping("/customers/{customer}/agreements")
    @ResponseStatus(HttpStatus.CREATED)
    Agreement agree(@PathVariable String customer, @RequestBody Wish wish) {
        return new Agreement(UUID.randomUUID(), price(customer, wish.sku()));
    }
}
