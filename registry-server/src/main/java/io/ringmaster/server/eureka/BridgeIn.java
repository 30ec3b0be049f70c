package io.ringmaster.server.eureka;

import io.ringmaster.model.Instance;
import io.ringmaster.model.InstanceKey;
import io.ringmaster.model.Registration;
import io.ringmaster.server.registry.Actor;
import io.ringmaster.server.registry.Claim;
import io.ringmaster.server.registry.RefusedException;
import io.ringmaster.server.registry.Registry;
import io.ringmaster.time.Moment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Lists here what the other Eureka server lists. It remembers nothing: what it has brought here bears the mark, so a node that begins to
 * bridge goes on where another ended. Who has registered here himself is left alone, because he has moved. Of one thread.
 */
final class BridgeIn {

    private static final Logger log = LoggerFactory.getLogger(BridgeIn.class);

    /** A Eureka server that was started anew lists nobody until its clients have sent their heartbeats. */
    private static final Duration CLIENTS_COME_BACK_WITHIN = Duration.ofSeconds(90);

    private final Registry registry;
    private final int termSeconds;

    /** Since when the other one has not listed most of what came from it, or null. */
    private @Nullable Moment shrunkAt;

    /**
     * @param term of the leases here, within which the bridge must look again
     */
    BridgeIn(Registry registry, Duration term) {
        this.registry = registry;
        this.termSeconds = (int) term.toSeconds();
    }

    /** Returns what is listed here because the other one lists it. */
    List<Instance> brought() {
        return EurekaDocuments.everything(registry.listing().catalog()).stream()
                .filter(BridgeMark::isOn)
                .toList();
    }

    /**
     * Makes what is listed here equal to what is listed there.
     *
     * @param there as the other one tells it
     * @param address the literal of its address: instances at others are not probed unless an administrator allows it
     * @return who has registered there himself
     */
    Set<InstanceKey> follow(List<ObjectNode> there, String address, Moment now) {
        Actor by = Actor.anybody(address);
        Set<InstanceKey> seen = new HashSet<>();
        for (ObjectNode said : there) {
            if (!BridgeMark.isOn(said)) {
                try {
                    seen.add(list(said, by, now));
                } catch (RefusedException refused) {
                    log.debug("Not listed here: {}. {}", said.path("instanceId").asString(), refused.detail());
                }
            }
        }
        List<Instance> brought = brought();
        List<Instance> missing = new ArrayList<>(brought);
        missing.removeIf(instance -> seen.contains(instance.key()));
        if (isBelieved(missing.size(), brought.size(), there.isEmpty(), now)) {
            missing.forEach(instance -> registry.deregister(instance.key(), null, by, now));
        } else {
            renew(missing, by, now);
        }
        return seen;
    }

    /** The other one tells nothing, so everything stays as it was last. */
    void keep(Moment now) {
        renew(brought(), Actor.anybody("127.0.0.1"), now);
    }

    private InstanceKey list(ObjectNode said, Actor by, Moment now) {
        BridgeMark.put(said, BridgeMark.THERE);
        said.set(
                "leaseInfo",
                JsonNodeFactory.instance
                        .objectNode()
                        .put("durationInSecs", termSeconds)
                        .put(
                                "renewalIntervalInSecs",
                                said.path("leaseInfo")
                                        .path("renewalIntervalInSecs")
                                        .asInt()));
        EurekaClaim claim = EurekaClaim.of(said.path("app").asString(), said);
        Instance listed = registry.listing().catalog().find(claim.key());
        if (listed != null && !BridgeMark.isOn(listed)) {
            return claim.key();
        }
        Claim wanted = claim.claim(listed, by);
        if (listed != null && isSame(wanted, listed)) {
            registry.renew(claim.key(), null, by, now);
        } else {
            registry.register(wanted, now);
        }
        return claim.key();
    }

    /** What is in the other one's words and not in the model is among the metadata. */
    private static boolean isSame(Claim wanted, Instance listed) {
        Registration known = listed.registration();
        return wanted.host().equals(known.host())
                && wanted.port() == known.port()
                && known.metadata().equals(wanted.metadata())
                && listed.reported() == wanted.status();
    }

    /** Some that are missing have left. That most are, or that nobody is there, is rather a lapse of memory, unless it lasts. */
    private boolean isBelieved(int missing, int brought, boolean nobody, Moment now) {
        if (missing == 0 || (!nobody && (missing == 1 || 2 * missing <= brought))) {
            shrunkAt = null;
            return true;
        }
        if (shrunkAt == null) {
            shrunkAt = now;
            log.warn(
                    "The other Eureka server has lost {} of {} instances at once. They stay listed here for {} s, in case they"
                            + " come back.",
                    missing,
                    brought,
                    CLIENTS_COME_BACK_WITHIN.toSeconds());
        }
        return now.since(shrunkAt).compareTo(CLIENTS_COME_BACK_WITHIN) >= 0;
    }

    private void renew(List<Instance> instances, Actor by, Moment now) {
        for (Instance instance : instances) {
            try {
                registry.renew(instance.key(), null, by, now);
            } catch (RefusedException left) {
                // Somebody took it out just now.
            }
        }
    }
}
