package io.ringmaster.server.cluster;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/**
 * The bytes between nodes: two numbers of two bytes in network order, and the JSON of a {@link Message}. The first number is the
 * format of what follows, the second the newest that the sender understands. Members that are not known are ignored, so most
 * additions need no new format. A node writes in the newest format that all it has heard understand, and reads that of the
 * release before its own; so a cluster can be upgraded node by node.
 */
final class WireFormat {

    /** Which format this program writes to its like. */
    static final int NEWEST = 1;

    /** What a message should not exceed. */
    static final int MAX_BYTES = 64 * 1024;

    private static final int HEAD = 2 * Short.BYTES;

    /** A mapper of our own: what is set for clients must not change what is between nodes. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .changeDefaultPropertyInclusion(inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL))
            .build();

    private static final ObjectWriter WRITER = JSON.writerFor(Message.class);
    private static final ObjectReader READER = JSON.readerFor(Message.class);
    private static final ObjectWriter ENTRIES = JSON.writerFor(Entry.class);

    private final int newest;

    /**
     * @param newest the newest format that is understood; another than {@link #NEWEST} in tests only
     */
    WireFormat(int newest) {
        this.newest = newest;
    }

    /** Returns the format that a node of the release before understands. */
    int oldest() {
        return Math.max(1, newest - 1);
    }

    int newest() {
        return newest;
    }

    /** What stands before a message. */
    record Head(int format, int newest) {}

    /**
     * @throws RuntimeException if these bytes are no message
     */
    Head head(byte[] message) {
        ByteBuffer numbers = ByteBuffer.wrap(message);
        return new Head(numbers.getShort(), numbers.getShort());
    }

    /** Whether a message of that format can be read. */
    boolean understands(Head head) {
        return head.format >= oldest() && head.format <= newest;
    }

    /**
     * @throws RuntimeException if these bytes are no message
     */
    Message read(byte[] message) {
        return READER.readValue(message, HEAD, message.length - HEAD);
    }

    /**
     * @param format one that is understood
     */
    byte[] write(Message message, int format) {
        byte[] json = WRITER.writeValueAsBytes(message);
        return ByteBuffer.allocate(HEAD + json.length)
                .putShort((short) format)
                .putShort((short) newest)
                .put(json)
                .array();
    }

    /** Splits entries into lists of which each makes a message that is not too long, unless a single entry is. */
    static List<List<Entry>> chunks(Iterable<Entry> entries) {
        List<List<Entry>> chunks = new ArrayList<>();
        int left = 0;
        for (Entry entry : entries) {
            int bytes = ENTRIES.writeValueAsBytes(entry).length + 1;
            if (bytes > left) {
                chunks.add(new ArrayList<>());
                left = MAX_BYTES - 100;
            }
            left -= bytes;
            chunks.get(chunks.size() - 1).add(entry);
        }
        return chunks;
    }
}
