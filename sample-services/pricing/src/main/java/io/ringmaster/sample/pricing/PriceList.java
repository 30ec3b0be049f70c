package io.ringmaster.sample.pricing;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** The catalogue prices, and the discount that each customer has agreed. */
@Component
class PriceList {

    private static final Map<String, BigDecimal> CATALOGUE = Map.of(
            "hoop", new BigDecimal("24.00"),
            "juggling-club", new BigDecimal("18.50"),
            "tightrope", new BigDecimal("310.00"),
            "top-hat", new BigDecimal("45.90"),
            "whistle", new BigDecimal("6.20"));

    /** Returns the customer's price of an article, or nothing if there is no such article. */
    Optional<BigDecimal> priceOf(String sku, String customer) {
        return Optional.ofNullable(CATALOGUE.get(sku)).map(list -> discounted(list, customer));
    }

    /** Takes 0 to 14 per cent off, always the same for the same customer. */
    private static BigDecimal discounted(BigDecimal list, String customer) {
        int percent = Math.floorMod(customer.hashCode(), 15);
        return list.multiply(BigDecimal.valueOf(100 - percent, 2)).setScale(2, RoundingMode.HALF_UP);
    }
}
