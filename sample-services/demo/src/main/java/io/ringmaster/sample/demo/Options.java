package io.ringmaster.sample.demo;

import java.nio.file.Path;
import java.util.List;

/**
 * What was asked for on the command line. {@code sample-services/run-demo --help} describes it.
 *
 * @param once whether to end after the story
 * @param color whether the terminal shows colours
 * @param inventories how many instances of inventory to start with
 * @param home the root of the repository, where the jars are
 */
record Options(boolean once, boolean color, int inventories, Path home) {

    /**
     * Reads the command line.
     *
     * @throws IllegalArgumentException if it is not understood; the message says what would be
     */
    static Options parse(List<String> arguments) {
        boolean once = false;
        boolean color = false;
        int inventories = 4;
        Path home = Path.of("");
        for (String argument : arguments) {
            if (argument.equals("--once")) {
                once = true;
            } else if (argument.equals("--color")) {
                color = true;
            } else if (argument.startsWith("--inventories=")) {
                inventories = between2And8(argument.substring("--inventories=".length()));
            } else if (argument.startsWith("--home=")) {
                home = Path.of(argument.substring("--home=".length()));
            } else {
                throw new IllegalArgumentException(
                        "'" + argument + "' is not an option. Try sample-services/run-demo --help.");
            }
        }
        return new Options(once, color, inventories, home.toAbsolutePath().normalize());
    }

    private static int between2And8(String text) {
        if (!text.matches("[2-8]")) {
            throw new IllegalArgumentException("--inventories=" + text + " is not possible. Use 2 to 8.");
        }
        return Integer.parseInt(text);
    }
}
