package io.ringmaster.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringmaster.client.EventStreamParser.Event;
import io.ringmaster.model.Instance;
import io.ringmaster.model.Names;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Feeds the client with what no registry of ours would send, and looks whether it stays sound. */
final class HostileStream {

    private static final URI SERVER = URI.create("http://127.0.0.1:1");
    private static final CatalogWatch.Settings SETTINGS =
            new CatalogWatch.Settings("session-0001", List.of(), Duration.ofSeconds(15));

    private HostileStream() {}

    /**
     * Throws an {@link AssertionError}, or whatever the client lets through, if it does not stay sound.
     *
     * @param piece how many bytes arrive at once
     * @return what came of it, in a word
     */
    static String feed(byte[] bytes, int piece) {
        assertThat(events(bytes, piece)).as("cut in another way").isEqualTo(events(bytes, Math.max(1, bytes.length)));
        CatalogMirror mirror = new CatalogMirror();
        String outcome;
        try {
            feed(new CatalogStream(SERVER, mirror, SETTINGS, false, complete -> {}), bytes, piece);
            outcome = mirror.synced() ? "taken" : "not complete";
        } catch (RegistryException.Unreadable refused) {
            assertPrintable(refused);
            outcome = "given up";
        }
        assertSound(mirror);
        return outcome;
    }

    static void feed(CatalogStream stream, byte[] bytes, int piece) {
        for (int from = 0; from < bytes.length; from += piece) {
            byte[] part = Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + piece));
            stream.feed(part, part.length);
        }
    }

    /** No message of a registry breaks a line of a log. */
    static void assertPrintable(RegistryException failure) {
        assertThat(failure.getMessage() + failure.advice()).doesNotContainPattern("[\\p{Cntrl}\\u0085\\u2028]");
    }

    /** What is listed is legal, and a next stream can be asked for what is held. */
    private static void assertSound(CatalogMirror mirror) {
        for (String name : mirror.serviceNames()) {
            assertThat(Names.service(name)).isEqualTo(name);
            for (Instance instance : mirror.service(name).instances()) {
                assertThat(instance.registration().service()).isEqualTo(name);
                assertThat(instance.effectiveWeight()).isBetween(0.0, 1000.0);
                assertThat(Wire.read(new String(Wire.write(instance), StandardCharsets.UTF_8), Instance.class))
                        .isEqualTo(instance);
            }
        }
        CatalogStream next = new CatalogStream(SERVER, mirror, SETTINGS, true, complete -> {});
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(SERVER + next.pathAndQuery()));
        next.headers().forEach(request::header);
        assertThat(request.build().uri().getPath()).isEqualTo("/v1/watch");
    }

    private static List<Event> events(byte[] bytes, int piece) {
        List<Event> events = new ArrayList<>();
        EventStreamParser parser = new EventStreamParser(events::add);
        for (int from = 0; from < bytes.length; from += piece) {
            byte[] part = Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + piece));
            parser.feed(part, part.length);
        }
        return events;
    }
}
