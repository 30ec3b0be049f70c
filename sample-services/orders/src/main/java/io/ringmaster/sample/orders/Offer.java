package io.ringmaster.sample.orders;

import java.math.BigDecimal;

/**
 * What inventory answers.
 *
 * @param inStock how many pieces there are
 * @param price what one piece costs this customer, in euros
 * @param servedBy the instance of inventory that answered
 * @param cache {@code HIT} if it had the offer in memory, else {@code MISS}
 */
record Offer(int inStock, BigDecimal price, String servedBy, String cache) {}
