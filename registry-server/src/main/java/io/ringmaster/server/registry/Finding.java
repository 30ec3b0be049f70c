package io.ringmaster.server.registry;

import java.util.Locale;

/** What came of looking into a {@link Doubt}. */
public enum Finding {
    /** Its check was answered: a proof of life. */
    ANSWERED,
    /** Something listens at the port. */
    CONNECTED,
    /** The host answered that nothing listens at the port: a proof of the opposite. */
    REFUSED,
    /** Its check was answered, and the answer is that it does not live. */
    UNHEALTHY,
    /** The port takes connections, and the check was not answered in time. */
    SILENT,
    /** No connection in time, or the host cannot be reached from here: no proof of anything. */
    UNREACHABLE,
    /** The address is not one that the registry may probe. */
    NOT_ALLOWED,
    /** The instance asked never to be probed. */
    NOT_WANTED;

    /** Returns the word for meters. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
