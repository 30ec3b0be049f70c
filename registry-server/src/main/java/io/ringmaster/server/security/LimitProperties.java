package io.ringmaster.server.security;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Bounds on what one caller may ask for.
 *
 * @param requestsPerSecond Number of requests per second that one identity may send, or one address where nobody shows who he
 *     is; twice as many at once. 0 for no limit. Nothing is counted where the registry listens on loopback only.
 */
@ConfigurationProperties("ringmaster.server.limits")
record LimitProperties(@DefaultValue("2000") int requestsPerSecond) {

    LimitProperties {
        if (requestsPerSecond < 0 || requestsPerSecond > 1_000_000) {
            throw new IllegalArgumentException("ringmaster.server.limits.requests-per-second is " + requestsPerSecond
                    + ". Use 1 to 1000000, or 0 for no limit.");
        }
    }
}
