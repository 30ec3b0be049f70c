package io.ringmaster.server.journal;

import java.nio.file.Path;

/** The registry does not start, because it would do harm to a journal that is not its own. */
final class UnusableJournalException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String action;

    private UnusableJournalException(String description, String action) {
        super(description);
        this.action = action;
    }

    static UnusableJournalException inUse(Path directory) {
        return new UnusableJournalException(
                "Another process keeps its journal in " + directory + ", most likely a registry on the same port.",
                "Stop that process, or give this one a directory of its own: ringmaster.server.journal.directory.");
    }

    static UnusableJournalException newer(int format) {
        return new UnusableJournalException(
                "The journal was written by a newer registry, in format " + format + ". This one reads up to "
                        + JournalFormat.NUMBER + " and leaves it as it is.",
                "Start the newer registry again, or let this one begin with nothing in another directory:"
                        + " ringmaster.server.journal.directory.");
    }

    String action() {
        return action;
    }
}
