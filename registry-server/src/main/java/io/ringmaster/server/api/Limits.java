package io.ringmaster.server.api;

import io.ringmaster.server.registry.Refusal;
import io.ringmaster.server.registry.RefusedException;
import org.jspecify.annotations.Nullable;

/** The {@code limit} of a query. */
final class Limits {

    private Limits() {}

    static int of(@Nullable String value, int whenAbsent, int most) {
        if (value == null) {
            return whenAbsent;
        }
        if (!value.matches("[1-9][0-9]{0,8}")) {
            throw new RefusedException(Refusal.INVALID_REQUEST, "'limit' must be a whole number, 1 or more.");
        }
        return Math.min(Integer.parseInt(value), most);
    }
}
