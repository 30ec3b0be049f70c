package io.ringmaster.server.prometheus;

import io.ringmaster.model.Endpoint;
import io.ringmaster.model.Instance;
import io.ringmaster.model.Registration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One entry of the list that Prometheus reads. Labels that begin with {@code __meta_} are gone after its relabelling; {@code
 * __scheme__} and {@code __metrics_path__} come before what its configuration says.
 *
 * @param targets {@code host:port}
 * @param labels sorted by name
 */
record TargetGroup(List<String> targets, Map<String, String> labels) {

    /** Where the metrics are, as an absolute path, if an instance says so itself. */
    static final String METRICS_PATH = "metrics-path";

    /** What the starter tells of an application whose actuator is elsewhere than usual. */
    private static final String MANAGEMENT_PORT = "management.port";

    private static final String MANAGEMENT_PATH = "management.context-path";
    private static final String CONTEXT_PATH = "contextPath";

    private static final String META = "__meta_ringmaster_";

    static TargetGroup of(Instance instance) {
        Registration claim = instance.registration();
        Map<String, String> labels = new TreeMap<>();
        // Of two keys that differ only in what a label name cannot hold, the first counts.
        claim.metadata().forEach((key, value) -> labels.putIfAbsent(META + "metadata_" + labelName(key), value));
        put(labels, META + "service", claim.service());
        put(labels, META + "instance", claim.id());
        put(labels, META + "status", instance.status().name());
        put(labels, META + "zone", claim.zone());
        put(labels, "__scheme__", claim.scheme());
        put(labels, "__metrics_path__", metricsPath(claim.metadata()));
        return new TargetGroup(List.of(target(claim)), labels);
    }

    private static String target(Registration claim) {
        String managementPort = claim.metadata().get(MANAGEMENT_PORT);
        return managementPort == null || !managementPort.matches("[0-9]{1,5}")
                ? claim.endpoint().authority()
                : new Endpoint(null, claim.host(), Integer.parseInt(managementPort)).authority();
    }

    private static @Nullable String metricsPath(Map<String, String> metadata) {
        if (metadata.containsKey(METRICS_PATH)) {
            return metadata.get(METRICS_PATH);
        }
        // The actuator is below the context path of the application unless it has a port of its own.
        String context = metadata.containsKey(MANAGEMENT_PORT) ? null : metadata.get(CONTEXT_PATH);
        String management = metadata.get(MANAGEMENT_PATH);
        return context == null && management == null
                ? null
                : (context == null ? "" : context) + (management == null ? "/actuator" : management) + "/prometheus";
    }

    private static String labelName(String key) {
        return key.replaceAll("[^A-Za-z0-9_]", "_");
    }

    private static void put(Map<String, String> labels, String name, @Nullable String value) {
        if (value != null) {
            labels.put(name, value);
        }
    }
}
