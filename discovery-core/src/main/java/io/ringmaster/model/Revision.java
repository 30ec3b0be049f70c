package io.ringmaster.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * A place in the history of one registry node. Revisions of different epochs cannot be compared.
 *
 * @param epoch one life of one node: 1 to 32 lower-case letters and digits
 * @param number counts the changes of that life, from 0
 */
public record Revision(String epoch, long number) {

    private static final int MAX_EPOCH = 32;
    private static final int MAX_DIGITS = 18;

    /**
     * @throws IllegalArgumentException if the epoch is not legal or the number negative
     */
    public Revision {
        if (!isWord(epoch, 0, MAX_EPOCH, true)) {
            throw new IllegalArgumentException("The epoch '" + Names.shown(epoch) + "' is not legal.");
        }
        if (number < 0) {
            throw new IllegalArgumentException("The number of a revision is negative: " + number);
        }
    }

    /**
     * Reads {@code <epoch>-<number>}.
     *
     * @throws IllegalArgumentException if it is something else
     */
    @JsonCreator
    public static Revision parse(String text) {
        int dash = text.indexOf('-');
        if (dash < 0 || !isWord(text, dash + 1, MAX_DIGITS, false)) {
            throw new IllegalArgumentException(
                    "'" + Names.shown(text) + "' is not a revision. One looks like 'k3f9x0a2-1042'.");
        }
        return new Revision(text.substring(0, dash), Long.parseLong(text, dash + 1, text.length(), 10));
    }

    /** Whether the rest is so many digits, or letters. A loop rather than a pattern, as each beat has a revision. */
    private static boolean isWord(String text, int from, int most, boolean letters) {
        if (from == text.length() || text.length() - from > most) {
            return false;
        }
        for (int i = from; i < text.length(); i++) {
            char letter = text.charAt(i);
            if (!(letter >= '0' && letter <= '9' || letters && letter >= 'a' && letter <= 'z')) {
                return false;
            }
        }
        return true;
    }

    /** Returns the revision of the next change. */
    public Revision next() {
        return new Revision(epoch, number + 1);
    }

    /** Returns {@code <epoch>-<number>}, the form of the wire. */
    @Override
    @JsonValue
    public String toString() {
        return epoch + "-" + number;
    }
}
