package io.ringmaster.registration;

import java.net.InetAddress;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.commons.util.InetUtils;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * Under which host this application is found, in this order: the one that is configured; the address that its web server is
 * bound to; {@code 127.0.0.1} when the registry is for this machine alone; the first address or name that is not loopback.
 *
 * <p>A registry is for this machine alone when it is called on loopback and without a token, for then it listens nowhere
 * else. Loopback is right there: it keeps working when a laptop changes its network, and the registry may probe it.
 */
final class AddressChoice {

    private final Environment environment;
    private final Supplier<InetUtils> inetUtils;
    private final BooleanSupplier registryOnThisMachineOnly;

    AddressChoice(Environment environment, Supplier<InetUtils> inetUtils, BooleanSupplier registryOnThisMachineOnly) {
        this.environment = environment;
        this.inetUtils = inetUtils;
        this.registryOnThisMachineOnly = registryOnThisMachineOnly;
    }

    String host(RingmasterInstanceProperties properties) {
        String configured = properties.host();
        if (StringUtils.hasText(configured)) {
            return configured;
        }
        String bound = boundAddress();
        if (bound != null) {
            return bound;
        }
        if (registryOnThisMachineOnly.getAsBoolean()) {
            return "127.0.0.1";
        }
        if (properties.preferIpAddress()) {
            InetAddress address = inetUtils.get().findFirstNonLoopbackAddress();
            return address != null
                    ? address.getHostAddress()
                    : inetUtils.get().findFirstNonLoopbackHostInfo().getIpAddress();
        }
        return inetUtils.get().findFirstNonLoopbackHostInfo().getHostname();
    }

    private @Nullable String boundAddress() {
        String address = environment.getProperty("server.address");
        boolean every = address == null || address.isBlank() || address.equals("0.0.0.0") || address.equals("::");
        return every ? null : address;
    }
}
