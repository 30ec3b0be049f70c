package io.ringmaster.server.api;

import io.ringmaster.model.Instance;
import io.ringmaster.model.InstanceStatus;
import io.ringmaster.model.ObservedHealth;
import io.ringmaster.model.OperatorOverride;
import io.ringmaster.model.ServiceCatalog;

/** Says in words why callers may or may not use an instance. */
final class Routability {

    private Routability() {}

    static String explain(ServiceCatalog service, Instance instance) {
        boolean anyUp = service.instances().stream().anyMatch(other -> other.status() == InstanceStatus.UP);
        return switch (instance.status()) {
            case UP -> "Callers may use it: it says that it is ready, and nothing speaks against it.";
            case SUSPECT ->
                anyUp
                        ? "Callers leave it out while others are up, because it is suspect: " + cause(instance) + "."
                        : "Callers may use it although it is suspect (" + cause(instance)
                                + "), because no instance of the service is up.";
            case STARTING -> "Callers leave it out until it says that it is ready.";
            case DRAINING ->
                "Callers leave it out: it finishes what it has and wants no new calls" + operator(instance) + ".";
            case OUT_OF_SERVICE -> "Callers leave it out: it was taken out of service" + operator(instance) + ".";
            case DOWN ->
                instance.observed() == ObservedHealth.FAILING
                        ? "Callers leave it out, because it was found unreachable: " + cause(instance) + "."
                        : "Callers leave it out, because it says itself that it is down.";
        };
    }

    private static String cause(Instance instance) {
        return instance.observedCause() == null ? "no cause is known" : instance.observedCause();
    }

    private static String operator(Instance instance) {
        OperatorOverride override = instance.override();
        if (override == null || override.status() == null) {
            return ", as it says itself";
        }
        return " by an operator" + (override.by() == null ? "" : " at " + override.by())
                + (override.reason() == null ? "" : " (" + override.reason() + ")");
    }
}
