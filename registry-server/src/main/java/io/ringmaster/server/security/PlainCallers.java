package io.ringmaster.server.security;

import io.ringmaster.server.registry.Actor;
import io.ringmaster.server.registry.Callers;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;

/**
 * Knows whoever shows a token of the table, and everybody where everybody on this host may do everything. It goes by the same
 * table, the same tokens and the same limit as {@link AccessFilter}, and refuses nothing: that is left to it.
 */
final class PlainCallers implements Callers {

    private final Credentials credentials;
    private final Throttle throttle;

    PlainCallers(Credentials credentials, Throttle throttle) {
        this.credentials = credentials;
        this.throttle = throttle;
    }

    @Override
    public @Nullable Actor plain(Shown shown) {
        Identity who = who(shown);
        if (who == null || who.isUnproven()) {
            return null;
        }
        String address = AccessFilter.address(shown.remote());
        Actor actor = who.actor(address);
        boolean may = AccessRules.allow(who, address, HttpMethod.valueOf(shown.method()), shown.path());
        return may && throttle.takes(actor.name()) ? actor : null;
    }

    private @Nullable Identity who(Shown shown) {
        if (credentials.none()) {
            // By another name it may be a web page that calls.
            return shown.host() != null && Loopback.isName(shown.host()) ? Identity.ALL_RIGHTS : null;
        }
        return credentials.ofToken(shown.authorization());
    }
}
