package io.ringmaster.ring;

/**
 * One member of a ring.
 *
 * @param identity what its places on the ring derive from; unique within the ring
 * @param weight its share of the keys relative to others, finite and not negative. 0 owns nothing and comes last in every
 *     order; what lies outside 1e-9 to 1e9 counts as the nearer end
 */
public record Member(String identity, double weight) {

    /**
     * @throws IllegalArgumentException if the identity is empty or the weight negative or not finite
     */
    public Member {
        if (identity.isEmpty()) {
            throw new IllegalArgumentException("A ring member needs an identity.");
        }
        if (!(weight >= 0 && weight < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "The weight of " + identity + " is " + weight + "; it must be 0 or more.");
        }
    }
}
