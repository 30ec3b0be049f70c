package io.ringmaster.server.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
        name = "route",
        description = "Says which instance serves a key, who is next, and why. Ends with 4 if nobody may be called.")
final class RouteCommand extends RegistryCommand {

    @Parameters(paramLabel = "SERVICE", description = "The service.")
    private String service = "";

    @Parameters(paramLabel = "KEY", description = "The routing key.")
    private String key = "";

    @Override
    int run(Connection registry) {
        String answer = registry.get(Connection.path("services", service, "route") + "?key=" + Connection.encoded(key));
        show(answer, this::print);
        return parse(answer).has("owner") ? 0 : CommandException.NOT_SO;
    }

    private void print(JsonNode answer) {
        out().println(Table.printable(answer.path("reason").asString("")));
        Table table = new Table("TURN", "INSTANCE", "NOTE");
        for (JsonNode skipped : answer.path("skipped")) {
            table.row(
                    "-", skipped.path("id").asString(""), skipped.path("status").asString(""));
        }
        if (answer.has("owner")) {
            InstanceView owner = new InstanceView(answer.path("owner"));
            table.row("1", owner.id(), owner.endpoint());
        }
        int turn = 2;
        for (JsonNode next : answer.path("failover")) {
            table.row(Integer.toString(turn++), next.asString(""), "");
        }
        table.print(out());
    }
}
