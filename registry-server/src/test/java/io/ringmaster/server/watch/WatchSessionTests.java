package io.ringmaster.server.watch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.ringmaster.model.InstanceKey;
import io.ringmaster.model.InstanceStatus;
import io.ringmaster.model.Revision;
import io.ringmaster.server.registry.Actor;
import io.ringmaster.server.registry.ChangeLog;
import io.ringmaster.server.registry.Claim;
import io.ringmaster.server.registry.MemoryStore;
import io.ringmaster.server.registry.ProtectionRules;
import io.ringmaster.server.registry.Registry;
import io.ringmaster.server.registry.RegistryObserver;
import io.ringmaster.server.registry.RegistrySettings;
import io.ringmaster.time.FakeTicker;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import tools.jackson.databind.json.JsonMapper;

/** A stream whose socket takes the next chunk only when the test lets it. */
class WatchSessionTests {

    private static final int KEPT = 2000;

    private static final JsonMapper JSON = JsonMapper.builder()
            .changeDefaultPropertyInclusion(inclusion -> inclusion.withValueInclusion(Include.NON_NULL))
            .build();

    private final FakeTicker ticker = new FakeTicker();
    private final ChangeLog log = new ChangeLog(new Revision("e1", 0), KEPT, Runnable::run);
    private final Registry registry = new Registry(
            new MemoryStore(log),
            new RegistrySettings(Duration.ofSeconds(9), Duration.ZERO, ProtectionRules.DEFAULT, 100, 100_000, 100),
            new RegistryObserver() {},
            ticker.now());

    private WatchSession session = session(WatchRequest.of(Actor.anybody("10.0.0.1"), null, null, null, null));
    private final List<String> chunks = new ArrayList<>();
    private final AtomicReference<MonoSink<Void>> writing = new AtomicReference<>();

    @Test
    void whatHappenedWhileTheSocketWasBusyCollapsesToTheLatestOfEachInstance() {
        open();
        assertThat(events(taken())).containsExactly("synced");
        register("a", 0);
        for (int i = 1; i <= 500; i++) {
            register("a", i);
            register("b", i);
        }
        assertThat(events(taken())).as("it was made when the first change came").containsExactly("put a");
        assertThat(events(taken())).containsExactly("put a", "put b");
        assertThat(chunks.get(2)).contains("\"i\":\"500\"").doesNotContain("\"i\":\"499\"");
        assertThat(chunks.get(2).split("\"digest\"", -1))
                .as("one digest, at the end")
                .hasSize(2);
        assertThat(chunks).hasSize(3);
    }

    @Test
    void oneThatMissedTooManyChangesGetsASnapshotAndSynced() {
        open();
        taken();
        register("a", 0);
        for (int i = 1; i <= 1025; i++) {
            register("a", i);
        }
        assertThat(events(taken())).containsExactly("put a");
        assertThat(events(taken())).containsExactly("snapshot", "synced");
    }

    @Test
    void oneThatFellOutOfTheLogGetsASnapshotAndSynced() {
        open();
        taken();
        register("a", 0);
        for (int i = 1; i <= KEPT + 5; i++) {
            register("a", i);
        }
        register("late", 0);
        taken();
        assertThat(events(taken())).containsExactly("snapshot", "synced");
        assertThat(chunks.get(2)).contains("\"id\":\"late\"", "e1-" + (KEPT + 7));
        register("a", 7);
        assertThat(events(taken())).containsExactly("put a");
    }

    @Test
    void aLargeCatalogIsSentInPieces() {
        for (int service = 0; service < 50; service++) {
            for (int id = 0; id < 10; id++) {
                registry.register(claim("s" + service, "i" + id, "f".repeat(400)), ticker.now());
            }
        }
        open();
        int largest = 0;
        List<String> events = new ArrayList<>();
        while (!events.contains("synced")) {
            String chunk = taken();
            largest = Math.max(largest, chunk.length());
            events.addAll(events(chunk));
        }
        assertThat(events).hasSize(51);
        assertThat(largest).isLessThan(48 * 1024);
    }

    @Test
    void aHeartbeatIsOnlySentWhenNothingElseIs() {
        open();
        taken();
        session.heartbeat();
        assertThat(taken()).isEqualTo(": alive\n\n");
        register("a", 0);
        session.heartbeat();
        session.heartbeat();
        assertThat(events(taken())).containsExactly("put a");
        assertThat(taken()).isEqualTo(": alive\n\n");
        assertThat(chunks).hasSize(4);
    }

    @Test
    void goodbyeIsTheLastWord() {
        open();
        taken();
        register("a", 0);
        session.leave("going down");
        assertThat(events(taken())).containsExactly("put a");
        assertThat(taken()).isEqualTo("event: bye\ndata: {\"reason\":\"going down\"}\n\n");
        register("b", 0);
        session.heartbeat();
        assertThat(writing.get()).as("nothing more is written").isNull();
        assertThat(chunks).hasSize(3);
    }

    @Test
    void oneThatComesBackTooLateHearsThatAServiceItHeldIsKnownNoMore() {
        for (int i = 0; i <= 1025; i++) {
            register("a", i);
        }
        session = session(WatchRequest.of(Actor.anybody("10.0.0.1"), null, null, List.of("ghost:d1"), "e1-1"));
        open();

        String first = taken();

        assertThat(events(first)).containsExactly("snapshot", "snapshot", "synced");
        assertThat(first).contains("{\"service\":\"ghost\",\"known\":false");
    }

    private WatchSession session(WatchRequest request) {
        return new WatchSession(request, registry, log, new EventFrames(JSON));
    }

    private void open() {
        log.addReader(session::wake);
        session.chunks().concatMap(this::write).subscribe();
    }

    /** Takes the bytes when the one before has been taken, and is busy until {@link #taken()}. */
    private Mono<Void> write(Mono<byte[]> chunk) {
        return chunk.flatMap(bytes -> {
            chunks.add(new String(bytes, StandardCharsets.UTF_8));
            return Mono.create(writing::set);
        });
    }

    /** Lets the socket take the chunk it is busy with, and returns that. */
    private String taken() {
        String chunk = chunks.get(chunks.size() - 1);
        MonoSink<Void> write = writing.getAndSet(null);
        assertThat(write).as("a chunk is being written").isNotNull();
        write.success();
        return chunk;
    }

    private static List<String> events(String chunk) {
        List<String> events = new ArrayList<>();
        for (String event : chunk.split("\n\n")) {
            if (event.startsWith("event: ")) {
                String name = event.substring(7, event.indexOf('\n'));
                String id = name.equals("put") ? event.replaceAll("(?s).*\"id\":\"([^\"]*)\".*", " $1") : "";
                events.add(name + id);
            }
        }
        return events;
    }

    private void register(String id, int i) {
        registry.register(claim("s", id, String.valueOf(i)), ticker.now());
    }

    private static Claim claim(String service, String id, String i) {
        return new Claim(
                new InstanceKey(service, id),
                null,
                "10.0.0.1",
                8080,
                null,
                null,
                Map.of("i", i),
                null,
                null,
                null,
                null,
                InstanceStatus.UP,
                Actor.anybody("10.0.0.1"));
    }
}
