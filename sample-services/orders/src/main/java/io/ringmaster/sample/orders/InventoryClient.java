package io.ringmaster.sample.orders;

import static java.util.Objects.requireNonNull;

import org.springframework.cloud.client.loadbalancer.LoadBalanced;
import org.springframework.http.HttpEntity;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;

/**
 * Calls inventory by its name. The header carries the routing key, as {@code ringmaster.client.routing} in application.yml
 * says; a call without it goes to any instance.
 */
@Component
class InventoryClient {

    private static final String CUSTOMER = "X-Customer-Id";
    private static final String OFFER = "http://inventory/customers/{customer}/offers/{sku}";

    private final RestClient restClient;
    private final RestTemplate restTemplate;

    InventoryClient(@LoadBalanced RestClient.Builder restClient, @LoadBalanced RestTemplate restTemplate) {
        this.restClient = restClient.build();
        this.restTemplate = restTemplate;
    }

    Offer offerByRestClient(String customer, String sku) {
        return requireNonNull(restClient
                .get()
                .uri(OFFER, customer, sku)
                .header(CUSTOMER, customer)
                .retrieve()
                .body(Offer.class));
    }

    Offer offerByRestTemplate(String customer, String sku) {
        HttpHeaders headers = new HttpHeaders();
        headers.set(CUSTOMER, customer);
        return requireNonNull(restTemplate
                .exchange(OFFER, HttpMethod.GET, new HttpEntity<>(headers), Offer.class, customer, sku)
                .getBody());
    }

    Offer offerFromAnyInstance(String customer, String sku) {
        return requireNonNull(
                restClient.get().uri(OFFER, customer, sku).retrieve().body(Offer.class));
    }
}
