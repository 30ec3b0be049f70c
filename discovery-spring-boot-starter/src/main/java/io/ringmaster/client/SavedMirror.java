package io.ringmaster.client;

import io.ringmaster.model.Instance;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * A list as it is kept on disk. Two lines of JSON: the first says what the second is, so that a file that is torn, damaged
 * or of a newer Ringmaster is told from a good one before any of it is believed. Immutable.
 *
 * @param savedAt when the list was known to be true
 * @param servers the addresses of the registry servers that it came from
 * @param instances all instances of all services
 */
record SavedMirror(Instant savedAt, List<String> servers, List<Instance> instances) {

    /** Raised when an older Ringmaster could not read the file. */
    static final int FORMAT = 1;

    /** Some ten thousand instances. */
    static final int MAX_BYTES = 16 * 1024 * 1024;

    private record Header(int format, int bytes, String crc32c) {}

    /** The file is of a newer Ringmaster. */
    static final class NewerFormatException extends RuntimeException {

        private static final long serialVersionUID = 1;

        NewerFormatException(int format) {
            super("it has format " + format + ", and this version of Ringmaster reads format " + FORMAT + ".");
        }
    }

    SavedMirror {
        if (savedAt == null) {
            throw new IllegalArgumentException("it does not say when it was saved");
        }
        servers = List.copyOf(servers);
        instances = List.copyOf(instances);
    }

    byte[] toBytes() {
        byte[] content = Wire.write(this);
        byte[] header = Wire.write(new Header(FORMAT, content.length, checksum(content, 0)));
        byte[] bytes = new byte[header.length + 1 + content.length];
        System.arraycopy(header, 0, bytes, 0, header.length);
        bytes[header.length] = '\n';
        System.arraycopy(content, 0, bytes, header.length + 1, content.length);
        return bytes;
    }

    /**
     * Reads what {@link #toBytes} has written.
     *
     * @throws NewerFormatException if it is of a newer Ringmaster
     * @throws IllegalArgumentException if it is not whole; the message says what is wrong, and is no sentence
     */
    static SavedMirror parse(byte[] bytes) {
        int start = 0;
        while (start < bytes.length && bytes[start] != '\n') {
            start++;
        }
        start++;
        Header header = Wire.read(text(bytes, 0, Math.min(start, bytes.length)), Header.class);
        if (header.format() > FORMAT) {
            throw new NewerFormatException(header.format());
        }
        if (header.format() != FORMAT || header.bytes() != bytes.length - start) {
            throw new IllegalArgumentException("it is cut off or not such a file");
        }
        if (!checksum(bytes, start).equals(header.crc32c())) {
            throw new IllegalArgumentException("its checksum is wrong");
        }
        return Wire.read(text(bytes, start, bytes.length - start), SavedMirror.class);
    }

    private static String text(byte[] bytes, int offset, int length) {
        return new String(bytes, offset, length, StandardCharsets.UTF_8);
    }

    private static String checksum(byte[] bytes, int offset) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, offset, bytes.length - offset);
        return Long.toHexString(checksum.getValue());
    }
}
