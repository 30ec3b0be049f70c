package io.ringmaster.server.watch;

import io.ringmaster.model.Names;
import io.ringmaster.model.Revision;
import io.ringmaster.server.registry.Actor;
import io.ringmaster.server.registry.Refusal;
import io.ringmaster.server.registry.RefusedException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a watcher asks for.
 *
 * @param by who asks
 * @param services what it wants to be told of, in lower case; empty means everything
 * @param session the client process behind it, or null
 * @param known the digests of what it holds, by service
 * @param resumeAfter the revision it has seen last, or null
 */
record WatchRequest(
        Actor by,
        Set<String> services,
        @Nullable String session,
        Map<String, String> known,
        @Nullable Revision resumeAfter) {

    static WatchRequest of(
            Actor by,
            @Nullable List<String> services,
            @Nullable String session,
            @Nullable List<String> known,
            @Nullable String lastEventId) {
        return new WatchRequest(
                by,
                services(services == null ? List.of() : services),
                session == null ? null : Refusal.INVALID_NAME.unlessLegal(() -> Names.session(session)),
                known(known == null ? List.of() : known),
                revision(lastEventId));
    }

    boolean wants(String service) {
        return services.isEmpty() || services.contains(service);
    }

    private static Set<String> services(List<String> names) {
        Set<String> services = new TreeSet<>();
        names.forEach(name -> services.add(Refusal.INVALID_NAME.unlessLegal(() -> Names.service(name))));
        return services;
    }

    private static Map<String, String> known(List<String> pairs) {
        Map<String, String> known = new HashMap<>();
        for (String pair : pairs) {
            int colon = pair.indexOf(':');
            if (colon < 0) {
                throw new RefusedException(
                        Refusal.INVALID_REQUEST,
                        "A value of 'known' has no colon. One looks like 'inventory:2f0c…', the service and the digest"
                                + " that came with it.");
            }
            String service = pair.substring(0, colon);
            known.put(Refusal.INVALID_NAME.unlessLegal(() -> Names.service(service)), pair.substring(colon + 1));
        }
        return known;
    }

    /** An id that is none of ours is the same as none: such a watcher gets snapshots. */
    private static @Nullable Revision revision(@Nullable String lastEventId) {
        try {
            return lastEventId == null ? null : Revision.parse(lastEventId);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
