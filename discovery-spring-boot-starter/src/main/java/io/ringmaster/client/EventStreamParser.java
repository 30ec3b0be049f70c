package io.ringmaster.client;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Cuts the bytes of a server-sent event stream into events, however they arrive: half a line, half a character or many
 * events at once. Follows the HTML standard, section 9.2.6; an event that the stream ends in the middle of is no event.
 * Not for several threads.
 */
final class EventStreamParser {

    /** An event may have this many bytes; nothing legal is near it. */
    static final int MAX_EVENT_BYTES = 16 * 1024 * 1024;

    /**
     * One event.
     *
     * @param type its {@code event:}, or {@code message}
     * @param id the last {@code id:} of the stream so far, or null
     * @param data its {@code data:} lines, joined by line feeds
     */
    record Event(String type, @Nullable String id, String data) {}

    /** Takes the events, in order. */
    @FunctionalInterface
    interface Sink {
        void event(Event event);
    }

    private final Sink sink;
    private final int maxEventBytes;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final StringBuilder data = new StringBuilder();

    private String type = "";
    private @Nullable String id;
    private boolean hasData;
    private boolean afterCarriageReturn;
    private boolean firstLine = true;
    private int eventBytes;

    EventStreamParser(Sink sink) {
        this(sink, MAX_EVENT_BYTES);
    }

    EventStreamParser(Sink sink, int maxEventBytes) {
        this.sink = sink;
        this.maxEventBytes = maxEventBytes;
    }

    /**
     * Takes the next bytes.
     *
     * @throws IllegalStateException if an event is longer than is sensible
     */
    void feed(byte[] bytes, int length) {
        int start = 0;
        for (int i = 0; i < length; i++) {
            byte b = bytes[i];
            boolean secondHalfOfLineEnd = afterCarriageReturn && b == '\n';
            afterCarriageReturn = b == '\r';
            if (secondHalfOfLineEnd) {
                start = i + 1;
            } else if (b == '\n' || b == '\r') {
                append(bytes, start, i);
                start = i + 1;
                endLine();
            }
        }
        append(bytes, start, length);
    }

    private void append(byte[] bytes, int from, int to) {
        eventBytes += to - from;
        if (eventBytes > maxEventBytes) {
            throw new IllegalStateException("An event is longer than " + maxEventBytes + " bytes.");
        }
        line.write(bytes, from, to - from);
    }

    private void endLine() {
        String text = line.toString(StandardCharsets.UTF_8);
        line.reset();
        if (firstLine && text.startsWith("\uFEFF")) {
            text = text.substring(1);
        }
        firstLine = false;
        takeLine(text);
    }

    private void takeLine(String text) {
        if (text.isEmpty()) {
            dispatch();
            return;
        }
        int colon = text.indexOf(':');
        if (colon == 0) {
            if (!hasData) {
                eventBytes = 0;
            }
            return;
        }
        String field = colon < 0 ? text : text.substring(0, colon);
        String value = colon < 0 ? "" : text.substring(text.startsWith(" ", colon + 1) ? colon + 2 : colon + 1);
        switch (field) {
            case "event" -> type = value;
            case "id" -> id = value.indexOf('\0') >= 0 ? id : value;
            case "data" -> {
                if (hasData) {
                    data.append('\n');
                }
                data.append(value);
                hasData = true;
            }
            default -> {
                // The standard: unknown fields, and 'retry' for us, are ignored.
            }
        }
    }

    private void dispatch() {
        Event event = hasData ? new Event(type.isEmpty() ? "message" : type, id, data.toString()) : null;
        type = "";
        hasData = false;
        eventBytes = 0;
        // A large snapshot must not keep its memory for the life of the stream.
        data.setLength(0);
        if (data.capacity() > 1 << 20) {
            data.trimToSize();
        }
        if (event != null) {
            sink.event(event);
        }
    }
}
