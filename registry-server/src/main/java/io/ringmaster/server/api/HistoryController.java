package io.ringmaster.server.api;

import io.ringmaster.server.registry.EventHistory;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Who came, left, changed, and why. */
@RestController
final class HistoryController {

    private static final int USUAL = 100;
    private static final int MOST = 1000;

    private final EventHistory history;

    HistoryController(EventHistory history) {
        this.history = history;
    }

    /** The answer: the newest first. */
    record Events(List<EventLine> events) {}

    @GetMapping("/v1/events")
    ResponseEntity<Events> events(
            @RequestParam(required = false) @Nullable String service,
            @RequestParam(required = false) @Nullable String instance,
            @RequestParam(required = false) @Nullable String limit) {
        String name = service == null ? null : Paths.service(service);
        List<EventLine> lines = history.latest(name, instance, Limits.of(limit, USUAL, MOST)).stream()
                .map(EventLine::of)
                .toList();
        return ResponseEntity.ok().cacheControl(CacheControl.noCache()).body(new Events(lines));
    }
}
