package io.ringmaster.sample.orders;

import java.math.BigDecimal;
import java.util.UUID;

/**
 * An order that was placed.
 *
 * @param customer who ordered
 * @param sku the article
 * @param quantity how many pieces
 * @param total what they cost together, in euros
 * @param reservation the pieces that inventory has set aside for it
 * @param servedBy the instance of inventory that did so
 */
public record Order(String customer, String sku, int quantity, BigDecimal total, UUID reservation, String servedBy) {

    /**
     * What is to be ordered.
     *
     * @param sku the article
     * @param quantity how many pieces
     */
    record Wish(String sku, int quantity) {}
}
