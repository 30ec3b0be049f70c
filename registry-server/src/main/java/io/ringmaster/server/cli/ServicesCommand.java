package io.ringmaster.server.cli;

import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

@Command(name = "services", description = "Lists the services, and how many instances each has in which status.")
final class ServicesCommand extends RegistryCommand {

    @Override
    int run(Connection registry) {
        show(registry.get("/v1/services"), this::print);
        return 0;
    }

    private void print(JsonNode answer) {
        Table table = new Table("SERVICE", "INSTANCES", "STATUS");
        for (JsonNode service : answer.path("services")) {
            table.row(
                    service.path("service").asString(),
                    service.path("instances").asString(),
                    service.path("byStatus").properties().stream()
                            .map(status -> status.getValue().asString() + " " + status.getKey())
                            .collect(Collectors.joining(", ")));
        }
        table.print(out());
    }
}
