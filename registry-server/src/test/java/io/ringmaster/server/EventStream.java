package io.ringmaster.server;

import io.ringmaster.time.Ticker;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A watcher on a socket of its own, that can stop reading or vanish like a process that is killed. */
public final class EventStream implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final JsonMapper JSON = new JsonMapper();
    private static final Event END = new Event("end of stream", null, "");

    private final Socket socket = new Socket();
    private final BufferedReader reader;
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();

    /** One event; a comment has the name {@code :}. */
    public record Event(String name, String id, String data) {

        public JsonNode json() {
            return JSON.readTree(data);
        }

        public String at(String pointer) {
            JsonNode node = json().at(pointer);
            return node.isMissingNode() ? null : node.asString();
        }
    }

    private EventStream(int port, String path, int receiveBuffer, List<String> headers) throws IOException {
        if (receiveBuffer > 0) {
            socket.setReceiveBufferSize(receiveBuffer);
        }
        socket.connect(new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        String head = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n"
                + String.join(
                        "", headers.stream().map(header -> header + "\r\n").toList()) + "\r\n";
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        reader = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    /** Opens a stream and reads it. A header is given as one line. */
    public static EventStream open(int port, String path, String... headers) {
        EventStream stream = openUnread(port, path, 0, headers);
        stream.read();
        return stream;
    }

    /** Opens a stream and reads nothing of it until told to. */
    public static EventStream openUnread(int port, String path, int receiveBuffer, String... headers) {
        try {
            return new EventStream(port, path, receiveBuffer, List.of(headers));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Begins to read, on a thread of its own. */
    public void read() {
        Thread thread = new Thread(this::readAll, "event-stream");
        thread.setDaemon(true);
        thread.start();
    }

    private void readAll() {
        String name = null;
        String id = null;
        StringBuilder data = new StringBuilder();
        try {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (line.startsWith(":")) {
                    events.add(new Event(":", null, line.substring(1).strip()));
                } else if (line.startsWith("event: ")) {
                    name = line.substring(7);
                } else if (line.startsWith("id: ")) {
                    id = line.substring(4);
                } else if (line.startsWith("data: ")) {
                    data.append(line.substring(6));
                } else if (line.isEmpty() && name != null) {
                    events.add(new Event(name, id, data.toString()));
                    name = null;
                    id = null;
                    data.setLength(0);
                }
            }
        } catch (IOException e) {
            // The test closed it.
        }
        events.add(END);
    }

    /** Returns the next event that is no comment, for which it waits no longer because there are comments. */
    public Event next() {
        Ticker ticker = Ticker.system();
        long deadline = ticker.now().deadlineNanosAfter(PATIENCE);
        while (!ticker.now().hasReached(deadline)) {
            Event event = nextOrComment();
            if (!event.name().equals(":")) {
                return event;
            }
        }
        throw new AssertionError("nothing but comments within " + PATIENCE);
    }

    /** Returns the next event, which must have that name. */
    public Event next(String name) {
        Event event = next();
        if (!event.name().equals(name)) {
            throw new AssertionError("expected '" + name + "', got " + event);
        }
        return event;
    }

    public Event nextOrComment() {
        try {
            Event event = events.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            if (event == null) {
                throw new AssertionError("no event within " + PATIENCE);
            }
            return event;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Returns the events up to and with the first of that name. */
    public List<Event> upTo(String name) {
        List<Event> until = new ArrayList<>();
        Ticker ticker = Ticker.system();
        long deadline = ticker.now().deadlineNanosAfter(PATIENCE);
        do {
            if (ticker.now().hasReached(deadline)) {
                throw new AssertionError("no '" + name + "' within " + PATIENCE + ": " + until);
            }
            until.add(next());
            if (until.get(until.size() - 1) == END) {
                throw new AssertionError("the stream ended: " + until);
            }
        } while (!until.get(until.size() - 1).name().equals(name));
        return until;
    }

    /** Waits for the server to end the stream. */
    public void awaitEnd() {
        while (nextOrComment() != END) {
            // What comes before it does not matter here.
        }
    }

    /** Breaks the connection as the kernel does for a process that is killed. */
    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
