package io.ringmaster.server.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "watch",
        description = {
            "Shows every change as it happens, until it is interrupted. First come those that are listed.",
            "With --json one line for each event of the stream."
        })
final class WatchCommand extends RegistryCommand {

    /** The registry says something every five seconds. */
    private static final Duration SILENCE = Duration.ofSeconds(15);

    @Parameters(arity = "0..*", paramLabel = "SERVICE", description = "The services. All when left out.")
    private List<String> services = List.of();

    /** When a stream ends it goes on where it ended, at any server that can be reached. */
    @Override
    int run(Connection registry) {
        String path = "/v1/watch"
                + services.stream()
                        .map(service -> "service=" + Connection.encoded(service))
                        .collect(Collectors.joining("&", "?", ""));
        Changes changes = new Changes();
        String last = null;
        while (!out().checkError()) {
            last = read(registry, path, last, changes);
        }
        return 0;
    }

    /**
     * Returns the id of the last event.
     *
     * @throws CommandException if no server sends anything, so that it is of no use to ask again
     */
    private @Nullable String read(Connection registry, String path, @Nullable String after, Changes changes) {
        String last = after;
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(registry.stream(path, after, SILENCE), StandardCharsets.UTF_8))) {
            String event = "";
            String line = lines.readLine();
            if (line == null) {
                throw new CommandException(CommandException.UNREACHABLE, "The registry ended the stream at once.");
            }
            for (; line != null && !out().checkError(); line = lines.readLine()) {
                if (line.startsWith("event: ")) {
                    event = line.substring("event: ".length());
                } else if (line.startsWith("id: ")) {
                    last = line.substring("id: ".length());
                } else if (line.startsWith("data: ")) {
                    show(event, line.substring("data: ".length()), changes);
                }
            }
        } catch (IOException broken) {
            err().println("The stream broke (" + broken.getMessage() + "). It is opened again.");
        }
        return last;
    }

    private void show(String event, String data, Changes changes) {
        if (json()) {
            out().println("{\"event\":\"" + event + "\",\"data\":" + data + "}");
        } else {
            changes.of(event, parse(data), ticker().now().instant()).forEach(out()::println);
        }
    }
}
