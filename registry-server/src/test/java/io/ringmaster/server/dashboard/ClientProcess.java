package io.ringmaster.server.dashboard;

import io.ringmaster.server.RegistryProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.Assertions;

/**
 * A client process as far as the registry can tell: a stream that is its session's, and beats, three in a term, since a session
 * that has sent nothing for a term is not waited for any more.
 */
final class ClientProcess implements AutoCloseable {

    private static final long BEAT_SECONDS = 3;

    private final RegistryProcess registry;
    private final String session;
    private final Socket stream;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();

    /** What it said last. Written by the test, read by the clock. */
    private volatile String said;

    private ClientProcess(RegistryProcess registry, String session, Socket stream) {
        this.registry = registry;
        this.session = session;
        this.stream = stream;
        this.said = "{\"application\":\"" + session + "\"}";
    }

    /** Starts one that watches a service. It has its stream when this returns. */
    static ClientProcess watching(RegistryProcess registry, String session, String service) throws IOException {
        Socket stream = new Socket(InetAddress.getLoopbackAddress(), registry.port());
        stream.getOutputStream()
                .write(("GET /v1/watch?service=" + service + "&session=" + session
                                + " HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        Assertions.assertThat(stream.getInputStream().read()).isNotNegative();
        ClientProcess process = new ClientProcess(registry, session, stream);
        process.beat();
        process.clock.scheduleAtFixedRate(process::beat, BEAT_SECONDS, BEAT_SECONDS, TimeUnit.SECONDS);
        return process;
    }

    /** Says that it has applied everything up to now. */
    void acknowledge() {
        String revision =
                registry.send("GET", "/v1/services", null).body().replaceAll("(?s).*\"revision\":\"([^\"]+)\".*", "$1");
        said = "{\"application\":\"" + session + "\",\"revision\":\"" + revision + "\"}";
        beat();
    }

    private void beat() {
        Assertions.assertThat(
                        registry.send("PUT", "/v1/sessions/" + session, said).statusCode())
                .isEqualTo(200);
    }

    /** Ends like a process that is killed: the kernel resets its connections. */
    void kill() {
        clock.shutdownNow();
        try {
            stream.setSoLinger(true, 0);
            stream.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        kill();
    }
}
