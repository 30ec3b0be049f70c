package io.ringmaster.server.watch;

import io.ringmaster.server.registry.Actor;
import io.ringmaster.server.registry.FrequentStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import reactor.adapter.JdkFlowAdapter;

/** The stream of changes, on the short way. */
final class WatchStream implements FrequentStream {

    /** The last one asks a proxy in front to pass every event on at once. */
    static final Map<String, String> HEADERS = Map.of(
            HttpHeaders.CONTENT_TYPE,
            MediaType.TEXT_EVENT_STREAM_VALUE,
            HttpHeaders.CACHE_CONTROL,
            "no-cache",
            "X-Accel-Buffering",
            "no");

    private final WatchSessions sessions;

    WatchStream(WatchSessions sessions) {
        this.sessions = sessions;
    }

    @Override
    public boolean is(String method, String path) {
        return method.equals("GET") && path.equals("/v1/watch");
    }

    @Override
    public Map<String, String> headers() {
        return HEADERS;
    }

    @Override
    public Flow.Publisher<Flow.Publisher<byte[]>> open(
            Map<String, List<String>> query, @Nullable String lastEventId, Actor by) {
        List<String> session = query.get("session");
        WatchRequest request = WatchRequest.of(
                by, query.get("service"), session == null ? null : session.get(0), query.get("known"), lastEventId);
        return JdkFlowAdapter.publisherToFlowPublisher(
                sessions.open(request).<Flow.Publisher<byte[]>>map(JdkFlowAdapter::publisherToFlowPublisher));
    }
}
