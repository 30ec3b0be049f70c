package io.ringmaster.server.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringmaster.server.RegistryProcess;
import io.ringmaster.server.security.RawConnection.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The packaged registry with little memory, while one identity does what it can to it over 64 connections, and strangers hold
 * others. 200 clients of another identity must not notice. {@code -Dflood.seconds=} makes it longer, {@code -Dflood.limit=2000}
 * gives the flood what is the usual limit.
 */
class FloodIT {

    private static final int SECONDS = Integer.getInteger("flood.seconds", 6);

    /** Few enough for a busy machine to come to its end. */
    private static final int SMALL_LIMIT = 200;

    private static final int LIMIT = Integer.getInteger("flood.limit", SMALL_LIMIT);
    private static final int CLIENTS = 200;
    private static final Duration BEAT = Duration.ofSeconds(3);
    private static final int TTL_SECONDS = 9;

    private static final int SENDING = 32;
    private static final int SENDING_AHEAD = 16;
    private static final int NEVER_READING = 8;
    private static final int LARGE_BODIES = 8;
    private static final int OF_EACH_SLOW_KIND = 100;

    private static final String UNTOLD = "429 that does not tell when to come back";

    private static final Duration DRIBBLE = Duration.ofMillis(200);

    private static final List<String> SLOW_KINDS = List.of(
            "",
            "GET /v1/services HTTP/1.1\r\nHost: localhost\r\nX-Slow: ",
            "PUT /v1/services/a/instances/a HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                    + "Content-Length: 60000\r\n\r\n");

    private final ScheduledExecutorService fleet = Executors.newScheduledThreadPool(CLIENTS);
    private final ScheduledExecutorService flood = Executors.newScheduledThreadPool(128);
    private final List<RawConnection> open = new CopyOnWriteArrayList<>();
    private final Map<String, AtomicInteger> answers = new ConcurrentSkipListMap<>();
    private final Beats quiet = new Beats();
    private final Beats flooded = new Beats();

    private volatile boolean flooding;
    private volatile boolean over;

    /** What those who behave have seen. */
    private static final class Beats {

        final List<Long> nanos = Collections.synchronizedList(new ArrayList<>());
        final AtomicInteger missed = new AtomicInteger();

        long millis(double part) {
            List<Long> sorted = new ArrayList<>(nanos);
            Collections.sort(sorted);
            return TimeUnit.NANOSECONDS.toMillis(sorted.get((int) Math.ceil(part * sorted.size()) - 1));
        }

        @Override
        public String toString() {
            long late = nanos.stream().filter(each -> each > BEAT.toNanos()).count();
            return "%d beats, %d missed, %d later than one beat; p50 %d ms, p99 %d ms, max %d ms"
                    .formatted(nanos.size(), missed.get(), late, millis(0.5), millis(0.99), millis(1));
        }
    }

    @AfterEach
    void stop() throws IOException {
        over = true;
        fleet.shutdownNow();
        for (RawConnection each : open) {
            each.close();
        }
        flood.shutdownNow();
    }

    @Test
    void thoseWhoBehaveKeepTheirLeases() throws Exception {
        try (RegistryProcess registry = RegistryProcess.of(
                List.of("-Xmx128m", "-XX:+ExitOnOutOfMemoryError", "-XX:TieredStopAtLevel=4", "-XX:-UseSerialGC"),
                List.of(
                        "--server.address=127.0.0.1",
                        "--ringmaster.server.journal.enabled=false",
                        "--ringmaster.server.limits.requests-per-second=" + LIMIT,
                        "--ringmaster.server.identities.flood.tokens=" + Tokens.hash("token-of-flood"),
                        "--ringmaster.server.identities.flood.roles=read,register",
                        "--ringmaster.server.identities.flood.services=flood",
                        "--ringmaster.server.identities.fleet.tokens=" + Tokens.hash("token-of-fleet"),
                        "--ringmaster.server.identities.fleet.roles=read,register",
                        "--ringmaster.server.identities.fleet.services=fleet"))) {
            registry.start();
            int port = registry.port();
            for (int i = 0; i < CLIENTS; i++) {
                join(port, i);
            }
            await(BEAT.plus(BEAT.dividedBy(2)));
            int changesBefore = changesOfTheFleet(port).size();
            begin(port);
            flooding = true;
            await(Duration.ofSeconds(SECONDS));
            int total = answers.values().stream().mapToInt(AtomicInteger::get).sum();
            String seen = "before:  %s%nflooded: %s%nflood:   %d answers in a second, in all %s"
                    .formatted(quiet, flooded, total / SECONDS, answers);
            List<String> changes = changesOfTheFleet(port);
            List<String> lost = changes.subList(0, changes.size() - changesBefore);
            over = true;
            System.out.println(seen + "\nleases:  " + lost.size() + " changes");
            assertThat(lost).as("what happened to those who behave").isEmpty();
            assertThat(flooded.missed).hasValue(0);
            assertThat(quiet.missed).hasValue(0);
            assertThat(answers).containsKeys("200", "413", "closed").doesNotContainKey(UNTOLD);
            if (LIMIT == SMALL_LIMIT) {
                assertThat(answers).containsKey("429");
            }
        }
    }

    /** No time is waited for in vain: what goes on meanwhile is what is measured. */
    private static void await(Duration time) {
        Awaitility.await().pollDelay(time).atMost(time.plusSeconds(20)).until(() -> true);
    }

    /** Registers, and beats from then on as the starter does. */
    private void join(int port, int number) throws IOException {
        RawConnection connection = opened(port);
        String session = "session-of-" + number;
        Answer registered = connection.send(RawConnection.put(
                "/v1/services/fleet/instances/" + number,
                "token-of-fleet",
                "{\"host\":\"127.0.0.1\",\"port\":9,\"ttlSeconds\":" + TTL_SECONDS + ",\"session\":\"" + session
                        + "\",\"incarnation\":1,\"check\":{\"type\":\"none\"}}"));
        assertThat(registered.status()).as(registered.body()).isEqualTo(201);
        byte[] beat = RawConnection.put(
                "/v1/sessions/" + session,
                "token-of-fleet",
                "{\"instances\":[{\"service\":\"fleet\",\"id\":\"" + number + "\",\"incarnation\":1}]}");
        long offset = BEAT.toNanos() * number / CLIENTS;
        long first = System.nanoTime() + offset;
        int[] sent = new int[1];
        fleet.scheduleAtFixedRate(
                () -> {
                    // From when it was due, so that one that waits for the one before it counts as late.
                    long due = first + BEAT.toNanos() * sent[0]++;
                    if (over) {
                        return;
                    }
                    Beats beats = flooding ? flooded : quiet;
                    try {
                        if (connection.send(beat).status() == 200) {
                            beats.nanos.add(System.nanoTime() - due);
                        } else {
                            beats.missed.incrementAndGet();
                        }
                    } catch (IOException broken) {
                        beats.missed.addAndGet(over ? 0 : 1);
                    }
                },
                offset,
                BEAT.toNanos(),
                TimeUnit.NANOSECONDS);
    }

    private void begin(int port) throws IOException {
        byte[] request = RawConnection.put("/v1/services/flood/instances/1", "token-of-flood", "{\"port\":1}");
        byte[] many = new String(request, StandardCharsets.US_ASCII).repeat(100).getBytes(StandardCharsets.US_ASCII);
        repeat(SENDING, port, connection -> count(connection.send(request)));
        repeat(SENDING_AHEAD, port, connection -> {
            connection.write(many);
            for (int i = 0; i < 100; i++) {
                count(connection.read());
            }
        });
        repeat(NEVER_READING, port, connection -> connection.write(many));
        // Says that it sends a megabyte, and sends no more than fits into the buffers on the way.
        byte[] large = Arrays.copyOf(
                RawConnection.put("/v1/services/flood/instances/2", "token-of-flood", "z".repeat(1 << 20)), 100_000);
        repeat(LARGE_BODIES, port, connection -> {
            try (RawConnection once = new RawConnection(port)) {
                count(once.send(large));
            }
        });
        List<RawConnection> slow = new ArrayList<>();
        for (String kind : SLOW_KINDS) {
            for (int i = 0; i < OF_EACH_SLOW_KIND; i++) {
                RawConnection connection = opened(port);
                connection.write(kind.getBytes(StandardCharsets.US_ASCII));
                if (!kind.isEmpty()) {
                    slow.add(connection);
                }
            }
        }
        flood.scheduleAtFixedRate(() -> dribble(slow), 0, DRIBBLE.toMillis(), TimeUnit.MILLISECONDS);
    }

    private interface Exchange {
        void on(RawConnection connection) throws IOException;
    }

    /** Does the same on several connections for as long as it may, on new ones when they are closed. */
    private void repeat(int connections, int port, Exchange exchange) {
        for (int i = 0; i < connections; i++) {
            flood.execute(() -> {
                while (!over) {
                    try (RawConnection connection = opened(port)) {
                        while (!over) {
                            exchange.on(connection);
                        }
                    } catch (IOException closed) {
                        count("closed");
                    }
                }
            });
        }
    }

    private void dribble(List<RawConnection> connections) {
        byte[] one = {'1'};
        connections.removeIf(connection -> {
            try {
                connection.write(one);
                return false;
            } catch (IOException closed) {
                count("slow, closed");
                return true;
            }
        });
    }

    private RawConnection opened(int port) throws IOException {
        RawConnection connection = new RawConnection(port);
        open.add(connection);
        return connection;
    }

    private void count(Answer answer) {
        boolean tells = answer.head().toLowerCase(Locale.ROOT).contains("retry-after: 1\r\n")
                && answer.body().contains("too-many-requests");
        count(answer.status() == 429 && !tells ? UNTOLD : String.valueOf(answer.status()));
    }

    private void count(String outcome) {
        if (!over) {
            answers.computeIfAbsent(outcome, each -> new AtomicInteger()).incrementAndGet();
        }
    }

    /** Everything in the history but that they came, the newest first: a suspicion, the end of a lease, a return. */
    private static List<String> changesOfTheFleet(int port) throws IOException {
        List<String> changes = new ArrayList<>();
        get(port, "/v1/events?service=fleet&limit=1000").at("/events").forEach(event -> {
            if (!event.at("/event").asString().equals("registered")) {
                changes.add(event.toString());
            }
        });
        return changes;
    }

    private static JsonNode get(int port, String path) throws IOException {
        try (RawConnection connection = new RawConnection(port)) {
            Answer answer = connection.send(("GET " + path
                            + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer token-of-fleet\r\nConnection: close\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            assertThat(answer.status()).as(answer.body()).isEqualTo(200);
            return new JsonMapper().readTree(answer.body());
        }
    }
}
