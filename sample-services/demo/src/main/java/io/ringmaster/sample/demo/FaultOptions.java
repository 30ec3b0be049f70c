package io.ringmaster.sample.demo;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was asked for on the command line. {@code sample-services/run-faults --help} describes it.
 *
 * @param list whether to name the faults and do nothing
 * @param color whether the terminal shows colours
 * @param repetitions how often each happens; 0 means as often as is usual for it
 * @param markdown the file that gets the table, or null
 * @param inside the file that gets the finding when this process is the one in a network of its own, or null
 * @param home the root of the repository, where the jars are
 * @param names the faults; empty means all
 */
record FaultOptions(
        boolean list,
        boolean color,
        int repetitions,
        @Nullable Path markdown,
        @Nullable Path inside,
        Path home,
        List<String> names) {

    /** The option that makes a demo of the faults. */
    static final String FAULTS = "--faults";

    /**
     * Reads the command line.
     *
     * @throws IllegalArgumentException if it is not understood; the message says what would be
     */
    static FaultOptions parse(List<String> arguments) {
        boolean list = false;
        boolean color = false;
        int repetitions = 0;
        Path markdown = null;
        Path inside = null;
        Path home = Path.of("");
        List<String> names = new ArrayList<>();
        for (String argument : arguments) {
            if (argument.equals("--list")) {
                list = true;
            } else if (argument.equals("--color")) {
                color = true;
            } else if (argument.startsWith("--repetitions=")) {
                repetitions = between1And1000(argument.substring("--repetitions=".length()));
            } else if (argument.startsWith("--markdown=")) {
                markdown = Path.of(argument.substring("--markdown=".length())).toAbsolutePath();
            } else if (argument.startsWith("--inside=")) {
                inside = Path.of(argument.substring("--inside=".length())).toAbsolutePath();
            } else if (argument.startsWith("--home=")) {
                home = Path.of(argument.substring("--home=".length()));
            } else if (argument.startsWith("-") && !argument.equals(FAULTS)) {
                throw new IllegalArgumentException(
                        "'" + argument + "' is not an option. Try sample-services/run-faults --help.");
            } else if (!argument.equals(FAULTS)) {
                names.add(argument);
            }
        }
        return new FaultOptions(
                list,
                color,
                repetitions,
                markdown,
                inside,
                home.toAbsolutePath().normalize(),
                List.copyOf(names));
    }

    private static int between1And1000(String text) {
        if (!text.matches("[1-9]\\d{0,2}|1000")) {
            throw new IllegalArgumentException("--repetitions=" + text + " is not possible. Use 1 to 1000.");
        }
        return Integer.parseInt(text);
    }
}
