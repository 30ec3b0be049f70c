package io.ringmaster.server.security;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.server.reactive.ConfigurableReactiveWebServerFactory;
import org.springframework.core.Ordered;

/** Keeps a registry to which nobody has to show anything away from the network. */
final class LoopbackUnlessCredentials
        implements WebServerFactoryCustomizer<ConfigurableReactiveWebServerFactory>, Ordered {

    private final Credentials credentials;
    private final @Nullable InetAddress configured;

    LoopbackUnlessCredentials(Credentials credentials, @Nullable InetAddress configured) {
        this.credentials = credentials;
        this.configured = configured;
    }

    @Override
    public void customize(ConfigurableReactiveWebServerFactory factory) {
        if (!credentials.none()) {
            return;
        }
        if (configured == null) {
            factory.setAddress(InetAddress.getLoopbackAddress());
        } else if (!configured.isLoopbackAddress()) {
            throw new UnsafeSettingException(
                    "The registry shall listen on " + configured.getHostAddress()
                            + " (server.address), but has no token: everybody who reaches that address could change"
                            + " where calls go.",
                    "Set ringmaster.server.token, on the server and as ringmaster.client.token in its clients, or"
                            + " ringmaster.server.identities for a token of its own for each, or leave out server.address"
                            + " to listen on loopback only.");
        }
    }

    /** After Boot's own, which sets the configured address. */
    @Override
    public int getOrder() {
        return LOWEST_PRECEDENCE;
    }
}
