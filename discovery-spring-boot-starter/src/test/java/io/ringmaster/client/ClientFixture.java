package io.ringmaster.client;

import io.ringmaster.time.FakeTicker;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** The parts of the client, put together as the wiring does, with short waits. */
public final class ClientFixture implements AutoCloseable {

    public final FakeTicker ticker = new FakeTicker();
    public final Outage outage = new Outage(ticker);
    public final CatalogMirror mirror = new CatalogMirror();
    public final RegistryClient client;
    public final CatalogWatch watch;
    public final RegistrySession session;
    final FakeLoad load = new FakeLoad();

    private final List<Thread> watchThreads = new ArrayList<>();
    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "test-session");
        thread.setDaemon(true);
        return thread;
    });

    public ClientFixture(String... servers) {
        this(null, Duration.ofSeconds(20), List.of(), servers);
    }

    ClientFixture(String token, Duration readTimeout, List<String> services, String... servers) {
        client = new RegistryClient(
                RegistryServers.of(List.of(servers)),
                token,
                readTimeout,
                () -> HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(Duration.ofSeconds(20))
                        .build());
        session = new RegistrySession(client, mirror, outage, "session-0001", "tests", load, load, backoff(), executor);
        watch = new CatalogWatch(
                client,
                mirror,
                outage,
                new CatalogWatch.Settings(session.id(), services, Duration.ofSeconds(15)),
                backoff(),
                ticker,
                work -> {
                    Thread thread = new Thread(work, "test-watch");
                    thread.setDaemon(true);
                    synchronized (watchThreads) {
                        watchThreads.add(thread);
                    }
                    return thread;
                });
    }

    private static Backoff backoff() {
        return new Backoff(Duration.ofMillis(20), Duration.ofMillis(100), () -> 0.5);
    }

    /** Waits for something that happens on other threads; long, because the machine may be busy. */
    public static ConditionFactory await() {
        return Awaitility.await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(10));
    }

    boolean watchThreadsHaveEnded() {
        synchronized (watchThreads) {
            return watchThreads.stream().noneMatch(Thread::isAlive);
        }
    }

    @Override
    public void close() {
        watch.stop();
        session.stop();
        executor.shutdownNow();
        client.release();
    }
}
