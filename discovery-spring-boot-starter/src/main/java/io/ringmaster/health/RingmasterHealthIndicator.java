package io.ringmaster.health;

import io.ringmaster.client.CatalogMirror;
import io.ringmaster.client.CatalogWatch;
import io.ringmaster.client.Outage;
import io.ringmaster.client.RegistryServers;
import io.ringmaster.client.RegistrySession;
import io.ringmaster.model.Revision;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.boot.health.contributor.Health;
import org.springframework.cloud.client.discovery.health.DiscoveryHealthIndicator;

/**
 * What this application has with its registry. Never DOWN: an application that has its list works without a registry, and
 * taking every application out of rotation because one server is away would be the greater fault. Before the first list it
 * is UNKNOWN, also when it works with the list that an earlier process has saved.
 */
public final class RingmasterHealthIndicator implements DiscoveryHealthIndicator {

    private final RegistryServers servers;
    private final CatalogMirror mirror;
    private final CatalogWatch watch;
    private final Outage outage;
    private final RegistrySession session;

    public RingmasterHealthIndicator(
            RegistryServers servers, CatalogMirror mirror, CatalogWatch watch, Outage outage, RegistrySession session) {
        this.servers = servers;
        this.mirror = mirror;
        this.watch = watch;
        this.outage = outage;
        this.session = session;
    }

    @Override
    public String getName() {
        return "ringmaster";
    }

    @Override
    public Health health() {
        Health.Builder health = mirror.synced() ? Health.up() : Health.unknown();
        health.withDetail("server", servers.current().toString()).withDetail("connected", watch.connected());
        Revision revision = mirror.revision();
        if (revision != null) {
            health.withDetail("revision", revision.toString())
                    .withDetail("services", mirror.serviceNames().size());
        }
        Instant savedAt = mirror.savedAt();
        if (savedAt != null) {
            health.withDetail("listFromDisk", mirror.heldOver() + " instances that no registry has confirmed yet")
                    .withDetail("listSavedAt", savedAt.toString());
        }
        Outage.Trouble trouble = outage.current();
        if (trouble != null) {
            health.withDetail("problem", trouble.what())
                    .withDetail("problemSince", trouble.since().instant().toString());
        }
        List<Map<String, String>> registrations = session.standings().stream()
                .map(RingmasterHealthIndicator::detail)
                .toList();
        if (!registrations.isEmpty()) {
            health.withDetail("registrations", registrations);
        }
        return health.build();
    }

    private static Map<String, String> detail(RegistrySession.Standing standing) {
        Map<String, String> detail = new TreeMap<>();
        detail.put("instance", standing.registration().key().toString());
        detail.put("status", standing.status().name());
        detail.put("listed", Boolean.toString(standing.listed()));
        if (standing.problem() != null) {
            detail.put("problem", standing.problem());
        }
        return detail;
    }
}
