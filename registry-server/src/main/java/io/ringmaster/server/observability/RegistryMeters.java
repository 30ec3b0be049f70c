package io.ringmaster.server.observability;

/** Every meter of the registry. No tag ever holds the name of a service, an instance, a session or a key. */
enum RegistryMeters {
    /** Gauge by {@code status}. */
    INSTANCES("ringmaster.instances", "Instances listed"),
    /** Gauge. */
    SERVICES("ringmaster.services", "Services known, with or without instances"),
    /** Counter by {@code type} and {@code reason}. */
    CHANGES("ringmaster.changes", "Changes of the catalog"),
    /** Counter by {@code outcome}. */
    HEARTBEATS("ringmaster.heartbeats", "Renewals of leases asked for"),
    /** Counter. */
    LEASES_EXPIRED("ringmaster.leases.expired", "Leases that lapsed"),
    /** Gauge. */
    PROTECTED_SERVICES("ringmaster.services.protected", "Services whose silent instances are protected"),
    /** Gauge. */
    WATCH_STREAMS("ringmaster.watch.streams", "Streams open"),
    /** Counter by {@code outcome}. */
    PROBES("ringmaster.probes", "Doubts looked into"),
    /** Counter by {@code code}. */
    REQUESTS_REFUSED("ringmaster.requests.refused", "Requests answered by a problem"),
    /** Timer. */
    JOURNAL_WRITE("ringmaster.journal.write", "Time to write a batch to disk"),
    /** Gauge. */
    JOURNAL_SIZE("ringmaster.journal.size", "Bytes of the journal on disk"),
    /** Counter. */
    JOURNAL_ERRORS("ringmaster.journal.errors", "Attempts to write to disk that failed"),
    /** Gauge. */
    CLUSTER_NODES("ringmaster.cluster.nodes", "Nodes of the registry that are there, this one among them"),
    /** Gauge. */
    CLUSTER_DISAGREEMENT(
            "ringmaster.cluster.disagreement", "Time for which the nodes have not agreed, 0 while they do"),
    /** Counter. */
    CLUSTER_DROPPED("ringmaster.cluster.dropped", "Changes not sent to other nodes because too many were waiting"),
    /** Counter. */
    CLUSTER_REFUSED("ringmaster.cluster.refused", "Messages of other nodes that could not be understood"),
    /** Counter. */
    CLUSTER_REPAIRED("ringmaster.cluster.repaired", "Entries that arrived only because nodes compared what they hold"),
    /** Gauge by {@code direction}. */
    BRIDGE_INSTANCES(
            "ringmaster.bridge.instances", "Instances listed on one side of the bridge because they are on the other"),
    /** Gauge. */
    BRIDGE_SILENCE(
            "ringmaster.bridge.silence",
            "Time for which the registry beyond the bridge has not answered, 0 while it does");

    private final String meterName;
    private final String description;

    RegistryMeters(String meterName, String description) {
        this.meterName = meterName;
        this.description = description;
    }

    String meterName() {
        return meterName;
    }

    String description() {
        return description;
    }
}
