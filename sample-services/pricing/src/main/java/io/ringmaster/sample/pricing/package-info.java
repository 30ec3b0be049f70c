/**
 * Knows what an article costs a customer. The smallest service that others find by name: it registers because the starter is
 * there. Start at {@link io.ringmaster.sample.pricing.PriceController}.
 */
@NullMarked
package io.ringmaster.sample.pricing;

import org.jspecify.annotations.NullMarked;
