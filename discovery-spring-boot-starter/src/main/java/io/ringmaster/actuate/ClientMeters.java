package io.ringmaster.actuate;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.ringmaster.client.CatalogMirror;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * The meters of the client. None has a tag of an instance, so their number does not grow with the fleet.
 */
public final class ClientMeters implements MeterBinder {

    /** Every meter, in one place. */
    private enum Meter {
        CHOICES("ringmaster.client.choices", "Calls by how their instance was chosen"),
        SYNCED("ringmaster.client.mirror.synced", "1 once a complete list has been received, else 0"),
        SERVICES("ringmaster.client.mirror.services", "Services that are known"),
        HELD_OVER(
                "ringmaster.client.mirror.held.over",
                "Instances kept from before because the registry may merely not know them yet");

        private final String id;
        private final String description;

        Meter(String id, String description) {
            this.id = id;
            this.description = description;
        }
    }

    private final CatalogMirror mirror;
    private final Map<String, LongSupplier> choices;

    /**
     * @param mirror what this application knows
     * @param choices how many calls there were, by outcome; empty where nothing is load-balanced
     */
    public ClientMeters(CatalogMirror mirror, Map<String, LongSupplier> choices) {
        this.mirror = mirror;
        this.choices = Map.copyOf(choices);
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        choices.forEach((outcome, count) -> FunctionCounter.builder(
                        Meter.CHOICES.id, count, supplier -> (double) supplier.getAsLong())
                .description(Meter.CHOICES.description)
                .tag("outcome", outcome)
                .register(registry));
        Gauge.builder(Meter.SYNCED.id, mirror, m -> m.synced() ? 1 : 0)
                .description(Meter.SYNCED.description)
                .register(registry);
        Gauge.builder(Meter.SERVICES.id, mirror, m -> m.serviceNames().size())
                .description(Meter.SERVICES.description)
                .register(registry);
        Gauge.builder(Meter.HELD_OVER.id, mirror, CatalogMirror::heldOver)
                .description(Meter.HELD_OVER.description)
                .register(registry);
    }
}
