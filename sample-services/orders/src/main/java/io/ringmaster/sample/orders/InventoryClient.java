package io.ringmaster.sample.orders;

import static java.util.Objects.requireNonNull;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.cloud.client.loadbalancer.LoadBalanced;
import org.springframework.http.HttpEntity;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;
import org.springframework.web.client.RestTemplate;
import org.springframework.web.server.ResponseStatusException;

/**
 * Calls inventory by its name. The header carries the routing key, as {@code ringmaster.client.routing} in application.yml
 * says; a call without it goes to any instance. What inventory refuses, and that it does not answer, is told as the status
 * that our own callers get.
 */
@Component
class InventoryClient {

    private static final Logger log = LoggerFactory.getLogger(InventoryClient.class);

    private static final String CUSTOMER = "X-Customer-Id";
    private static final String OFFER = "http://inventory/customers/{customer}/offers/{sku}";
    private static final String RESERVATIONS = "http://inventory/customers/{customer}/reservations";

    private final RestClient restClient;
    private final RestTemplate restTemplate;

    InventoryClient(@LoadBalanced RestClient.Builder restClient, @LoadBalanced RestTemplate restTemplate) {
        this.restClient = restClient.build();
        this.restTemplate = restTemplate;
    }

    Offer offerByRestClient(String customer, String sku) {
        return answered(
                sku,
                () -> restClient
                        .get()
                        .uri(OFFER, customer, sku)
                        .header(CUSTOMER, customer)
                        .retrieve()
                        .body(Offer.class));
    }

    Offer offerByRestTemplate(String customer, String sku) {
        HttpHeaders headers = new HttpHeaders();
        headers.set(CUSTOMER, customer);
        return answered(
                sku,
                () -> restTemplate
                        .exchange(OFFER, HttpMethod.GET, new HttpEntity<>(headers), Offer.class, customer, sku)
                        .getBody());
    }

    Offer offerFromAnyInstance(String customer, String sku) {
        return answered(
                sku, () -> restClient.get().uri(OFFER, customer, sku).retrieve().body(Offer.class));
    }

    /** A POST is never repeated on another instance: the first one may have heard it. */
    Reservation reserve(String customer, Order.Wish wish) {
        return answered(
                wish.sku(),
                () -> restClient
                        .post()
                        .uri(RESERVATIONS, customer)
                        .header(CUSTOMER, customer)
                        .body(wish)
                        .retrieve()
                        .body(Reservation.class));
    }

    private static <T> T answered(String sku, Supplier<@Nullable T> call) {
        try {
            return requireNonNull(call.get());
        } catch (HttpClientErrorException.NotFound notFound) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND, "There is no article '" + sku + "'.", notFound);
        } catch (HttpClientErrorException.Conflict tooFew) {
            throw new ResponseStatusException(HttpStatus.CONFLICT, "There are too few of '" + sku + "'.", tooFew);
        } catch (RestClientException | IllegalStateException | IllegalArgumentException failure) {
            // The latter two are what the load balancer throws when there is no instance to call.
            log.warn("Inventory does not answer: {}", failure.toString());
            throw new ResponseStatusException(HttpStatus.SERVICE_UNAVAILABLE, "Inventory does not answer.", failure);
        }
    }
}
