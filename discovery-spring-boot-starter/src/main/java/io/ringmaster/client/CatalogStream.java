package io.ringmaster.client;

import io.ringmaster.client.EventStreamParser.Event;
import io.ringmaster.model.Revision;
import io.ringmaster.model.ServiceSnapshot;
import io.ringmaster.model.WatchEvent;
import java.net.URI;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One stream, from the question to the last event: says what is held already, and takes what comes into the mirror. Of the
 * thread that feeds the mirror.
 */
final class CatalogStream {

    private static final Logger log = LoggerFactory.getLogger(CatalogStream.class);

    /** Servers and proxies take request lines of 8 KB; digests beyond this are left out, which costs a snapshot each. */
    private static final int MAX_QUERY_CHARS = 6 * 1024;

    /** A list may be so long; hundreds of thousands of instances are far below. */
    private static final long MAX_LIST_CHARS = 256L * 1024 * 1024;

    private final URI server;
    private final CatalogMirror mirror;
    private final Consumer<CatalogStream> complete;
    private final String pathAndQuery;
    private final Map<String, String> headers;
    private final EventStreamParser parser = new EventStreamParser(this::take);

    /** Why the node goes, once it has said that it does. */
    private @Nullable String farewell;

    /** How many characters of a list have come that is not complete yet. */
    private long listChars;

    /**
     * @param trusted whether the registry may build upon what is held, rather than send everything
     * @param complete is told each time the registry says that what it has sent is complete
     */
    CatalogStream(
            URI server,
            CatalogMirror mirror,
            CatalogWatch.Settings settings,
            boolean trusted,
            Consumer<CatalogStream> complete) {
        this.server = server;
        this.mirror = mirror;
        this.complete = complete;
        StringBuilder query = new StringBuilder("/v1/watch?session=").append(RegistryClient.encode(settings.session()));
        settings.services().forEach(service -> query.append("&service=").append(RegistryClient.encode(service)));
        Set<String> offered = new HashSet<>();
        Revision revision = trusted ? mirror.revision() : null;
        if (revision != null) {
            mirror.digests().forEach((service, digest) -> {
                String known = "&known=" + RegistryClient.encode(service + ":" + digest);
                if (query.length() + known.length() <= MAX_QUERY_CHARS) {
                    query.append(known);
                    offered.add(service);
                }
            });
        }
        this.headers = revision == null ? Map.of() : Map.of("Last-Event-ID", revision.toString());
        this.pathAndQuery = query.toString();
        mirror.connected(offered);
    }

    URI server() {
        return server;
    }

    String pathAndQuery() {
        return pathAndQuery;
    }

    Map<String, String> headers() {
        return headers;
    }

    /** Whether the node has said that it goes. */
    boolean leaving() {
        return farewell != null;
    }

    /** Returns why it goes, in its words on one line, or null while it does not. */
    @Nullable
    String farewell() {
        return farewell;
    }

    /**
     * Takes the next bytes.
     *
     * @throws RegistryException.Unreadable if they make no sense; the mirror is as it was before the event that makes none
     */
    void feed(byte[] bytes, int length) {
        try {
            parser.feed(bytes, length);
        } catch (RuntimeException senseless) {
            throw new RegistryException.Unreadable(server, "its stream makes no sense: " + senseless.getMessage());
        }
    }

    private void take(Event event) {
        switch (event.type()) {
            case "snapshot" -> {
                listChars += event.data().length();
                if (listChars > MAX_LIST_CHARS) {
                    throw new IllegalArgumentException("a list is longer than " + MAX_LIST_CHARS + " characters");
                }
                mirror.snapshot(Wire.read(event.data(), ServiceSnapshot.class));
            }
            case "synced" -> {
                listChars = 0;
                mirror.synced(Wire.read(event.data(), WatchEvent.Synced.class));
                complete.accept(this);
            }
            case "put" -> mirror.put(revision(event.id()), Wire.read(event.data(), WatchEvent.Put.class));
            case "remove" -> mirror.remove(revision(event.id()), Wire.read(event.data(), WatchEvent.Remove.class));
            case "bye" ->
                farewell = RegistryException.oneLine(String.valueOf(
                        Wire.read(event.data(), WatchEvent.Bye.class).reason()));
            default ->
                log.debug("An event of a newer registry is passed over: {}", RegistryException.oneLine(event.type()));
        }
    }

    private static Revision revision(@Nullable String id) {
        if (id == null) {
            throw new IllegalArgumentException("a change has no id");
        }
        return Revision.parse(id);
    }
}
