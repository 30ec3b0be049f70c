package io.ringmaster.benchmarks.load;

import io.netty.handler.codec.http.HttpMethod;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Ours, as the starter speaks it: a session for each process, one beat for all it has, and a stream. */
class RingmasterWire implements Wire {

    private static final String EVENTS = "text/event-stream";

    private static final Map<String, String> HEADERS =
            Map.of("Accept", "application/json, application/problem+json", "Prefer", "return=minimal");

    private static final int MOST = 200_000;

    @Override
    public String name() {
        return "ringmaster";
    }

    @Override
    public List<String> arguments(int port, Path work) {
        return List.of(
                "--server.port=" + port,
                "--ringmaster.server.journal.directory=" + work.resolve("journal"),
                // For those who come and go beside the hundred thousand that stay, and are its default.
                "--ringmaster.server.limits.instances=" + MOST,
                "--ringmaster.server.limits.sessions=" + MOST,
                // A line for each registration would be measured too.
                "--logging.level.ringmaster.transitions=warn");
    }

    @Override
    public String readyPath() {
        return "/v1/services";
    }

    @Override
    public Call register(Member member, String mark) {
        return Call.of(HttpMethod.PUT, path(member), HEADERS, """
                {"scheme":"http","host":"%s","port":8080,"zone":"zone-%d","weight":1.0,\
                "metadata":{"version":"1.2.3","zone":"zone-%d","mark":"%s"},"ttlSeconds":3600,\
                "check":{"type":"none"},"session":"%s","incarnation":1,"status":"UP"}""".formatted(
                        member.host(), member.number() % 3, member.number() % 3, mark, member.session()));
    }

    @Override
    public Call deregister(Member member) {
        return Call.of(HttpMethod.DELETE, path(member), HEADERS, "");
    }

    @Override
    public Call beat(Member member) {
        return Call.of(HttpMethod.PUT, "/v1/sessions/" + member.session(), HEADERS, """
                {"application":"%s","revision":"k3f9x0a2-1042","instances":[{"service":"%s","id":"%s",\
                "incarnation":1,"inFlight":3}],"failedCalls":[],"loadOf":[]}""".formatted(
                        member.service(), member.service(), member.id()));
    }

    @Override
    public Call list() {
        return Call.get("/v1/watch", EVENTS);
    }

    @Override
    public String endOfList() {
        return "synced";
    }

    @Override
    public Call watch(int watcher, String service) {
        return Call.get("/v1/watch?service=" + service + "&session=watcher-number-" + watcher, EVENTS);
    }

    @Override
    public @Nullable Duration pollEvery() {
        return null;
    }

    private static String path(Member member) {
        return "/v1/services/" + member.service() + "/instances/" + member.id();
    }
}
