package io.ringmaster.server.cli;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "token",
        description =
                "Makes a token, shows it this once, and shows the hash by which the registry knows it. Asks no registry.")
final class TokenCommand implements Callable<Integer> {

    /** Tells people, and those who search for leaked secrets, what it is. */
    private static final String PREFIX = "rmt_";

    private static final int BYTES = 32;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "NAME", description = "Whose it is to be.")
    private String name = "";

    @Override
    public Integer call() {
        byte[] random = new byte[BYTES];
        new SecureRandom().nextBytes(random);
        String token = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        spec.commandLine().getOut().println("""
                The token, which is shown this once and kept nowhere. For the application:

                ringmaster.client.token=%1$s

                For the registry, which knows it by its hash, with the roles it shall have:

                ringmaster.server.identities.%2$s.tokens=sha256:%3$s
                ringmaster.server.identities.%2$s.roles=read,register
                ringmaster.server.identities.%2$s.services=%2$s""".formatted(
                        token, name, HexFormat.of().formatHex(sha256(token))));
        return 0;
    }

    private static byte[] sha256(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.US_ASCII));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256.", e);
        }
    }
}
