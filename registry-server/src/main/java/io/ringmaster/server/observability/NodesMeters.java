package io.ringmaster.server.observability;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.ringmaster.server.registry.Nodes;
import io.ringmaster.time.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.util.function.ToDoubleFunction;

/** Measures how the nodes of the registry get on. */
final class NodesMeters implements MeterBinder {

    private static final double MILLIS_PER_SECOND = 1_000;

    private final Nodes nodes;
    private final Ticker ticker;

    NodesMeters(Nodes nodes, Ticker ticker) {
        this.nodes = nodes;
        this.ticker = ticker;
    }

    @Override
    public void bindTo(MeterRegistry meters) {
        Gauge.builder(
                        RegistryMeters.CLUSTER_NODES.meterName(),
                        nodes,
                        of -> of.view().others().size() + 1)
                .description(RegistryMeters.CLUSTER_NODES.description())
                .register(meters);
        Gauge.builder(RegistryMeters.CLUSTER_DISAGREEMENT.meterName(), nodes, this::disagreementSeconds)
                .description(RegistryMeters.CLUSTER_DISAGREEMENT.description())
                .baseUnit("seconds")
                .register(meters);
        count(RegistryMeters.CLUSTER_DROPPED, of -> of.view().dropped(), meters);
        count(RegistryMeters.CLUSTER_REFUSED, of -> of.view().refused(), meters);
        count(RegistryMeters.CLUSTER_REPAIRED, of -> of.view().repaired(), meters);
    }

    private void count(RegistryMeters meter, ToDoubleFunction<Nodes> value, MeterRegistry meters) {
        FunctionCounter.builder(meter.meterName(), nodes, value)
                .description(meter.description())
                .register(meters);
    }

    private double disagreementSeconds(Nodes of) {
        Instant since = of.view().disagreeingSince();
        return since == null
                ? 0
                : Duration.between(since, ticker.now().instant()).toMillis() / MILLIS_PER_SECOND;
    }
}
