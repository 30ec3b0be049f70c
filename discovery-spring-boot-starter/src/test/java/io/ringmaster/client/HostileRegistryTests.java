package io.ringmaster.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringmaster.model.BeatAnswer;
import io.ringmaster.model.Instance;
import io.ringmaster.model.InstanceStatus;
import io.ringmaster.model.RemovalReason;
import io.ringmaster.model.Revision;
import io.ringmaster.model.ServiceSnapshot;
import io.ringmaster.model.SessionBeat;
import io.ringmaster.model.WatchEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A registry that means harm to its clients: streams and answers made from a seed. {@code -Dhostile.seed=} repeats a run,
 * {@code -Dhostile.count=} makes it longer. Whatever comes, the client takes it, or gives it up with a {@link RegistryException};
 * what it then lists is legal.
 */
class HostileRegistryTests {

    private static final long SEED = Long.getLong("hostile.seed", 20261130);
    private static final int COUNT = Integer.getInteger("hostile.count", 3_000);

    private static final List<String> TRICKS = List.of(
            "[".repeat(20_000),
            "{\"a\":".repeat(5_000),
            "1".repeat(30_000),
            "1e999999999",
            "-1",
            "-0.5",
            "1001",
            "9223372036854775808",
            "NaN",
            "null",
            "true",
            "\"\"",
            "[null]",
            "{}",
            "\"\\ud800\"",
            "\"\\u0000\"",
            "\"a\\r\\nevent: put\\r\\ndata: {}\"",
            "\"a\\u001b[2J\\u2028b\"",
            "\"../../v1\"",
            "\"%0d%0a&known=x\"",
            "\"" + "y".repeat(40_000) + "\"",
            "{\"k\":\"a\\u000ab\"}",
            "{\"k\":{\"k\":1}}",
            "\u00ff\u00fe",
            "\"service\":\"orders\",\"service\":\"stock\"",
            "/* c */",
            "'",
            "",
            "\n",
            "\r",
            "\n\n",
            "\u0000",
            "\uFEFF",
            ": comment\n");

    private static final List<String> LINES = List.of(
            "id: a-1\u0000\n",
            "id\n",
            "id: " + "9".repeat(40) + "\n",
            "id: A-1\n",
            "id: a--1\n",
            "retry: 99999999999999999999\n",
            "event: bye\n",
            "event: snapshot\n",
            "event: " + "e".repeat(9_000) + "\n",
            "data\n",
            "data: }\n",
            "data: [1]\n",
            ":\n",
            "\n",
            "\r",
            "nonsense\n",
            "\uFEFFevent: put\n");

    static final Map<Class<?>, String> ANSWERS = Map.of(
            BeatAnswer.class,
            "{\"renewEverySeconds\":3,\"register\":[{\"service\":\"orders\",\"id\":\"1\"}],\"stale\":[],\"load\":{\"orders\":{\"1\":7}}}",
            RegistryClient.Registered.class,
            "{\"lease\":{\"ttlSeconds\":9,\"renewEverySeconds\":3}}",
            Drained.class,
            "{\"acknowledged\":false,\"watchers\":1,\"waitingFor\":[{\"session\":\"session-0001\",\"application\":\"a\",\"address\":\"b\"}]}",
            RegistryClient.Problem.class,
            "{\"code\":\"unknown-instance\",\"detail\":\"d\",\"status\":404}");

    private final Random random = new Random(SEED);

    @Test
    void whateverAStreamHoldsTheMirrorStaysSound() {
        Map<String, Integer> outcomes = new TreeMap<>();
        for (int i = 0; i < COUNT; i++) {
            byte[] stream = stream();
            try {
                outcomes.merge(HostileStream.feed(stream, 1 + random.nextInt(5_000)), 1, Integer::sum);
            } catch (RuntimeException | Error broken) {
                throw new AssertionError("stream " + i + " of -Dhostile.seed=" + SEED + ": " + shown(stream), broken);
            }
        }
        assertThat(outcomes).containsOnlyKeys("taken", "given up", "not complete");
        System.out.println(COUNT + " hostile streams: " + outcomes);
    }

    @Test
    void whateverAnAnswerHoldsItIsReadOrRefused() {
        int read = 0;
        int refused = 0;
        for (int i = 0; i < COUNT; i++) {
            for (Map.Entry<Class<?>, String> answer : ANSWERS.entrySet()) {
                String text = tricked(tricked(answer.getValue(), 2), 2);
                try {
                    assertThat(Wire.read(text, answer.getKey())).isNotNull();
                    read++;
                } catch (IllegalArgumentException asItShall) {
                    refused++;
                } catch (RuntimeException | Error broken) {
                    throw new AssertionError("answer " + i + " of -Dhostile.seed=" + SEED + ": " + text, broken);
                }
            }
        }
        assertThat(read).isPositive();
        assertThat(refused).isPositive();
        System.out.println(COUNT * ANSWERS.size() + " hostile answers: " + read + " read, " + refused + " refused");
    }

    @Test
    void anEventHoldsTensOfThousandsOfInstancesAndNoMore() {
        assertThat(HostileStream.feed(listOf(30_000), 16_384)).isEqualTo("taken");
        CatalogMirror mirror = new CatalogMirror();
        CatalogStream stream = stream(mirror);
        assertThatExceptionOfType(RegistryException.Unreadable.class)
                .isThrownBy(() -> HostileStream.feed(stream, listOf(100_000), 16_384))
                .withMessageContaining("An event is longer than");
        assertThat(mirror.synced()).isFalse();
    }

    @Test
    void aListThatNeverEndsIsGivenUp() {
        CatalogStream stream = stream(new CatalogMirror());
        byte[] part =
                ("event: snapshot\ndata: {\"service\":\"orders\",\"known\":false,\"revision\":\"a-1\",\"instances\":[],\"x\":\""
                                + "x".repeat(8 * 1024 * 1024) + "\"}\n\n")
                        .getBytes(StandardCharsets.UTF_8);
        assertThatExceptionOfType(RegistryException.Unreadable.class)
                .isThrownBy(() -> {
                    for (int i = 0; i < 40; i++) {
                        stream.feed(part, part.length);
                    }
                })
                .withMessageContaining("a list is longer than");
    }

    /** An event for which there is no memory, as far as the watch can tell. */
    @Test
    void anErrorOfTheMachineDoesNotEndTheWatching() {
        try (FakeRegistry registry = new FakeRegistry();
                ClientFixture fixture = new ClientFixture(registry.url())) {
            List<String> told = new ArrayList<>();
            fixture.mirror.addListener(services -> {
                if (told.isEmpty()) {
                    told.add("once");
                    throw new StackOverflowError("as if");
                }
            });
            fixture.watch.start();
            ClientFixture.await().until(fixture.mirror::synced);

            registry.put(FakeRegistry.instance("orders", "1", InstanceStatus.UP));

            ClientFixture.await().until(() -> registry.watches().size() >= 2 && fixture.watch.connected());
            assertThat(fixture.mirror.service("orders").instances()).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n{}",
                "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n{}",
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}}",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n{}",
                "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nnull",
                "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}",
                "HTTP/1.1 200 OK\r\nContent-Type: application/json; charset=\u0001\r\nContent-Length: 2\r\n\r\n[]",
                "HTTP/1.1 204 No Content\r\n\r\n",
                "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n",
                "HTTP/1.1 401 No\r\nWWW-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 407 No\r\nProxy-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 429 No\r\nRetry-After: 99999999999\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 409 No\r\nContent-Length: 44\r\n\r\n{\"code\":\"a\\r\\nERROR forged\",\"detail\":\"\\u001b[2J\"}",
                "HTTP/1.1 999 No\r\nContent-Length: 0\r\n\r\n",
                "HTTP/9.9 abc\r\n\r\n",
                "\u0000\u0001\u0002",
                "",
                "HTTP/1.1 200 OK\r\nX: \u00ff\r\nBad Header\r\n\r\n",
            })
    void whateverItAnswersACallEndsInATellingFailure(String answer) throws IOException {
        try (HostileServer server = new HostileServer(out -> out.write(answer.getBytes(StandardCharsets.ISO_8859_1)));
                ClientFixture fixture = fixture(server)) {
            assertEndsInATellingFailure(fixture);
        }
    }

    @Test
    void whatItAnswersWithoutEndIsGivenUp() throws IOException {
        CountDownLatch over = new CountDownLatch(1);
        byte[] zeros = new byte[64 * 1024];
        byte[] header = "X: y\r\n".repeat(1_000).getBytes(StandardCharsets.US_ASCII);
        List<HostileServer.Answer> answers = List.of(
                out -> repeat(out, "HTTP/1.1 200 OK\r\n\r\n", zeros),
                out -> repeat(out, "HTTP/1.1 500 No\r\n\r\n", zeros),
                out -> repeat(out, "HTTP/1.1 200 OK\r\n", header),
                out -> repeat(
                        out, "", "HTTP/1.1 100 Continue\r\n\r\n".repeat(100).getBytes(StandardCharsets.US_ASCII)),
                out -> {
                    out.write("HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                    while (!waited(over)) {
                        out.write(' ');
                    }
                });
        try {
            for (HostileServer.Answer answer : answers) {
                try (HostileServer server = new HostileServer(answer);
                        ClientFixture fixture = fixture(server)) {
                    assertEndsInATellingFailure(fixture);
                }
            }
        } finally {
            over.countDown();
        }
    }

    /** With the token of the client, too. */
    @Test
    void itSendsTheClientNowhereElse() throws IOException {
        try (HostileServer elsewhere = new HostileServer(out -> {});
                HostileServer server =
                        new HostileServer(out -> out.write(("HTTP/1.1 307 There\r\nLocation: http://127.0.0.1:"
                                        + elsewhere.port() + "/v1/watch\r\nContent-Length: 0\r\n\r\n")
                                .getBytes(StandardCharsets.US_ASCII)));
                ClientFixture fixture = fixture(server)) {
            assertEndsInATellingFailure(fixture);
            assertThat(elsewhere.requests()).isZero();
        }
    }

    private static ClientFixture fixture(HostileServer server) {
        return new ClientFixture("a-token", Duration.ofSeconds(1), List.of(), "http://127.0.0.1:" + server.port());
    }

    private static void assertEndsInATellingFailure(ClientFixture fixture) {
        SessionBeat beat = new SessionBeat("tests", null, List.of(), List.of(), List.of());
        assertThatThrownBy(() -> fixture.client.beat("session-0001", beat))
                .isInstanceOfSatisfying(RegistryException.class, HostileStream::assertPrintable);
        assertThatThrownBy(() -> {
                    var response = fixture.client.open(fixture.client.servers().current(), "/v1/watch", Map.of());
                    CatalogStream stream = stream(fixture.mirror);
                    try (var body = response.body()) {
                        byte[] bytes = new byte[16_384];
                        for (int length = body.read(bytes); length >= 0; length = body.read(bytes)) {
                            stream.feed(bytes, length);
                        }
                    }
                    throw new IOException("the stream ended");
                })
                .isInstanceOfAny(RegistryException.class, IOException.class);
        assertThat(fixture.mirror.synced()).isFalse();
    }

    private static void repeat(OutputStream out, String begin, byte[] part) throws IOException {
        out.write(begin.getBytes(StandardCharsets.US_ASCII));
        for (int sent = 0; sent < 64 * 1024 * 1024; sent += part.length) {
            out.write(part);
        }
    }

    private static boolean waited(CountDownLatch over) {
        try {
            return over.await(100, TimeUnit.MILLISECONDS);
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private static CatalogStream stream(CatalogMirror mirror) {
        return new CatalogStream(
                URI.create("http://127.0.0.1:1"),
                mirror,
                new CatalogWatch.Settings("session-0001", List.of(), Duration.ofSeconds(15)),
                false,
                complete -> {});
    }

    /** A stream as it should be, and then some of it otherwise. */
    byte[] stream() {
        Revision first = new Revision("a", 1);
        StringBuilder stream = new StringBuilder();
        List<String> frames = List.of(
                frame(
                        "snapshot",
                        null,
                        json(new ServiceSnapshot("orders", true, first, "d1", List.of(instance("1"), instance("2"))))),
                frame("snapshot", null, json(new ServiceSnapshot("stock", true, first, "d2", List.of()))),
                frame("synced", "a-1", json(new WatchEvent.Synced(first, true))),
                frame("put", "a-2", json(new WatchEvent.Put(instance("3"), "d3"))),
                frame("remove", "a-3", json(new WatchEvent.Remove("orders", "1", RemovalReason.DEREGISTERED, "d4"))),
                frame("bye", null, json(new WatchEvent.Bye("it is stopped"))));
        for (String frame : frames) {
            switch (random.nextInt(40)) {
                case 0 -> stream.append(pick(LINES)).append(frame);
                case 1 -> stream.append(frame).append(frame);
                case 2 -> stream.append(frame, 0, random.nextInt(frame.length()));
                case 3 -> stream.append(frame.replace("\n", random.nextBoolean() ? "\r" : "\r\n"));
                case 4 -> stream.append(frames.get(random.nextInt(frames.size())));
                case 5 -> {
                    int line = frame.indexOf('\n') + 1;
                    stream.append(frame, 0, line).append(pick(LINES)).append(frame.substring(line));
                }
                case 6, 7, 8 -> stream.append(tricked(frame, 1));
                default -> stream.append(frame);
            }
        }
        byte[] bytes = stream.toString()
                .getBytes(random.nextInt(4) == 0 ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
        if (random.nextInt(4) == 0) {
            for (int i = random.nextInt(8); i >= 0; i--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
        }
        return bytes;
    }

    private static byte[] listOf(int count) {
        List<Instance> instances = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            instances.add(instance(String.valueOf(i)));
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Revision first = new Revision("a", 1);
        bytes.writeBytes(frame("snapshot", null, json(new ServiceSnapshot("orders", true, first, "d1", instances)))
                .getBytes(StandardCharsets.UTF_8));
        bytes.writeBytes(
                frame("synced", "a-1", json(new WatchEvent.Synced(first, true))).getBytes(StandardCharsets.UTF_8));
        return bytes.toByteArray();
    }

    private static String frame(String type, String id, String data) {
        return "event: " + type + "\n" + (id == null ? "" : "id: " + id + "\n") + "data: " + data + "\n\n";
    }

    private static Instance instance(String id) {
        return FakeRegistry.instance("orders", id, InstanceStatus.UP);
    }

    private static String json(Object value) {
        return new String(Wire.write(value), StandardCharsets.UTF_8);
    }

    /** Puts a trick, or none, at some place of a text, or in the place of a value. */
    private String tricked(String text, int ofHowMany) {
        if (random.nextInt(ofHowMany) != 0 || text.isEmpty()) {
            return text;
        }
        int from = random.nextInt(text.length());
        int colon = text.indexOf("\":", from);
        if (colon > 0 && random.nextInt(4) != 0) {
            int end = colon + 2;
            while (end < text.length() && ",}]".indexOf(text.charAt(end)) < 0) {
                end++;
            }
            return text.substring(0, colon + 2) + pick(TRICKS) + text.substring(end);
        }
        return text.substring(0, from) + pick(TRICKS) + text.substring(from);
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private static String shown(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        return text.length() <= 4_000 ? text : text.substring(0, 4_000) + "…";
    }
}
