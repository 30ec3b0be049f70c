package io.ringmaster.server.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
        name = "explain",
        description = "Says why callers may or may not use an instance, and what happened to it."
                + " Ends with 4 if they may not.")
final class ExplainCommand extends RegistryCommand {

    @Parameters(paramLabel = "SERVICE", description = "The service.")
    private String service = "";

    @Parameters(paramLabel = "INSTANCE", description = "The id of the instance.")
    private String instance = "";

    @Override
    int run(Connection registry) {
        String answer = registry.get(Connection.path("services", service, "instances", instance));
        show(answer, this::print);
        return parse(answer).path("routable").asBoolean() ? 0 : CommandException.NOT_SO;
    }

    private void print(JsonNode answer) {
        InstanceView view = new InstanceView(answer.path("instance"));
        out().println(Table.printable(view.key() + " at " + view.endpoint() + " is " + view.status() + "."));
        out().println(Table.printable(answer.path("why").asString("")));
        out().println();
        EventsCommand.table(answer.path("events")).print(out());
    }
}
