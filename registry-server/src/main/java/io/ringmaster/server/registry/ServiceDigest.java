package io.ringmaster.server.registry;

import io.ringmaster.model.Instance;
import io.ringmaster.model.OperatorOverride;
import io.ringmaster.model.Registration;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
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
        content.add(claim.service(), claim.id(), claim.scheme(), claim.host());
        content.add(claim.port(), claim.zone(), claim.weight(), claim.ttlSeconds());
        content.add(claim.check().type(), claim.check().path(), claim.session(), claim.incarnation());
        content.add(claim.metadata().size());
        claim.metadata().forEach(content::add);
        content.add(instance.reported(), instance.observed(), instance.observedCause());
        OperatorOverride override = instance.override();
        if (override != null) {
            content.add(override.status(), override.weight(), override.reason(), override.by(), override.expiresAt());
        }
        if (instance.registeredBy() != null) {
            content.add(instance.registeredBy());
        }
        return content.hash();
    }

    /** Feeds values to a hash so that no two lists of values give the same bytes. */
    private static final class Content {

        /** All of them, since to feed a hash many times costs more than the hash. */
        private ByteBuffer bytes = ByteBuffer.allocate(512);

        void add(@Nullable Object... values) {
            for (Object value : values) {
                byte[] word = value == null ? NOTHING : value.toString().getBytes(StandardCharsets.UTF_8);
                if (bytes.remaining() < Integer.BYTES + word.length) {
                    bytes = ByteBuffer.allocate(2 * bytes.capacity() + word.length)
                            .put(bytes.flip());
                }
                bytes.putInt(value == null ? -1 : word.length).put(word);
            }
        }

        ByteBuffer hash() {
            try {
                MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
                sha256.update(bytes.flip());
                return ByteBuffer.wrap(sha256.digest());
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("Every Java has SHA-256.", e);
            }
        }
    }
}
