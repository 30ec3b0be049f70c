package io.ringmaster.server.cli;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.springframework.security.crypto.bcrypt.BCrypt;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "password",
        description =
                "Asks for a password, or reads it from a line of the standard input, and shows the hash by which the"
                        + " registry knows it. Asks no registry.")
final class PasswordCommand implements Callable<Integer> {

    private static final int SHORTEST = 12;

    /** What bcrypt takes in. */
    private static final int LONGEST_BYTES = 72;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "NAME", description = "Who signs in at the page with it.")
    private String name = "";

    @Override
    public Integer call() throws IOException {
        String password = read();
        if (password.length() < SHORTEST || password.getBytes(StandardCharsets.UTF_8).length > LONGEST_BYTES) {
            throw new ParameterException(
                    spec.commandLine(),
                    "A password has " + SHORTEST + " characters or more, and " + LONGEST_BYTES + " bytes at most.");
        }
        spec.commandLine().getOut().println("""
                For the registry, which knows it by its hash, with the roles it shall have. At a shell, put the hash into
                single quotes.

                ringmaster.server.identities.%1$s.password-hash=%2$s
                ringmaster.server.identities.%1$s.roles=read,operate""".formatted(name, BCrypt.hashpw(password, BCrypt.gensalt(10))));
        return 0;
    }

    private static String read() throws IOException {
        Console console = System.console();
        if (console != null) {
            char[] typed = console.readPassword("Password: ");
            return typed == null ? "" : new String(typed);
        }
        String line = new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset())).readLine();
        return line == null ? "" : line;
    }
}
