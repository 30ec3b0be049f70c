package io.ringmaster.server.security;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who may do what.
 *
 * @param token Secret that every request has to show, at least 16 characters. Without one the registry listens on
 *     loopback only.
 * @param anonymousRead Whether reading is open to everybody when a token is set.
 */
@ConfigurationProperties("ringmaster.server")
record AccessProperties(
        @Nullable String token, @DefaultValue("false") boolean anonymousRead) {

    private static final int SHORTEST_TOKEN = 16;

    AccessProperties {
        if (token != null && token.isEmpty()) {
            token = null;
        }
        if (token != null && (token.length() < SHORTEST_TOKEN || !token.matches("[!-~]+"))) {
            throw new UnsafeSettingException(
                    "The token of the registry (ringmaster.server.token) is too short or has characters that a header"
                            + " cannot carry. It is not shown here.",
                    "Use " + SHORTEST_TOKEN + " or more visible ASCII characters without spaces, such as the output of"
                            + " 'openssl rand -hex 24'.");
        }
    }

    /** Without the token. */
    @Override
    public String toString() {
        return "AccessProperties[token=" + (token == null ? "none" : "set") + ", anonymousRead=" + anonymousRead + "]";
    }
}
