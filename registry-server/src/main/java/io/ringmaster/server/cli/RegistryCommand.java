package io.ringmaster.server.cli;

import io.ringmaster.time.Ticker;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What all commands that call a registry have in common: where it is, who calls, and how the answer is shown. */
abstract class RegistryCommand implements Callable<Integer> {

    static final String SERVERS = "RINGMASTER_CLIENT_SERVERS";
    static final String TOKEN = "RINGMASTER_CLIENT_TOKEN";

    private static final String USUAL = "http://localhost:8761";
    private static final JsonMapper JSON = new JsonMapper();

    @CommandLine.Spec
    private CommandSpec spec = CommandSpec.create();

    @ParentCommand
    private @Nullable Commands commands;

    @Option(
            names = "--server",
            paramLabel = "URL",
            description = "Where the registry is; several, comma-separated, are tried in turn. Default: "
                    + "the environment variable " + SERVERS + ", else " + USUAL + ".")
    private @Nullable String server;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "A file with the token. Default: the environment variable " + TOKEN + ".")
    private @Nullable Path tokenFile;

    @Option(names = "--json", description = "Shows the registry's answer as it is.")
    private boolean json;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this.")
    private boolean help;

    /** Does it and returns the exit code. */
    abstract int run(Connection registry);

    @Override
    public final Integer call() {
        String where = server == null ? commands().environment().getOrDefault(SERVERS, USUAL) : server;
        List<String> servers = Arrays.stream(where.split(","))
                .map(each -> each.strip().replaceAll("/+$", ""))
                .toList();
        return run(new Connection(servers, token()));
    }

    PrintWriter out() {
        return spec.commandLine().getOut();
    }

    PrintWriter err() {
        return spec.commandLine().getErr();
    }

    Ticker ticker() {
        return commands().ticker();
    }

    boolean json() {
        return json;
    }

    /** Shows an answer as it is if that is wanted, and else lets it be shown to a person. */
    void show(String answer, Show toPeople) {
        if (json) {
            out().println(answer);
        } else {
            toPeople.show(JSON.readTree(answer));
        }
    }

    static JsonNode parse(String text) {
        return JSON.readTree(text);
    }

    static String write(Object value) {
        return JSON.writeValueAsString(value);
    }

    /** How an answer is shown to a person. */
    interface Show {
        void show(JsonNode answer);
    }

    private @Nullable String token() {
        if (tokenFile == null) {
            return commands().environment().get(TOKEN);
        }
        try {
            return Files.readString(tokenFile).strip();
        } catch (IOException e) {
            throw new CommandException(
                    CommandLine.ExitCode.USAGE, "The file " + tokenFile + " cannot be read: " + e.getMessage());
        }
    }

    private Commands commands() {
        Commands parent = commands;
        if (parent == null) {
            throw new IllegalStateException("A command belongs to the table of commands.");
        }
        return parent;
    }
}
