package io.ringmaster.server.security;

import java.net.InetAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.server.Ssl;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.boot.web.server.reactive.context.ReactiveWebServerInitializedEvent;
import org.springframework.context.ApplicationListener;

/** Says who may call, once somebody can. */
final class AccessReport implements ApplicationListener<ReactiveWebServerInitializedEvent> {

    private static final Logger log = LoggerFactory.getLogger(AccessReport.class);

    private final Credentials credentials;
    private final AccessProperties access;
    private final ServerProperties server;

    AccessReport(Credentials credentials, AccessProperties access, ServerProperties server) {
        this.credentials = credentials;
        this.access = access;
        this.server = server;
    }

    @Override
    public void onApplicationEvent(ReactiveWebServerInitializedEvent event) {
        if (event.getApplicationContext().getServerNamespace() != null) {
            return;
        }
        if (credentials.none()) {
            log.info("No token is set, so it listens on loopback only. Set ringmaster.server.token (16 characters or"
                    + " more), or ringmaster.server.identities, to open it to other hosts.");
            return;
        }
        InetAddress address = server.getAddress();
        log.info(
                "It listens on {}, and {} for {}.",
                address == null ? "all interfaces" : address,
                access.anonymousRead() ? "writing asks" : "reading and writing ask",
                credentials);
        if (!Ssl.isEnabled(server.getSsl()) && (address == null || !address.isLoopbackAddress())) {
            log.warn("It speaks plain text: whoever is on the way to it can read tokens and change what it says. Set"
                    + " server.ssl.bundle, unless something in front of it speaks TLS.");
        }
    }
}
