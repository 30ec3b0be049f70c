package io.ringmaster.sample.eureka;

import org.jspecify.annotations.Nullable;
import org.springframework.cloud.client.loadbalancer.LoadBalanced;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;

/** Answers how many pieces there are, which inventory knows: an application with the starter, called by its name. */
@RestController
class StockController {

    private final RestClient inventory;

    StockController(@LoadBalanced RestClient.Builder builder) {
        this.inventory = builder.baseUrl("http://inventory").build();
    }

    /**
     * What inventory answers.
     *
     * @param sku the article
     * @param inStock how many pieces there are
     * @param servedBy the instance of inventory that answered
     */
    private record Stock(String sku, int inStock, String servedBy) {}

    @GetMapping("/customers/{customer}/stock/{sku}")
    @Nullable
    Stock stock(@PathVariable String customer, @PathVariable String sku) {
        return inventory
                .get()
                .uri("/customers/{customer}/offers/{sku}", customer, sku)
                .header("X-Customer-Id", customer)
                .retrieve()
                .body(Stock.class);
    }
}
