package io.ringmaster.server.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(name = "events", description = "Lists who came, left, changed, and why; the newest first.")
final class EventsCommand extends RegistryCommand {

    @Parameters(arity = "0..1", paramLabel = "SERVICE", description = "Only those of this service.")
    private @Nullable String service;

    @Option(names = "--limit", defaultValue = "20", description = "How many. Default: ${DEFAULT-VALUE}.")
    private int limit;

    @Override
    int run(Connection registry) {
        String path = "/v1/events?limit=" + limit + (service == null ? "" : "&service=" + Connection.encoded(service));
        show(registry.get(path), answer -> table(answer.path("events")).print(out()));
        return 0;
    }

    static Table table(JsonNode events) {
        Table table = new Table("AT", "INSTANCE", "EVENT", "STATUS", "CAUSE");
        for (JsonNode event : events) {
            table.row(
                    event.path("at").asString(""),
                    event.path("service").asString("") + "/"
                            + event.path("instance").asString(""),
                    event.path("event").asString(""),
                    event.path("status").asString("gone"),
                    event.path("cause").asString(""));
        }
        return table;
    }
}
