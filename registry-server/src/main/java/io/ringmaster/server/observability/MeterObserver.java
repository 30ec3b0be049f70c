package io.ringmaster.server.observability;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.ringmaster.model.InstanceStatus;
import io.ringmaster.model.ServiceCatalog;
import io.ringmaster.server.registry.Registry;
import io.ringmaster.server.registry.RegistryEvent;
import io.ringmaster.server.registry.RegistryEvent.Kind;
import io.ringmaster.server.registry.RegistryObserver;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Counts what the registry tells. */
final class MeterObserver implements RegistryObserver {

    private final MeterRegistry meters;
    private final Timer journalWrite;
    private final Counter journalErrors;
    // Looked up once: nothing else is counted so often.

    /** A kind of event either lists an instance or removes it. */
    private final Map<Kind, Counter> changes = new ConcurrentHashMap<>();

    private final Map<Heartbeat, Counter> heartbeats = new ConcurrentHashMap<>();

    private final AtomicLong journalSize = new AtomicLong();
    private final AtomicLong bridgedIn = new AtomicLong();
    private final AtomicLong bridgedOut = new AtomicLong();
    private final AtomicLong bridgeSilenceMillis = new AtomicLong();

    MeterObserver(MeterRegistry meters, Registry registry) {
        this.meters = meters;
        for (InstanceStatus status : InstanceStatus.values()) {
            Gauge.builder(RegistryMeters.INSTANCES.meterName(), registry, of -> count(of, status))
                    .description(RegistryMeters.INSTANCES.description())
                    .tag("status", status.name())
                    .register(meters);
        }
        Gauge.builder(
                        RegistryMeters.SERVICES.meterName(),
                        registry,
                        of -> of.listing().serviceCount())
                .description(RegistryMeters.SERVICES.description())
                .register(meters);
        Gauge.builder(RegistryMeters.PROTECTED_SERVICES.meterName(), registry, Registry::protectedServices)
                .description(RegistryMeters.PROTECTED_SERVICES.description())
                .register(meters);
        Gauge.builder(RegistryMeters.WATCH_STREAMS.meterName(), registry, Registry::openStreams)
                .description(RegistryMeters.WATCH_STREAMS.description())
                .register(meters);
        Gauge.builder(RegistryMeters.JOURNAL_SIZE.meterName(), journalSize, AtomicLong::get)
                .description(RegistryMeters.JOURNAL_SIZE.description())
                .baseUnit(BaseUnits.BYTES)
                .register(meters);
        journalWrite = Timer.builder(RegistryMeters.JOURNAL_WRITE.meterName())
                .description(RegistryMeters.JOURNAL_WRITE.description())
                .register(meters);
        // An alert needs to see the zero before the first error.
        journalErrors = Counter.builder(RegistryMeters.JOURNAL_ERRORS.meterName())
                .description(RegistryMeters.JOURNAL_ERRORS.description())
                .register(meters);
        bridged("in", bridgedIn);
        bridged("out", bridgedOut);
        Gauge.builder(RegistryMeters.BRIDGE_SILENCE.meterName(), bridgeSilenceMillis, millis -> millis.get() / 1e3)
                .description(RegistryMeters.BRIDGE_SILENCE.description())
                .baseUnit("seconds")
                .register(meters);
    }

    private void bridged(String direction, AtomicLong instances) {
        Gauge.builder(RegistryMeters.BRIDGE_INSTANCES.meterName(), instances, AtomicLong::get)
                .description(RegistryMeters.BRIDGE_INSTANCES.description())
                .tag("direction", direction)
                .register(meters);
    }

    @Override
    public void happened(RegistryEvent event) {
        if (!event.kind().isChange()) {
            return;
        }
        changes.computeIfAbsent(event.kind(), kind -> {
                    String type = event.status() == null ? "remove" : "put";
                    return counter(RegistryMeters.CHANGES, "type", type, "reason", kind.toString());
                })
                .increment();
        if (event.kind() == Kind.EXPIRED || event.kind() == Kind.REFUSED) {
            increment(RegistryMeters.LEASES_EXPIRED);
        }
    }

    @Override
    public void heartbeat(Heartbeat outcome) {
        heartbeats
                .computeIfAbsent(outcome, told -> counter(RegistryMeters.HEARTBEATS, "outcome", told.toString()))
                .increment();
    }

    @Override
    public void probed(String outcome) {
        increment(RegistryMeters.PROBES, "outcome", outcome);
    }

    @Override
    public void refused(String code) {
        increment(RegistryMeters.REQUESTS_REFUSED, "code", code);
    }

    @Override
    public void journalWritten(Duration took, long size) {
        journalWrite.record(took);
        journalSize.set(size);
    }

    @Override
    public void journalFailed() {
        journalErrors.increment();
    }

    @Override
    public void bridged(int in, int out, Duration silent) {
        bridgedIn.set(in);
        bridgedOut.set(out);
        bridgeSilenceMillis.set(silent.toMillis());
    }

    private void increment(RegistryMeters meter, String... tags) {
        counter(meter, tags).increment();
    }

    private Counter counter(RegistryMeters meter, String... tags) {
        return Counter.builder(meter.meterName())
                .description(meter.description())
                .tags(tags)
                .register(meters);
    }

    private static double count(Registry registry, InstanceStatus status) {
        long count = 0;
        for (ServiceCatalog service : registry.listing().catalog().services()) {
            count += service.instances().stream()
                    .filter(instance -> instance.status() == status)
                    .count();
        }
        return count;
    }
}
