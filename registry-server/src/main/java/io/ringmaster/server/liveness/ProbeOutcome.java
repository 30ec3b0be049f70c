package io.ringmaster.server.liveness;

import java.util.Locale;

/** What came of a probe. */
enum ProbeOutcome {
    /** Something listens at the port. */
    CONNECTED,
    /** The host answered that nothing listens at the port: a proof. */
    REFUSED,
    /** No answer came in time, or the host cannot be reached from here: no proof of anything. */
    UNREACHABLE,
    /** The address is not one that the registry may probe. */
    NOT_ALLOWED,
    /** The instance asked never to be probed. */
    NOT_WANTED,
    /** Too many doubts at once. */
    DROPPED;

    /** Returns the word for meters. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
