package io.ringmaster.server.eureka;

import io.ringmaster.model.Catalog;
import io.ringmaster.model.Instance;
import io.ringmaster.model.InstanceStatus;
import io.ringmaster.model.OperatorOverride;
import io.ringmaster.model.Registration;
import io.ringmaster.model.ServiceCatalog;
import io.ringmaster.server.eureka.Told.Action;
import io.ringmaster.server.registry.Listing;
import io.ringmaster.server.registry.Registry;
import io.ringmaster.time.Moment;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is listed, in the members of Eureka. One tree serves both forms, see {@link EurekaFormat}.
 *
 * <p>Spring Cloud's client drops everything it was sent when it meets a member it does not know, and others compare types or do
 * without members that are not there. So the members, their types and their order are a contract: none is added.
 */
final class EurekaDocuments {

    private static final String NO_VERSION = "-1";
    private static final int USUAL_TERM_SECONDS = 90;

    /** The members that are told as they were kept, in the order of the wire. */
    private static final List<String> PLACES = List.of("port", "securePort", "countryId", "dataCenterInfo");

    private static final List<String> REST = List.of(
            "homePageUrl",
            "statusPageUrl",
            "healthCheckUrl",
            "secureHealthCheckUrl",
            "vipAddress",
            "secureVipAddress",
            "sid",
            "appGroupName",
            "asgName");

    private final Registry registry;
    private final long origin;

    /**
     * @param start now; makes the versions of this life of the registry differ from those of others, because some clients skip
     *     what has the version they know
     */
    EurekaDocuments(Registry registry, Moment start) {
        this.registry = registry;
        this.origin = start.instant().toEpochMilli();
    }

    /** Returns everything listed, or what changed of it, with the hash of everything. */
    ObjectNode applications(Listing listing, List<Told> told) {
        return applications(
                Long.toString(origin + listing.revision().number()), hash(everything(listing.catalog())), told);
    }

    /** Returns a part of what is listed, with the hash of that part. */
    ObjectNode part(List<Instance> instances) {
        return applications(NO_VERSION, hash(instances), listed(instances));
    }

    /** Returns the application with that name, or null if none of these instances is of it. */
    @Nullable
    ObjectNode application(String name, List<Instance> instances) {
        JsonNode application = grouped(listed(instances)).get(name.toUpperCase(Locale.ROOT));
        return application == null
                ? null
                : JsonNodeFactory.instance.objectNode().set("application", application);
    }

    /** Returns one instance. */
    ObjectNode instance(Instance instance) {
        return JsonNodeFactory.instance
                .objectNode()
                .set("instance", members(listed(List.of(instance)).get(0)));
    }

    /** Returns all instances of a catalog. */
    static List<Instance> everything(Catalog catalog) {
        List<Instance> everything = new ArrayList<>();
        for (ServiceCatalog service : catalog.services()) {
            everything.addAll(service.instances());
        }
        return everything;
    }

    /** Returns instances that are told because they are there. */
    static List<Told> listed(List<Instance> instances) {
        return instances.stream()
                .map(instance -> new Told(instance, Action.ADDED, instance.statusSince()))
                .toList();
    }

    /** Counts the instances by status: what a client computes from all it holds, to find out whether it missed something. */
    static String hash(List<Instance> instances) {
        Map<String, Integer> counts = new TreeMap<>();
        instances.forEach(instance -> counts.merge(visible(instance.status()), 1, Integer::sum));
        StringBuilder hash = new StringBuilder();
        counts.forEach(
                (status, count) -> hash.append(status).append('_').append(count).append('_'));
        return hash.toString();
    }

    private ObjectNode applications(String version, String hash, List<Told> told) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        ArrayNode applications = document.putObject("applications")
                .put("versions__delta", version)
                .put("apps__hashcode", hash)
                .putArray("application");
        grouped(told).values().forEach(applications::add);
        return document;
    }

    private Map<String, ObjectNode> grouped(List<Told> told) {
        Map<String, ObjectNode> byName = new TreeMap<>();
        for (Told each : told) {
            ObjectNode members = members(each);
            byName.computeIfAbsent(members.path("app").asString(), EurekaDocuments::application)
                    .withArray("instance")
                    .add(members);
        }
        return byName;
    }

    private static ObjectNode application(String name) {
        ObjectNode application = JsonNodeFactory.instance.objectNode().put("name", name);
        application.putArray("instance");
        return application;
    }

    private ObjectNode members(Told told) {
        Instance instance = told.instance();
        Registration claim = instance.registration();
        ObjectNode extras = EurekaExtras.of(claim);
        OperatorOverride override = instance.override();
        String since = Long.toString(instance.statusSince().toEpochMilli());

        ObjectNode members = JsonNodeFactory.instance.objectNode();
        members.put("instanceId", claim.id());
        members.put("hostName", claim.host());
        members.set("app", extras.path("app"));
        members.set("ipAddr", extras.path("ipAddr"));
        members.put("status", visible(instance.status()));
        members.put("overriddenStatus", override == null || override.status() == null ? "UNKNOWN" : "OUT_OF_SERVICE");
        copy(PLACES, extras, members);
        members.set("leaseInfo", lease(told, extras));
        members.set("metadata", metadata(claim));
        copy(REST, extras, members);
        members.put("isCoordinatingDiscoveryServer", "false");
        members.put("lastUpdatedTimestamp", since);
        members.put(
                EurekaExtras.LAST_DIRTY, extras.path(EurekaExtras.LAST_DIRTY).asString(since));
        members.put("actionType", told.action().name());
        return members;
    }

    private ObjectNode lease(Told told, ObjectNode extras) {
        Instance instance = told.instance();
        boolean gone = told.action() == Action.DELETED;
        int term = instance.registration().ttlSeconds();
        Instant heartbeat = gone ? null : registry.lastHeartbeat(instance.key());
        return JsonNodeFactory.instance
                .objectNode()
                .put(
                        "renewalIntervalInSecs",
                        extras.path("leaseInfo").path("renewalIntervalInSecs").asInt())
                .put("durationInSecs", term == 0 ? USUAL_TERM_SECONDS : term)
                .put("registrationTimestamp", instance.registeredAt().toEpochMilli())
                .put("lastRenewalTimestamp", (heartbeat == null ? instance.registeredAt() : heartbeat).toEpochMilli())
                .put("evictionTimestamp", gone ? told.at().toEpochMilli() : 0)
                .put(
                        "serviceUpTimestamp",
                        instance.status() == InstanceStatus.UP
                                ? instance.statusSince().toEpochMilli()
                                : 0);
    }

    private static ObjectNode metadata(Registration claim) {
        ObjectNode metadata = JsonNodeFactory.instance.objectNode();
        claim.metadata().forEach((key, value) -> {
            if (!key.equals(EurekaExtras.ENTRY) && !key.equals("@class")) {
                metadata.put(key, value);
            }
        });
        if (claim.zone() != null) {
            metadata.put("zone", claim.zone());
        }
        return metadata;
    }

    /** A suspicion takes nobody out there, since such a client cannot fall back to those it was not told of. */
    private static String visible(InstanceStatus status) {
        return switch (status) {
            case UP, SUSPECT -> "UP";
            case STARTING -> "STARTING";
            case DRAINING, OUT_OF_SERVICE -> "OUT_OF_SERVICE";
            case DOWN -> "DOWN";
        };
    }

    private static void copy(List<String> names, ObjectNode from, ObjectNode to) {
        for (String name : names) {
            if (from.has(name)) {
                to.set(name, from.path(name));
            }
        }
    }
}
