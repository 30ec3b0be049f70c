package io.ringmaster.sample.inventory;

import java.math.BigDecimal;

/**
 * What one customer can have of one article.
 *
 * @param sku the article
 * @param customer who asks
 * @param inStock how many pieces there are
 * @param price what one piece costs this customer, in euros
 * @param pricedBy the instance of pricing that said so
 */
public record Offer(String sku, String customer, int inStock, BigDecimal price, String pricedBy) {}
