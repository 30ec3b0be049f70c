package io.ringmaster.server.cli;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
        name = "drain",
        description = {
            "Takes an instance out, and waits until every caller has acknowledged that it chooses it no more.",
            "It stays out until 'restore'. Ends with 4 if somebody has not acknowledged in time."
        },
        footerHeading = "%nExample:%n",
        footer = "  java -jar registry-server.jar drain inventory inventory-1 --reason='new disk' --timeout=30")
final class DrainCommand extends RegistryCommand {

    @Parameters(paramLabel = "SERVICE", description = "The service.")
    private String service = "";

    @Parameters(paramLabel = "INSTANCE", description = "The id of the instance.")
    private String instance = "";

    @Option(names = "--reason", description = "Why, for the others.")
    private @Nullable String reason;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "30",
            description = "How long to wait, up to 60; 0 for not at all. Default: ${DEFAULT-VALUE}.")
    private int timeoutSeconds;

    @Override
    int run(Connection registry) {
        String path = Connection.path("services", service, "instances", instance);
        Map<String, String> override = new LinkedHashMap<>();
        override.put("status", "DRAINING");
        if (reason != null) {
            override.put("reason", reason);
        }
        registry.put(path + "/override", write(override));
        String answer = registry.get(
                path + "/drain?timeoutSeconds=" + timeoutSeconds, Duration.ofSeconds(Math.max(0, timeoutSeconds)));
        show(answer, this::print);
        return parse(answer).path("acknowledged").asBoolean() ? 0 : CommandException.NOT_SO;
    }

    private void print(JsonNode answer) {
        String who = service + "/" + instance;
        if (answer.path("acknowledged").asBoolean()) {
            out().println(who + " is " + answer.path("status").asString("") + ", and nobody chooses it any more ("
                    + answer.path("watchers").asString("0") + " callers have acknowledged)."
                    + (answer.has("inFlight")
                            ? " Requests in flight: " + answer.path("inFlight").asString() + "."
                            : ""));
            return;
        }
        err().println(who + " is out, and some have not acknowledged that yet:");
        Table table = new Table("APPLICATION", "SESSION", "NODE", "HAS APPLIED");
        for (JsonNode waiting : answer.path("waitingFor")) {
            table.row(
                    waiting.path("application").asString("-"),
                    waiting.path("session").asString("-"),
                    waiting.path("node").asString("-"),
                    waiting.path("applied").asString("-"));
        }
        table.print(err());
    }
}
