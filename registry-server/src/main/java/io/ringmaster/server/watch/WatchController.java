package io.ringmaster.server.watch;

import io.ringmaster.server.registry.Actor;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBufferFactory;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** The stream of changes. */
@RestController
final class WatchController {

    private final WatchSessions sessions;

    WatchController(WatchSessions sessions) {
        this.sessions = sessions;
    }

    @GetMapping(path = "/v1/watch", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    Mono<Void> watch(
            @RequestParam(required = false) @Nullable List<String> service,
            @RequestParam(required = false) @Nullable String session,
            @RequestParam(required = false) @Nullable List<String> known,
            @RequestHeader(name = "Last-Event-ID", required = false) @Nullable String lastEventId,
            @RequestAttribute(Actor.ATTRIBUTE) Actor by,
            ServerHttpResponse response) {
        WatchRequest request = WatchRequest.of(by, service, session, known, lastEventId);
        WatchStream.HEADERS.forEach(response.getHeaders()::set);
        DataBufferFactory buffers = response.bufferFactory();
        return response.writeAndFlushWith(sessions.open(request).map(chunk -> chunk.map(buffers::wrap)));
    }
}
