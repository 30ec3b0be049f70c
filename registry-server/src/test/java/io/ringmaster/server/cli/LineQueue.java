package io.ringmaster.server.cli;

import java.io.IOException;
import java.io.Writer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A terminal from which a test reads line by line, and which it may close as {@code head} does. */
final class LineQueue extends Writer {

    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final StringBuilder line = new StringBuilder();
    private volatile boolean closed;

    @Override
    public void write(char[] characters, int from, int length) throws IOException {
        requireOpen();
        for (int i = from; i < from + length; i++) {
            if (characters[i] == '\n') {
                lines.add(line.toString());
                line.setLength(0);
            } else {
                line.append(characters[i]);
            }
        }
    }

    @Override
    public void flush() throws IOException {
        requireOpen();
    }

    @Override
    public void close() {
        closed = true;
    }

    String next() throws InterruptedException {
        String next = lines.poll(30, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("no line within 30 s");
        }
        return next;
    }

    private void requireOpen() throws IOException {
        if (closed) {
            throw new IOException("closed");
        }
    }
}
