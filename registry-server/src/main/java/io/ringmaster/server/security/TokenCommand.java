package io.ringmaster.server.security;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import org.springframework.boot.context.event.ApplicationStartingEvent;
import org.springframework.context.ApplicationListener;

/**
 * The command {@code token} of the jar: makes a token, shows it once, and shows the hash by which the registry knows it. It
 * runs instead of the registry and writes nothing to disk.
 */
final class TokenCommand implements ApplicationListener<ApplicationStartingEvent> {

    static final String WORD = "token";

    /** Tells people, and those who search for leaked secrets, what it is. */
    private static final String PREFIX = "rmt_";

    private static final int BYTES = 32;

    @Override
    @SuppressWarnings("SystemOut") // It is what the command is for.
    public void onApplicationEvent(ApplicationStartingEvent event) {
        List<String> arguments = List.of(event.getArgs());
        if (!arguments.isEmpty() && arguments.get(0).equals(WORD)) {
            System.out.println(run(arguments.size() > 1 ? arguments.get(1) : "NAME", newToken()));
            System.exit(0);
        }
    }

    static String newToken() {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    static String run(String name, String token) {
        return """
                The token, which is shown this once and kept nowhere. For the application:

                ringmaster.client.token=%1$s

                For the registry, which knows it by its hash, with the roles it shall have:

                ringmaster.server.identities.%2$s.tokens=%3$s
                ringmaster.server.identities.%2$s.roles=read,register
                ringmaster.server.identities.%2$s.services=%2$s""".formatted(token, name, Tokens.hash(token));
    }
}
