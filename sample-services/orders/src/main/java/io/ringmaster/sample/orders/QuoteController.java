package io.ringmaster.sample.orders;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.RestClientException;
import org.springframework.web.server.ResponseStatusException;

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
        try {
            Offer offer = switch (via) {
                case REST_CLIENT -> inventory.offerByRestClient(customer, sku);
                case REST_TEMPLATE -> inventory.offerByRestTemplate(customer, sku);
                case NO_KEY -> inventory.offerFromAnyInstance(customer, sku);
            };
            return Quote.of(customer, sku, quantity, answered(offer));
        } catch (HttpClientErrorException.NotFound notFound) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND, "There is no article '" + sku + "'.", notFound);
        } catch (RestClientException | IllegalStateException | IllegalArgumentException failure) {
            throw unavailable(failure);
        }
    }

    private static Offer answered(@Nullable Offer offer) {
        if (offer == null) {
            throw unavailable(null);
        }
        return offer;
    }

    private static ResponseStatusException unavailable(@Nullable Throwable cause) {
        return new ResponseStatusException(HttpStatus.SERVICE_UNAVAILABLE, "Inventory does not answer.", cause);
    }
}
