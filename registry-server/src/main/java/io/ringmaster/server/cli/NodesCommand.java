package io.ringmaster.server.cli;

import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

@Command(
        name = "nodes",
        description = "Lists the nodes of the registry, and says whether they agree. Ends with 4 if they do not.")
final class NodesCommand extends RegistryCommand {

    @Override
    int run(Connection registry) {
        String answer = registry.get("/v1/cluster");
        show(answer, this::print);
        return parse(answer).path("agreed").asBoolean() ? 0 : CommandException.NOT_SO;
    }

    private void print(JsonNode answer) {
        Table table = new Table("NODE", "STATE", "INSTANCES", "DIGEST", "HEARD");
        for (JsonNode node : answer.path("nodes")) {
            table.row(
                    node.path("id").asString(""),
                    node.path("state").asString(""),
                    node.path("instances").asString(""),
                    node.path("digest").asString("-"),
                    node.path("self").asBoolean()
                            ? "it answers"
                            : node.path("heardAt").asString("-"));
        }
        table.print(out());
        out().println(
                        answer.path("agreed").asBoolean()
                                ? "They agree."
                                : "They have not agreed since "
                                        + answer.path("disagreeingSince").asString("") + ".");
    }
}
