package io.ringmaster.server.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(name = "instances", description = "Lists the instances of a service.")
final class InstancesCommand extends RegistryCommand {

    @Parameters(paramLabel = "SERVICE", description = "The service.")
    private String service = "";

    @Option(names = "--status", description = "Only those with this status; several, comma-separated.")
    private @Nullable String status;

    @Option(names = "--zone", description = "Only those in this zone.")
    private @Nullable String zone;

    @Option(names = "--metadata", paramLabel = "KEY=VALUE", description = "Only those with this entry.")
    private Map<String, String> metadata = new LinkedHashMap<>();

    @Option(names = "--routable", description = "Only those that callers may use now.")
    private boolean routable;

    @Override
    int run(Connection registry) {
        String answer = registry.get(Connection.path("services", service, "instances") + query());
        if (!parse(answer).path("known").asBoolean(true)) {
            throw new CommandException(
                    CommandException.REFUSED,
                    "The registry has never heard of '" + service + "'. 'services' lists those it knows.");
        }
        show(answer, this::print);
        return 0;
    }

    private String query() {
        StringBuilder query = new StringBuilder("?");
        append(query, "status", status);
        append(query, "zone", zone);
        append(query, "routable", routable ? "true" : null);
        metadata.forEach((key, value) -> append(query, "metadata." + key, value));
        return query.toString();
    }

    private static void append(StringBuilder query, String name, @Nullable String value) {
        if (value != null) {
            query.append(Connection.encoded(name))
                    .append('=')
                    .append(Connection.encoded(value))
                    .append('&');
        }
    }

    private void print(JsonNode answer) {
        Table table = new Table("INSTANCE", "STATUS", "FOR", "ENDPOINT", "ZONE", "WEIGHT", "NOTE");
        for (JsonNode node : answer.path("instances")) {
            InstanceView instance = new InstanceView(node);
            table.row(
                    instance.id(),
                    instance.status(),
                    instance.sinceStatus(ticker().now().instant()),
                    instance.endpoint(),
                    instance.zone(),
                    instance.weight(),
                    instance.note());
        }
        table.print(out());
    }
}
