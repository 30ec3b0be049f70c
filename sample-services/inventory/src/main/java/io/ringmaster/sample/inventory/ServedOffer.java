package io.ringmaster.sample.inventory;

import com.fasterxml.jackson.annotation.JsonUnwrapped;

/**
 * An offer, and how it came about.
 *
 * @param offer the offer
 * @param servedBy the instance that answers
 * @param cache whether it had the offer in memory
 */
public record ServedOffer(@JsonUnwrapped Offer offer, String servedBy, CacheUse cache) {

    /** Whether the offer was in memory. */
    public enum CacheUse {
        /** It was. */
        HIT,
        /** It was not: pricing was asked. */
        MISS
    }
}
