package io.ringmaster.certificates;

import io.ringmaster.client.CatalogMirror;
import io.ringmaster.model.Instance;
import io.ringmaster.model.Registration;
import io.ringmaster.model.ServiceCatalog;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Which service the registry lists at an address: what whoever answers there has to prove to be. It looks through the whole list, which
 * is little beside a handshake.
 */
final class ListedServices {

    private final CatalogMirror mirror;

    ListedServices(CatalogMirror mirror) {
        this.mirror = mirror;
    }

    /**
     * Returns the name, or null if the registry lists nobody there. Of several it is the one that was there first, so that nobody can pass
     * for another by being listed at the same address.
     */
    @Nullable
    String at(String host, int port) {
        String wanted = plain(host);
        Instance first = null;
        for (String name : mirror.serviceNames()) {
            ServiceCatalog service = mirror.service(name);
            if (service == null) {
                continue;
            }
            for (Instance instance : service.instances()) {
                Registration claim = instance.registration();
                if (claim.port() == port
                        && plain(claim.host()).equals(wanted)
                        && (first == null || instance.registeredAt().isBefore(first.registeredAt()))) {
                    first = instance;
                }
            }
        }
        return first == null ? null : first.registration().service();
    }

    /** An address of IPv6 may be written in several ways. */
    private static String plain(String host) {
        String bare = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        if (bare.indexOf(':') < 0) {
            return bare.toLowerCase(Locale.ROOT);
        }
        try {
            // Asks no DNS, because no name has a colon.
            return InetAddress.getByName(bare).getHostAddress();
        } catch (UnknownHostException noAddress) {
            return bare;
        }
    }
}
