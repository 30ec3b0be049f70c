package io.ringmaster.ring;

import java.nio.charset.StandardCharsets;

/** The hash of a routing key: XXH3-64 with seed 0 over the key's UTF-8 bytes, so that every language agrees on it. */
public final class KeyHash {

    private KeyHash() {}

    /**
     * Returns the hash of a key of any length, the empty one included. An unpaired surrogate counts as {@code '?'}, as in
     * {@link String#getBytes(java.nio.charset.Charset)}. Allocates nothing when the key is plain ASCII.
     */
    public static long of(String key) {
        return Xxh3.hash(isAscii(key) ? key : new String(utf8(key), StandardCharsets.ISO_8859_1));
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static boolean isAscii(String text) {
        int seen = 0;
        for (int i = 0; i < text.length(); i++) {
            seen |= text.charAt(i);
        }
        return seen < 0x80;
    }
}
