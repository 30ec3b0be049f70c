package io.ringmaster.server.journal;

import io.ringmaster.server.journal.JournalFiles.Output;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A journal that is being written. After an exception it is worth nothing any more. For one thread. */
final class JournalFile implements Closeable {

    private static final int BUFFER = 1 << 16;

    private final Output output;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
    private long size;
    private boolean unsynced;

    /** Writes the head. */
    JournalFile(Output output) throws IOException {
        this.output = output;
        append(JournalFormat.fileHead(JournalFormat.NUMBER));
    }

    void append(JournalRecord entry) throws IOException {
        append(JournalFormat.entry(entry));
    }

    private void append(byte[] bytes) throws IOException {
        if (bytes.length > buffer.remaining()) {
            flush();
        }
        if (bytes.length > buffer.remaining()) {
            output.write(ByteBuffer.wrap(bytes));
        } else {
            buffer.put(bytes);
        }
        unsynced = true;
        size += bytes.length;
    }

    /** Hands everything to the operating system, so that it outlives this process. */
    void flush() throws IOException {
        if (buffer.position() > 0) {
            output.write(buffer.flip());
            buffer.clear();
        }
    }

    /** Brings everything to the disk, so that it outlives this machine. */
    void sync() throws IOException {
        flush();
        output.sync();
        unsynced = false;
    }

    boolean isUnsynced() {
        return unsynced;
    }

    long size() {
        return size;
    }

    @Override
    public void close() throws IOException {
        output.close();
    }
}
