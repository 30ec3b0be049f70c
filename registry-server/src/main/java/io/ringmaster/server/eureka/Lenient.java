package io.ringmaster.server.eureka;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads single values in all the forms in which clients send them. A value that makes no sense counts as left out. */
final class Lenient {

    private Lenient() {}

    /** Returns a string, number or boolean as text, or null if it is none, or empty. */
    static @Nullable String text(JsonNode value) {
        if (!value.isValueNode() || value.isNull()) {
            return null;
        }
        String text = value.asString().strip();
        return text.isEmpty() ? null : text;
    }

    /** Returns a whole number of 0 or more, or null. */
    static @Nullable Long number(@Nullable String text) {
        return text != null && text.matches("[0-9]{1,18}") ? Long.valueOf(text) : null;
    }

    /** Returns a whole number within bounds, or what to take instead. */
    static int number(JsonNode value, int least, int most, int otherwise) {
        Long number = number(text(value));
        return number == null || number < least || number > most ? otherwise : number.intValue();
    }

    /** Returns a truth value, or what to take instead. */
    static boolean truth(JsonNode value, boolean otherwise) {
        String text = text(value);
        return text == null ? otherwise : text.toLowerCase(Locale.ROOT).equals("true");
    }
}
