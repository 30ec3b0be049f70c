package io.ringmaster.sample.orders;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Answers what an order would cost. */
@RestController
class QuoteController {

    /** Which client asks inventory. A real application has one; here both are shown. */
    enum Via {
        /** RestClient, with the customer as routing key. */
        REST_CLIENT,
        /** RestTemplate, with the customer as routing key. */
        REST_TEMPLATE,
        /** RestClient without a routing key, to compare with. */
        NO_KEY
    }

    private final InventoryClient inventory;

    QuoteController(InventoryClient inventory) {
        this.inventory = inventory;
    }

    @GetMapping("/customers/{customer}/quotes/{sku}")
    Quote quote(
            @PathVariable String customer,
            @PathVariable String sku,
            @RequestParam(defaultValue = "1") int quantity,
            @RequestParam(defaultValue = "REST_CLIENT") Via via) {
        Offer offer = switch (via) {
            case REST_CLIENT -> inventory.offerByRestClient(customer, sku);
            case REST_TEMPLATE -> inventory.offerByRestTemplate(customer, sku);
            case NO_KEY -> inventory.offerFromAnyInstance(customer, sku);
        };
        return Quote.of(customer, sku, quantity, offer);
    }
}
