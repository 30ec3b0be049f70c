package io.ringmaster.sample.demo;

import io.ringmaster.time.Moment;
import io.ringmaster.time.Ticker;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeoutException;

/** The command behind {@code sample-services/run-demo}, and with {@code --faults} behind {@code sample-services/run-faults}. */
public final class DemoLauncher {

    /** How long the story may take, starting everything included; half a minute is usual on two cores. */
    private static final Duration STORY_WITHIN = Duration.ofMinutes(8);

    private DemoLauncher() {}

    /** Tells the story; ends the process with 0 if every claim held, 1 if not, 2 if it was not understood. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (List.of(arguments).contains(FaultOptions.FAULTS)) {
            System.exit(FaultLauncher.run(List.of(arguments)));
        }
        Options options;
        try {
            options = Options.parse(List.of(arguments));
        } catch (IllegalArgumentException notUnderstood) {
            System.err.println(notUnderstood.getMessage());
            System.exit(2);
            return;
        }
        Terminal terminal = Terminal.standard(options.color());
        try {
            System.exit(run(options, terminal));
        } catch (IOException | TimeoutException | IllegalStateException failure) {
            terminal.line("");
            terminal.failure(String.valueOf(failure.getMessage()));
            System.exit(1);
        }
    }

    private static int run(Options options, Terminal terminal)
            throws IOException, InterruptedException, TimeoutException {
        Ticker ticker = Ticker.system();
        HttpClient http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(2))
                .build();
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        Path logs = Files.createTempDirectory(temporary, "ringmaster-demo-");
        Jars jars = new Jars(options.home(), temporary);
        Identities identities = options.secure() ? Identities.create() : Identities.NONE;
        Fleet fleet = new Fleet(
                jars, logs, http, ticker, Collections.nCopies(options.nodes(), Fleet.Place.LOOPBACK), identities);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(fleet, terminal), "demo-stop"));
        terminal.heading(
                options.secure()
                        ? "Ringmaster: services know each other by certificates, and refuse strangers"
                        : "Ringmaster: services register, find each other, and route by key");
        terminal.line("Java %s, all on 127.0.0.1, logs in %s", Runtime.version().feature(), logs);
        if (!fleet.diesWithParent()) {
            terminal.line("setpriv is not installed: what is started would outlive a kill -9 of this demo.");
        }
        Claims claims = new Claims(terminal);
        Moment start = ticker.now();
        Deadline deadline = Deadline.in(STORY_WITHIN, ticker);
        if (options.secure()) {
            new SecureStory(fleet, identities, terminal, claims, http, deadline).tell();
        } else {
            new Story(fleet, terminal, claims, http, options, deadline).tell();
        }
        terminal.verdict(claims, ticker.now().since(start));
        if (!options.once()) {
            terminal.line("Everything keeps running until Ctrl-C. Kill an instance yourself: kill -9 PID");
            terminal.line("");
            fleet.watch().follow(seen -> terminal.line("%s is %s", seen.id(), seen.status()));
        }
        return claims.broken().isEmpty() ? 0 : 1;
    }

    private static void stop(Fleet fleet, Terminal terminal) {
        terminal.lastLine("Stopping everything ...");
        fleet.close();
    }
}
