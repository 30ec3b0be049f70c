package io.ringmaster.sample.inventory;

import java.math.BigDecimal;
import java.util.UUID;

/**
 * Pieces that are set aside for a customer.
 *
 * @param number names it
 * @param sku the article
 * @param customer whose they are
 * @param quantity how many pieces
 * @param price what one piece costs, as agreed with pricing, in euros
 * @param pricedBy the instance of pricing that agreed
 * @param servedBy the instance that answers
 */
public record Reservation(
        UUID number, String sku, String customer, int quantity, BigDecimal price, String pricedBy, String servedBy) {

    /**
     * What is to be set aside.
     *
     * @param sku the article
     * @param quantity how many pieces
     */
    record Wish(String sku, int quantity) {}
}
