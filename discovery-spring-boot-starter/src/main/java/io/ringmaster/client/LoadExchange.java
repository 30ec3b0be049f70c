package io.ringmaster.client;

import io.ringmaster.model.BeatAnswer;
import io.ringmaster.model.ServiceCatalog;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a beat says and asks of loads. Neither a fault nor a wrong word of either side may cost the beat, and with it leases. */
final class LoadExchange {

    private static final Logger log = LoggerFactory.getLogger(LoadExchange.class);

    private static final int MAX_SERVICES = 100;

    private final CatalogMirror mirror;
    private final LoadSource own;
    private final FleetLoad fleet;

    LoadExchange(CatalogMirror mirror, LoadSource own, FleetLoad fleet) {
        this.mirror = mirror;
        this.own = own;
        this.fleet = fleet;
    }

    @Nullable
    Integer inFlight() {
        try {
            Integer inFlight = own.inFlight();
            return inFlight == null || inFlight < 0 ? null : inFlight;
        } catch (RuntimeException fault) {
            log.error("{} failed to tell the load of this process.", own, fault);
            return null;
        }
    }

    List<String> wanted() {
        try {
            return fleet.wanted().stream()
                    .map(mirror::service)
                    .filter(Objects::nonNull)
                    .map(ServiceCatalog::name)
                    .distinct()
                    .limit(MAX_SERVICES)
                    .toList();
        } catch (RuntimeException fault) {
            log.error("{} failed to name the services whose load it wants.", fleet, fault);
            return List.of();
        }
    }

    void received(BeatAnswer answer) {
        if (answer.load() == null) {
            return;
        }
        try {
            fleet.received(answer.load());
        } catch (RuntimeException fault) {
            log.error("{} failed to take in the load of other instances.", fleet, fault);
        }
    }
}
