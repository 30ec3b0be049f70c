package io.ringmaster.server.dashboard;

import io.ringmaster.server.RegistryProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.assertj.core.api.Assertions;

/** A client process as far as the registry can tell: a stream that is its session's, and beats. */
final class ClientProcess implements AutoCloseable {

    private final RegistryProcess registry;
    private final String session;
    private final Socket stream;

    private ClientProcess(RegistryProcess registry, String session, Socket stream) {
        this.registry = registry;
        this.session = session;
        this.stream = stream;
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
        process.beat("{\"application\":\"" + session + "\"}");
        return process;
    }

    /** Says that it has applied everything up to now. */
    void acknowledge() {
        String revision =
                registry.send("GET", "/v1/services", null).body().replaceAll("(?s).*\"revision\":\"([^\"]+)\".*", "$1");
        beat("{\"application\":\"" + session + "\",\"revision\":\"" + revision + "\"}");
    }

    void beat(String json) {
        Assertions.assertThat(
                        registry.send("PUT", "/v1/sessions/" + session, json).statusCode())
                .isEqualTo(200);
    }

    /** Ends like a process that is killed: the kernel resets its connections. */
    void kill() {
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
