package io.ringmaster.server.journal;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.ringmaster.server.registry.RegistryEvent;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The bytes of a journal, all numbers in network order: a header of 16 bytes (8 of magic, the number of the format, the
 * CRC32C of both), then entries. An entry is the length of its JSON, the CRC32C of its JSON, the CRC32C of these two
 * numbers, and its JSON. The head of an entry has a checksum of its own so that a damaged length cannot make the rest of a
 * file look like an entry that was never finished.
 */
final class JournalFormat {

    /** Which format this program writes, and the newest it can read. */
    static final int NUMBER = 1;

    static final int FILE_HEAD = 16;
    static final int ENTRY_HEAD = 12;

    private static final byte[] MAGIC = "RINGJRNL".getBytes(StandardCharsets.US_ASCII);
    private static final int FORMAT_AT = 8;
    private static final int FILE_CHECKSUM_AT = 12;
    private static final int JSON_CHECKSUM_AT = 4;
    private static final int HEAD_CHECKSUM_AT = 8;

    /** A mapper of our own: what is set for the wire must not change what is on disk. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .changeDefaultPropertyInclusion(inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL))
            .build();

    private static final ObjectWriter WRITER = JSON.writerFor(JournalRecord.class);
    private static final ObjectReader READER = JSON.readerFor(JournalRecord.class);

    private JournalFormat() {}

    static byte[] fileHead(int format) {
        ByteBuffer head = ByteBuffer.allocate(FILE_HEAD).put(MAGIC).putInt(format);
        return head.putInt(checksum(head.array(), FILE_CHECKSUM_AT)).array();
    }

    /** Returns the number of the format in the head of a file, or -1 if these bytes are no such head. */
    static int format(byte[] head) {
        int format = ByteBuffer.wrap(head).getInt(FORMAT_AT);
        return ByteBuffer.wrap(head).equals(ByteBuffer.wrap(fileHead(format))) ? format : -1;
    }

    static byte[] entry(JournalRecord entry) {
        return entry(WRITER.writeValueAsBytes(entry));
    }

    static byte[] entry(byte[] json) {
        ByteBuffer bytes = ByteBuffer.allocate(ENTRY_HEAD + json.length)
                .putInt(json.length)
                .putInt(checksum(json, json.length));
        return bytes.putInt(checksum(bytes.array(), HEAD_CHECKSUM_AT)).put(json).array();
    }

    /** Returns the length of the JSON after the head of an entry, or -1 if these bytes are no such head. */
    static int length(byte[] head) {
        ByteBuffer numbers = ByteBuffer.wrap(head);
        return numbers.getInt(HEAD_CHECKSUM_AT) == checksum(head, HEAD_CHECKSUM_AT) ? numbers.getInt(0) : -1;
    }

    /** Whether this is the JSON that the head was written for. */
    static boolean matches(byte[] head, byte[] json) {
        return ByteBuffer.wrap(head).getInt(JSON_CHECKSUM_AT) == checksum(json, json.length);
    }

    /**
     * Returns an entry, or null if it is one for the history that only a later program understands. Whoever goes back to this one
     * shall not lose what comes after it.
     *
     * @throws RuntimeException if the JSON is no entry
     */
    static @Nullable JournalRecord read(byte[] json) {
        try {
            return READER.readValue(json);
        } catch (InvalidFormatException unknown) {
            if (unknown.getTargetType() == RegistryEvent.Kind.class) {
                return null;
            }
            throw unknown;
        }
    }

    private static int checksum(byte[] bytes, int length) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, 0, length);
        return (int) checksum.getValue();
    }
}
