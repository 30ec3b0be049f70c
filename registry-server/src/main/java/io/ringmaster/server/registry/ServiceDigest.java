package io.ringmaster.server.registry;

import io.ringmaster.model.Instance;
import io.ringmaster.model.OperatorOverride;
import io.ringmaster.model.Registration;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A word for the content of one service: equal content gives equal words on every node and after every restart. It is the
 * sum of one 128-bit hash per instance, so the order of instances means nothing and a change costs one subtraction and
 * one addition. What depends on the node or the hour (when something was registered or said) is not content.
 */
final class ServiceDigest {

    /** The digest of a service with no instances. */
    static final ServiceDigest EMPTY = new ServiceDigest(0, 0);

    private static final byte[] NOTHING = new byte[0];

    /** To be copied, which costs less than to look for who has one. */
    private static final MessageDigest SHA_256 = sha256();

    private final long high;
    private final long low;

    private ServiceDigest(long high, long low) {
        this.high = high;
        this.low = low;
    }

    ServiceDigest plus(Instance instance) {
        ByteBuffer hash = hash(instance);
        return new ServiceDigest(high + hash.getLong(0), low + hash.getLong(8));
    }

    /** Returns the digest of two services together. */
    ServiceDigest plus(ServiceDigest other) {
        return new ServiceDigest(high + other.high, low + other.low);
    }

    ServiceDigest minus(Instance instance) {
        ByteBuffer hash = hash(instance);
        return new ServiceDigest(high - hash.getLong(0), low - hash.getLong(8));
    }

    /** Returns the form of the wire: 32 hexadecimal digits. */
    String word() {
        HexFormat hex = HexFormat.of();
        return hex.toHexDigits(high) + hex.toHexDigits(low);
    }

    private static ByteBuffer hash(Instance instance) {
        Registration claim = instance.registration();
        Content content = new Content();
        content.add(claim.service());
        content.add(claim.id());
        content.add(claim.scheme());
        content.add(claim.host());
        content.add(Integer.toString(claim.port()));
        content.add(claim.zone());
        content.add(Double.toString(claim.weight()));
        content.add(Integer.toString(claim.ttlSeconds()));
        content.add(claim.check().type().toString());
        content.add(claim.check().path());
        content.add(claim.session());
        content.add(Long.toString(claim.incarnation()));
        content.add(Integer.toString(claim.metadata().size()));
        for (Map.Entry<String, String> word : claim.metadata().entrySet()) {
            content.add(word.getKey());
            content.add(word.getValue());
        }
        content.add(instance.reported().toString());
        content.add(instance.observed().toString());
        content.add(instance.observedCause());
        OperatorOverride override = instance.override();
        if (override != null) {
            content.add(text(override.status()));
            content.add(text(override.weight()));
            content.add(override.reason());
            content.add(override.by());
            content.add(text(override.expiresAt()));
        }
        if (instance.registeredBy() != null) {
            content.add(instance.registeredBy());
        }
        return content.hash();
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256.", e);
        }
    }

    /** Feeds words to a hash so that no two lists of words give the same bytes. */
    private static final class Content {

        /** All of them, since to feed a hash many times costs more than the hash. */
        private ByteBuffer bytes = ByteBuffer.allocate(512);

        void add(@Nullable String word) {
            if (word == null) {
                add(-1, NOTHING);
            } else {
                byte[] letters = word.getBytes(StandardCharsets.UTF_8);
                add(letters.length, letters);
            }
        }

        private void add(int length, byte[] letters) {
            if (bytes.remaining() < Integer.BYTES + letters.length) {
                bytes = ByteBuffer.allocate(2 * bytes.capacity() + letters.length)
                        .put(bytes.flip());
            }
            bytes.putInt(length).put(letters);
        }

        ByteBuffer hash() {
            try {
                MessageDigest sha256 = (MessageDigest) SHA_256.clone();
                sha256.update(bytes.flip());
                return ByteBuffer.wrap(sha256.digest());
            } catch (CloneNotSupportedException e) {
                throw new IllegalStateException("That of the JDK can be copied.", e);
            }
        }
    }
}
