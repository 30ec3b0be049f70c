package io.ringmaster.server.security;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.server.reactive.ConfigurableReactiveWebServerFactory;
import org.springframework.core.Ordered;

/** Keeps a registry that has no token away from the network. */
final class LoopbackUnlessToken implements WebServerFactoryCustomizer<ConfigurableReactiveWebServerFactory>, Ordered {

    private final boolean hasToken;
    private final @Nullable InetAddress configured;

    LoopbackUnlessToken(boolean hasToken, @Nullable InetAddress configured) {
        this.hasToken = hasToken;
        this.configured = configured;
    }

    @Override
    public void customize(ConfigurableReactiveWebServerFactory factory) {
        if (hasToken) {
            return;
        }
        if (configured == null) {
            factory.setAddress(InetAddress.getLoopbackAddress());
        } else if (!configured.isLoopbackAddress()) {
            throw new UnsafeSettingException(
                    "The registry shall listen on " + configured.getHostAddress()
                            + " (server.address), but has no token: everybody who reaches that address could change"
                            + " where calls go.",
                    "Set ringmaster.server.token, on the server and as ringmaster.client.token in its clients, or leave"
                            + " out server.address to listen on loopback only.");
        }
    }

    /** After Boot's own, which sets the configured address. */
    @Override
    public int getOrder() {
        return LOWEST_PRECEDENCE;
    }
}
