package io.ringmaster.sample.pricing;

import java.math.BigDecimal;

/**
 * What one article costs one customer.
 *
 * @param sku the article
 * @param customer who asks
 * @param amount the price of one piece, in euros
 */
public record Price(String sku, String customer, BigDecimal amount) {}
