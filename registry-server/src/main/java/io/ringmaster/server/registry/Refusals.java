package io.ringmaster.server.registry;

import io.ringmaster.model.Instance;
import io.ringmaster.model.InstanceKey;
import io.ringmaster.model.OperatorOverride;
import io.ringmaster.model.SessionBeat;
import io.ringmaster.time.Moment;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the registry says when it refuses a command: what is wrong, who is concerned, and what to do. */
final class Refusals {

    private static final int MAX_TEXT = 128;
    private static final int MAX_LOAD_OF = 100;

    private Refusals() {}

    static RefusedException unknownInstance(InstanceKey key) {
        return new RefusedException(
                Refusal.UNKNOWN_INSTANCE,
                "'" + key.service() + "' has no instance '" + key.id() + "' here. Register it: PUT /v1/services/"
                        + key.service() + "/instances/" + key.id());
    }

    static RefusedException staleIncarnation(Instance listed) {
        return new RefusedException(
                Refusal.STALE_INCARNATION,
                "The id '" + listed.id() + "' of '" + listed.registration().service()
                        + "' belongs to a newer process, which listens at "
                        + listed.registration().endpoint().authority() + " (incarnation "
                        + listed.registration().incarnation()
                        + "). Stop the older one, give it an id of its own, or register with a higher incarnation.");
    }

    static RefusedException instanceIdTaken(Instance listed) {
        return new RefusedException(
                Refusal.INSTANCE_ID_TAKEN,
                "The id '" + listed.id() + "' of '" + listed.registration().service()
                        + "' is held by another process, which is alive and listens at "
                        + listed.registration().endpoint().authority()
                        + ". Give each instance an id of its own.");
    }

    static RefusedException notOwner(Instance listed, Actor by) {
        return new RefusedException(
                Refusal.NOT_OWNER,
                "'" + listed.id() + "' of '" + listed.registration().service() + "' was registered by '"
                        + listed.registeredBy() + "', and this request is of '" + by.name()
                        + "'. Give each instance an id of its own, or let its owner or an administrator remove it first.");
    }

    static RefusedException notAllowedAt(String service, String host, Actor by) {
        return new RefusedException(
                Refusal.FORBIDDEN,
                "'" + by.name() + "' may not have instances of '" + service + "' at '" + host
                        + "'. Name an address instead of a host name, one in the networks that"
                        + " 'ringmaster.server.identities." + by.name() + ".addresses' lists on the server.");
    }

    static RefusedException notOwnSession(String session, Actor by) {
        return new RefusedException(
                Refusal.NOT_OWNER,
                "The session '" + session + "' is of another identity than '" + by.name()
                        + "'. Give each client process a session of its own.");
    }

    static RefusedException notDraining(Instance listed) {
        return new RefusedException(
                Refusal.NOT_DRAINING,
                "'" + listed.id() + "' of '" + listed.registration().service() + "' is " + listed.status()
                        + ", so callers may choose it. Drain it first: an instance by PUT .../status"
                        + " {\"status\":\"DRAINING\"}, an operator by PUT .../override {\"status\":\"DRAINING\"}.");
    }

    static RefusedException endsInThePast(OperatorOverride override, Moment now) {
        return new RefusedException(
                Refusal.INVALID_REQUEST,
                "'expiresAt' is " + override.expiresAt() + ", which is past. It is " + now.instant() + " here.");
    }

    /**
     * @throws RefusedException if the text is too long to keep
     */
    static void requireShort(String member, @Nullable String text) {
        if (text != null && text.length() > MAX_TEXT) {
            throw new RefusedException(
                    Refusal.INVALID_REQUEST, "'" + member + "' may have up to " + MAX_TEXT + " characters.");
        }
    }

    /**
     * @throws RefusedException if the beat says or asks of the load what cannot be
     */
    static void requireLegalLoad(SessionBeat beat) {
        for (int i = 0; i < beat.instances().size(); i++) {
            Integer inFlight = beat.instances().get(i).inFlight();
            if (inFlight != null && inFlight < 0) {
                throw new RefusedException(
                        Refusal.INVALID_REQUEST,
                        "'instances[" + i + "].inFlight' is " + inFlight
                                + ". Say how many requests the instance is serving, 0 or more, or leave it out.");
            }
        }
        if (beat.loadOf().size() > MAX_LOAD_OF) {
            throw new RefusedException(
                    Refusal.INVALID_REQUEST,
                    "'loadOf' names " + beat.loadOf().size() + " services. Name up to " + MAX_LOAD_OF
                            + " in one beat.");
        }
    }

    /**
     * @throws RefusedException if the metadata are more than is passed on to everybody
     */
    static void requireSmall(Map<String, String> metadata, int maxBytes) {
        int bytes = 0;
        for (Map.Entry<String, String> entry : metadata.entrySet()) {
            bytes += entry.getKey().length() + entry.getValue().getBytes(StandardCharsets.UTF_8).length;
        }
        if (bytes > maxBytes) {
            throw new RefusedException(
                    Refusal.INVALID_INSTANCE,
                    "The metadata have " + bytes + " bytes, and up to " + maxBytes
                            + " are allowed, because each watcher"
                            + " gets them. Put less into them, or raise 'ringmaster.server.limits.metadata' on the server.");
        }
    }

    /**
     * @throws RefusedException if there is no room for one more
     */
    static void requireRoom(String what, int present, int limit, String property) {
        if (present >= limit) {
            throw new RefusedException(
                    Refusal.QUOTA_EXCEEDED,
                    "The registry holds " + present + " " + what + " and takes no more. Let some go, or raise "
                            + "'ringmaster.server.limits." + property + "' on the server.");
        }
    }
}
