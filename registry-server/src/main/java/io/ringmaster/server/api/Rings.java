package io.ringmaster.server.api;

import io.ringmaster.model.ServiceCatalog;
import io.ringmaster.routing.ServiceRing;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The rings of services that were asked for, built when the list of a service has changed. Any thread may ask. */
final class Rings {

    private final Map<String, ServiceRing> rings = new ConcurrentHashMap<>();

    ServiceRing of(ServiceCatalog service) {
        ServiceRing cached = rings.get(service.name());
        if (cached != null && cached.service() == service) {
            return cached;
        }
        ServiceRing ring = cached == null ? ServiceRing.of(service) : cached.next(service);
        rings.put(service.name(), ring);
        return ring;
    }
}
