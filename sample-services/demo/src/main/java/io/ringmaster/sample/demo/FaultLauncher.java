package io.ringmaster.sample.demo;

import io.ringmaster.time.Ticker;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import tools.jackson.databind.json.JsonMapper;

/** The command behind {@code sample-services/run-faults}: lets faults happen and measures what follows. */
final class FaultLauncher {

    private FaultLauncher() {}

    /** Returns 0 if every promise was kept, 1 if not, 2 if the command line was not understood. */
    static int run(List<String> arguments) throws IOException, InterruptedException {
        FaultOptions options;
        List<Fault> faults;
        try {
            options = FaultOptions.parse(arguments);
            faults = Faults.named(options.names());
        } catch (IllegalArgumentException notUnderstood) {
            System.err.println(notUnderstood.getMessage());
            return 2;
        }
        Terminal terminal = Terminal.standard(options.color());
        if (options.list()) {
            for (Fault fault : faults) {
                terminal.heading(fault.name() + ": " + fault.promise());
                terminal.paragraph(fault.event());
            }
            return 0;
        }
        Path logs = Files.createTempDirectory(Path.of(System.getProperty("java.io.tmpdir")), "ringmaster-faults-");
        HttpClient http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(2))
                .build();
        FaultBench bench = new FaultBench(options.home(), logs, http, Ticker.system());
        Runtime.getRuntime().addShutdownHook(new Thread(bench::close, "faults-stop"));
        terminal.heading("Ringmaster: what is promised when something breaks, measured");
        terminal.line(
                "Java %s, %d cores, logs in %s",
                Runtime.version().feature(), Runtime.getRuntime().availableProcessors(), logs);
        List<Finding> findings = new ArrayList<>();
        for (Fault fault : faults) {
            int repetitions = options.repetitions() == 0 ? fault.usualRepetitions() : options.repetitions();
            terminal.heading(fault.name() + ": " + fault.promise());
            terminal.paragraph(fault.event());
            Finding finding = measure(fault, repetitions, bench, options.inside() != null);
            findings.add(finding);
            FaultTable.show(List.of(finding), terminal);
            FaultTable.remarks(finding).forEach(terminal::paragraph);
        }
        Path inside = options.inside();
        if (inside != null) {
            new JsonMapper().writeValue(inside.toFile(), findings.get(0));
        }
        Path markdown = options.markdown();
        if (markdown != null) {
            Files.writeString(markdown, FaultTable.markdown(findings));
        }
        terminal.heading("All together");
        FaultTable.show(findings, terminal);
        return findings.stream().allMatch(finding -> finding.broken().isEmpty()) ? 0 : 1;
    }

    private static Finding measure(Fault fault, int repetitions, FaultBench bench, boolean inside)
            throws InterruptedException {
        Figures figures = new Figures();
        try {
            if (inside && fault instanceof NetworkFault network) {
                network.measureInside(bench, repetitions, figures);
            } else {
                fault.measure(bench, repetitions, figures);
            }
        } catch (FaultSkipped skipped) {
            return Finding.skipped(fault, String.valueOf(skipped.getMessage()));
        } catch (IOException | TimeoutException | IllegalStateException failure) {
            figures.promised(false, "%s", String.valueOf(failure.getMessage()));
        }
        return figures.finding(fault, repetitions);
    }
}
