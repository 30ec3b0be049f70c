package io.ringmaster.server.journal;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** A folder in memory whose disk fails when a test wants it to, and which remembers what a crash would have left. */
final class FakeFiles implements JournalFiles {

    /** What a process that starts after a crash finds, before each operation and after half of a write. */
    final List<byte[]> crashes = new ArrayList<>();

    /** Which operation fails, counted from 0. */
    IntPredicate fails = operation -> false;

    boolean setAsideFails;
    byte @Nullable [] aside;
    int operations;

    private @Nullable Content journal;
    private @Nullable Content next;
    private @Nullable String reason;

    FakeFiles() {}

    FakeFiles(byte[] found) {
        journal = new Content(found);
    }

    /** Bytes, and how many of them would outlive a power cut. */
    private static final class Content {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private int synced;

        Content(byte... bytes) {
            this.bytes.writeBytes(bytes);
            this.synced = bytes.length;
        }
    }

    /** What is left when the process is killed now. */
    byte[] afterKill() {
        return journal == null ? new byte[0] : journal.bytes.toByteArray();
    }

    /** What is left when the power fails now. */
    byte[] afterPowerCut() {
        return journal == null ? new byte[0] : Arrays.copyOf(journal.bytes.toByteArray(), journal.synced);
    }

    @Override
    public String place() {
        return "memory";
    }

    @Override
    public @Nullable InputStream read() {
        return journal == null ? null : new ByteArrayInputStream(journal.bytes.toByteArray());
    }

    @Override
    public Output create() throws IOException {
        operation();
        if (reason != null) {
            throw new IOException(reason);
        }
        Content content = new Content();
        next = content;
        return new Output() {
            @Override
            public void write(ByteBuffer bytes) throws IOException {
                byte[] all = new byte[bytes.remaining()];
                bytes.get(all);
                try {
                    operation();
                } catch (IOException full) {
                    content.bytes.write(all, 0, all.length / 2);
                    throw full;
                }
                content.bytes.write(all, 0, all.length / 2);
                crashes.add(afterKill());
                content.bytes.write(all, all.length / 2, all.length - all.length / 2);
            }

            @Override
            public void sync() throws IOException {
                operation();
                content.synced = content.bytes.size();
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public void publish() throws IOException {
        operation();
        journal = next;
        next = null;
    }

    @Override
    public void discard() {
        next = null;
    }

    @Override
    public String setAside(String suffix) throws IOException {
        if (setAsideFails) {
            throw new IOException("no room");
        }
        aside = afterKill();
        return suffix;
    }

    @Override
    public void protect(String why) {
        reason = why;
    }

    @Override
    public void close() {}

    private void operation() throws IOException {
        crashes.add(afterKill());
        if (fails.test(operations++)) {
            throw new IOException("No space left on device");
        }
    }
}
