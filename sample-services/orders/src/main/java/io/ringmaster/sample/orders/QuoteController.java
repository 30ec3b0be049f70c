package io.ringmaster.sample.orders;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
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

    private static final Logger log = LoggerFactory.getLogger(QuoteController.class);

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
            return Quote.of(customer, sku, quantity, offer);
        } catch (HttpClientErrorException.NotFound notFound) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND, "There is no article '" + sku + "'.", notFound);
        } catch (RestClientException | IllegalStateException | IllegalArgumentException failure) {
            // The latter two are what the load balancer throws when there is no instance to call.
            log.warn("Inventory does not answer: {}", failure.toString());
            throw new ResponseStatusException(HttpStatus.SERVICE_UNAVAILABLE, "Inventory does not answer.", failure);
        }
    }
}
