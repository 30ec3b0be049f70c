package io.ringmaster.server.liveness;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What can be set about probes.
 *
 * @param timeout Time after which a probe that got no answer proves nothing.
 * @param concurrency Number of probes that run at once at most.
 * @param allowedNetworks Networks in which an instance is probed although it registered from another address, in CIDR
 *     notation. Without any, an instance is probed only at the address that its registration came from.
 */
@ConfigurationProperties("ringmaster.server.probe")
record ProbeProperties(
        @DefaultValue("1s") Duration timeout,
        @DefaultValue("64") int concurrency,
        @DefaultValue List<String> allowedNetworks) {

    ProbeProperties {
        allowedNetworks = List.copyOf(allowedNetworks);
        if (timeout.toMillis() < 1 || timeout.toMinutes() > 1) {
            throw new IllegalArgumentException(
                    "ringmaster.server.probe.timeout is " + timeout + ". Use 1ms to 1m; 1s is usual.");
        }
        if (concurrency < 1) {
            throw new IllegalArgumentException(
                    "ringmaster.server.probe.concurrency is " + concurrency + ". Use 1 or more.");
        }
    }
}
