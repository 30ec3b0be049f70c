package io.ringmaster.server.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Whose each token is. Tokens are kept as SHA-256 hashes: they are random, so a hash cannot be turned back by trying what
 * people choose, and a slow hash would only make it cheap to keep this process busy.
 */
final class Tokens {

    private static final String ALGORITHM = "sha256:";
    private static final Pattern WORD = Pattern.compile(ALGORITHM + "[0-9a-f]{64}");

    private final List<Known> known = new ArrayList<>();

    private record Known(byte[] hash, Identity identity) {}

    /** Returns the hash of a token as it is written into a configuration. */
    static String hash(String token) {
        return ALGORITHM + HexFormat.of().formatHex(sha256(token));
    }

    static boolean isHash(String word) {
        return WORD.matcher(word).matches();
    }

    void add(String hash, Identity identity) {
        known.add(new Known(HexFormat.of().parseHex(hash.substring(ALGORITHM.length())), identity));
    }

    boolean isEmpty() {
        return known.isEmpty();
    }

    /** Returns whose token it is, or null. It takes the same time however much of it is right. */
    @Nullable
    Identity find(String token) {
        byte[] hash = sha256(token);
        Identity found = null;
        for (Known each : known) {
            if (MessageDigest.isEqual(each.hash, hash)) {
                found = each.identity;
            }
        }
        return found;
    }

    private static byte[] sha256(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256.", e);
        }
    }
}
