package io.ringmaster.sample.eureka;

import java.math.BigDecimal;

/**
 * What one article costs one customer.
 *
 * @param sku the article
 * @param customer who asks
 * @param amount the price of one piece, in euros
 * @param servedBy the instance that answers
 */
public record Price(String sku, String customer, BigDecimal amount, String servedBy) {}
