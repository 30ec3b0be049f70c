package io.ringmaster.server.eureka;

import io.ringmaster.model.Instance;
import io.ringmaster.model.InstanceKey;
import io.ringmaster.model.InstanceStatus;
import io.ringmaster.server.registry.Actor;
import io.ringmaster.server.registry.Claim;
import io.ringmaster.server.registry.Refusal;
import io.ringmaster.server.registry.RefusedException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a Eureka client asks to register.
 *
 * @param key which instance
 * @param said the instance as it was sent
 */
record EurekaClaim(InstanceKey key, JsonNode said) {

    private static final int USUAL_TERM_SECONDS = 90;
    private static final int LONGEST_TERM_SECONDS = 86_400;

    /**
     * @throws RefusedException if something is missing without which nobody could use the instance
     */
    static EurekaClaim of(String app, JsonNode said) {
        String claimed = required(said, "app");
        if (!claimed.equalsIgnoreCase(app)) {
            throw new RefusedException(
                    Refusal.INVALID_REQUEST,
                    "The 'app' of the instance is not the one of the path. Use the same twice.");
        }
        required(said, "hostName");
        required(said, "ipAddr");
        required(said.path("dataCenterInfo"), "name");
        String id = id(said);
        return new EurekaClaim(
                Refusal.INVALID_NAME.unlessLegal(() -> new InstanceKey(EurekaNames.service(app), id)), said);
    }

    /** Whether an instance was registered with newer words than these, so that these come late. */
    boolean isOlderThan(Instance listed) {
        Long ours = lastDirty(said);
        Long known = lastDirty(EurekaExtras.of(listed.registration()));
        return ours != null && known != null && ours < known;
    }

    /**
     * Whether a time is later than that of the words with which an instance was registered.
     *
     * @param lastDirty the time as it was sent, or null if it was not
     */
    static boolean isNewer(@Nullable String lastDirty, Instance listed) {
        Long said = Lenient.number(lastDirty);
        Long known = lastDirty(EurekaExtras.of(listed.registration()));
        return said != null && known != null && said > known;
    }

    /**
     * Returns the claim in our words.
     *
     * @param listed the instance as it is listed, or null
     * @param by who says so
     */
    Claim claim(@Nullable Instance listed, Actor by) {
        ObjectNode extras = EurekaExtras.of(said);
        boolean secure = extras.path("securePort").path("@enabled").asString("").equals("true");
        JsonNode port = extras.path(secure || !extras.has("port") ? "securePort" : "port")
                .path("$");
        if (port.isMissingNode()) {
            throw new RefusedException(
                    Refusal.INVALID_REQUEST, "The 'port' is missing. Name the one on which the instance listens.");
        }
        Map<String, String> metadata = new LinkedHashMap<>();
        EurekaExtras.words(said.path("metadata"))
                .properties()
                .forEach(word -> metadata.put(word.getKey(), word.getValue().asString()));
        metadata.put(EurekaExtras.ENTRY, extras.toString());
        return new Claim(
                key,
                secure ? "https" : null,
                required(said, "hostName"),
                port.asInt(),
                metadata.get("zone"),
                null,
                metadata,
                term(extras),
                null,
                null,
                // What it says of itself has a time, and the process has none: it stays the same one until it is gone.
                listed == null ? lastDirty(said) : null,
                status(),
                by);
    }

    private static @Nullable Long lastDirty(JsonNode instance) {
        return Lenient.number(Lenient.text(instance.path(EurekaExtras.LAST_DIRTY)));
    }

    /** The term that it asks for, and time for two heartbeats at least. */
    private int term(ObjectNode extras) {
        int asked = Lenient.number(
                said.path("leaseInfo").path("durationInSecs"), 1, LONGEST_TERM_SECONDS, USUAL_TERM_SECONDS);
        int renewal = extras.path("leaseInfo").path("renewalIntervalInSecs").asInt();
        return Math.min(LONGEST_TERM_SECONDS, Math.max(asked, 2 * renewal));
    }

    /** Clients say DOWN on their way down, while they still finish what they have: here that is to drain. */
    private InstanceStatus status() {
        String status = Lenient.text(said.path("status"));
        return switch (status == null ? "UP" : status.toUpperCase(Locale.ROOT)) {
            case "UP" -> InstanceStatus.UP;
            case "STARTING" -> InstanceStatus.STARTING;
            case "DOWN" -> InstanceStatus.DRAINING;
            default -> InstanceStatus.OUT_OF_SERVICE;
        };
    }

    private static String id(JsonNode said) {
        String id = Lenient.text(said.path("instanceId"));
        if (id == null) {
            id = Lenient.text(said.path("dataCenterInfo").path("metadata").path("instance-id"));
        }
        return id == null ? required(said, "hostName") : id;
    }

    private static String required(JsonNode said, String member) {
        String text = Lenient.text(said.path(member));
        if (text == null) {
            throw new RefusedException(
                    Refusal.INVALID_REQUEST,
                    "The instance has no '" + member + "', without which nobody could find it. Nothing was taken in.");
        }
        return text;
    }
}
