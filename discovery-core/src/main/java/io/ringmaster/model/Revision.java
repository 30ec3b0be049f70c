package io.ringmaster.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/**
 * A place in the history of one registry node. Revisions of different epochs cannot be compared.
 *
 * @param epoch one life of one node: 1 to 32 lower-case letters and digits
 * @param number counts the changes of that life, from 0
 */
public record Revision(String epoch, long number) {

    private static final Pattern EPOCH = Pattern.compile("[a-z0-9]{1,32}");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

    /**
     * @throws IllegalArgumentException if the epoch is not legal or the number negative
     */
    public Revision {
        if (!EPOCH.matcher(epoch).matches()) {
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
        if (dash < 0 || !NUMBER.matcher(text.substring(dash + 1)).matches()) {
            throw new IllegalArgumentException(
                    "'" + Names.shown(text) + "' is not a revision. One looks like 'k3f9x0a2-1042'.");
        }
        return new Revision(text.substring(0, dash), Long.parseLong(text.substring(dash + 1)));
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
