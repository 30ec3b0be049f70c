/**
 * Pricing as it may have been before anybody moved: with Spring Cloud's Eureka client and nothing of Ringmaster. It registers as one
 * more instance of pricing and is called like the others, and it calls inventory by its name. Start at
 * {@link io.ringmaster.sample.eureka.PriceController}.
 */
@NullMarked
package io.ringmaster.sample.eureka;

import org.jspecify.annotations.NullMarked;
