package io.ringmaster.server.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "restore", description = "Brings back an instance that an operator has taken out.")
final class RestoreCommand extends RegistryCommand {

    @Parameters(paramLabel = "SERVICE", description = "The service.")
    private String service = "";

    @Parameters(paramLabel = "INSTANCE", description = "The id of the instance.")
    private String instance = "";

    @Override
    int run(Connection registry) {
        String path = Connection.path("services", service, "instances", instance);
        registry.delete(path + "/override");
        show(
                registry.get(path),
                answer -> out().println(Table.printable(answer.path("why").asString(""))));
        return 0;
    }
}
