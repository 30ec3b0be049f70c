package io.ringmaster.server.cli;

import io.ringmaster.time.Ticker;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** What can be said at a terminal, in one table. */
@Command(
        name = "java -jar registry-server.jar",
        description = {
            "",
            "Asks a running registry, or tells it something.",
            "Without a command, it starts a registry: 'java -jar registry-server.jar --server.port=8762'.",
            ""
        },
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            ServicesCommand.class,
            InstancesCommand.class,
            ExplainCommand.class,
            RouteCommand.class,
            WatchCommand.class,
            EventsCommand.class,
            NodesCommand.class,
            DrainCommand.class,
            RestoreCommand.class,
            TokenCommand.class,
            PasswordCommand.class
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  java -jar registry-server.jar services",
            "  java -jar registry-server.jar instances inventory --status=DOWN",
            "  java -jar registry-server.jar route inventory c-17",
            "  java -jar registry-server.jar watch inventory orders",
            "  java -jar registry-server.jar drain inventory inventory-1 --reason='new disk'",
            "",
            "Environment:",
            "  RINGMASTER_CLIENT_SERVERS  where the registry is, as for an application",
            "  RINGMASTER_CLIENT_TOKEN    its token, if it has one",
            "",
            "Exit codes:",
            "  0 done, 1 refused, 2 not a command, 3 no registry answers, 4 not (yet) so"
        })
public final class Commands implements Runnable {

    private static final Set<String> ALSO_MEANT = Set.of("--help", "-h");

    private final Map<String, String> environment;
    private final Ticker ticker;

    @CommandLine.Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this.")
    private boolean help;

    Commands(Map<String, String> environment, Ticker ticker) {
        this.environment = environment;
        this.ticker = ticker;
    }

    /** Whether these arguments of the program are a command, rather than settings of a registry that is to start. */
    public static boolean areMeantBy(String... arguments) {
        return arguments.length > 0 && (!arguments[0].startsWith("-") || ALSO_MEANT.contains(arguments[0]));
    }

    /** Does what is said, and returns the exit code. It reads the environment and writes to the terminal. */
    public static int run(String... arguments) {
        return run(
                System.getenv(),
                Ticker.system(),
                new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8),
                arguments);
    }

    static int run(
            Map<String, String> environment, Ticker ticker, PrintWriter out, PrintWriter err, String... arguments) {
        return new CommandLine(new Commands(environment, ticker))
                .setOut(out)
                .setErr(err)
                .setExecutionExceptionHandler((error, command, parsed) -> {
                    if (error instanceof CommandException failed) {
                        err.println(failed.getMessage());
                        return failed.exitCode();
                    }
                    throw error;
                })
                .execute(arguments);
    }

    /** Nothing was said but options. */
    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    Map<String, String> environment() {
        return environment;
    }

    Ticker ticker() {
        return ticker;
    }
}
