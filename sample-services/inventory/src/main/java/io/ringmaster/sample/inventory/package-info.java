/**
 * Knows what is in stock and, through pricing, what it costs a customer. Each instance keeps the offers of <em>its</em>
 * customers in memory, which pays because their calls are routed to it by key. Start at
 * {@link io.ringmaster.sample.inventory.OfferController}.
 */
@NullMarked
package io.ringmaster.sample.inventory;

import org.jspecify.annotations.NullMarked;
