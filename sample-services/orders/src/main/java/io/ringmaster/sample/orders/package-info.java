/**
 * Quotes orders. It calls inventory by name and sends the customer along as routing key, so that a customer's calls reach the
 * instance that knows the customer. Start at {@link io.ringmaster.sample.orders.QuoteController}.
 */
@NullMarked
package io.ringmaster.sample.orders;

import org.jspecify.annotations.NullMarked;
