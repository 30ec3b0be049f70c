package io.ringmaster.loadbalancer;

import java.time.Duration;

/**
 * When this caller leaves an instance out for a while because its calls fail: they could not connect, or were answered by a
 * status of 500 or more.
 *
 * @param enabled whether it does so at all
 * @param consecutiveFailures so many failures in a row are enough
 * @param failureRatio a part of all calls within ten seconds that is enough, from 0 to 1, once there are twenty calls
 * @param duration how long the first time; doubled each time until the instance has behaved for a while
 * @param maxShare the greatest part of all instances of a service that is left out at one time, from 0 to 1
 */
public record EjectionRules(
        boolean enabled, int consecutiveFailures, double failureRatio, Duration duration, double maxShare) {

    /** The rules unless told otherwise. */
    public static final EjectionRules DEFAULT = new EjectionRules(true, 5, 0.5, Duration.ofSeconds(10), 0.5);

    /**
     * @throws IllegalArgumentException if a value cannot be used; the message says what can
     */
    public EjectionRules {
        if (consecutiveFailures < 1) {
            throw new IllegalArgumentException("ringmaster.client.routing.ejection.consecutive-failures is "
                    + consecutiveFailures + ". Use 1 or more.");
        }
        requireShare("failure-ratio", failureRatio);
        requireShare("max-share", maxShare);
        if (duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException(
                    "ringmaster.client.routing.ejection.duration is not positive. Use one such as 10s.");
        }
    }

    private static void requireShare(String name, double value) {
        if (!(value > 0 && value <= 1)) {
            throw new IllegalArgumentException("ringmaster.client.routing.ejection." + name + " is " + value
                    + ". Use more than 0 and up to 1, such as 0.5.");
        }
    }
}
