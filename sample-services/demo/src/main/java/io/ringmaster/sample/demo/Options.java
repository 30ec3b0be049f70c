package io.ringmaster.sample.demo;

import java.nio.file.Path;
import java.util.List;

/**
 * What was asked for on the command line. {@code sample-services/run-demo --help} describes it.
 *
 * @param once whether to end after the story
 * @param color whether the terminal shows colours
 * @param inventories how many instances of inventory to start with
 * @param nodes how many nodes the registry has
 * @param eureka whether an application with a Eureka client takes part
 * @param secure whether the story is that of mutual TLS
 * @param home the root of the repository, where the jars are
 */
record Options(boolean once, boolean color, int inventories, int nodes, boolean eureka, boolean secure, Path home) {

    /**
     * Reads the command line.
     *
     * @throws IllegalArgumentException if it is not understood; the message says what would be
     */
    static Options parse(List<String> arguments) {
        boolean once = false;
        boolean color = false;
        int inventories = 4;
        int nodes = 1;
        boolean eureka = false;
        boolean secure = false;
        Path home = Path.of("");
        for (String argument : arguments) {
            if (argument.equals("--once")) {
                once = true;
            } else if (argument.equals("--color")) {
                color = true;
            } else if (argument.equals("--eureka")) {
                eureka = true;
            } else if (argument.startsWith("--inventories=")) {
                inventories = number("--inventories=", argument, "[2-8]", "2 to 8");
            } else if (argument.startsWith("--nodes=")) {
                nodes = number("--nodes=", argument, "[1-5]", "1 to 5");
            } else if (argument.equals("--secure")) {
                secure = true;
            } else if (argument.startsWith("--home=")) {
                home = Path.of(argument.substring("--home=".length()));
            } else {
                throw new IllegalArgumentException(
                        "'" + argument + "' is not an option. Try sample-services/run-demo --help.");
            }
        }
        if (secure && (nodes > 1 || eureka)) {
            throw new IllegalArgumentException(
                    "--secure is a story of its own, told with one node and no Eureka client.");
        }
        return new Options(
                once,
                color,
                inventories,
                nodes,
                eureka,
                secure,
                home.toAbsolutePath().normalize());
    }

    private static int number(String option, String argument, String legal, String inWords) {
        String text = argument.substring(option.length());
        if (!text.matches(legal)) {
            throw new IllegalArgumentException(argument + " is not possible. Use " + inWords + ".");
        }
        return Integer.parseInt(text);
    }
}
