package io.ringmaster.server.session;

import io.ringmaster.model.Names;
import io.ringmaster.model.Revision;
import io.ringmaster.server.registry.ChangeLog;
import io.ringmaster.server.registry.Refusal;
import io.ringmaster.server.registry.Registry;
import io.ringmaster.server.registry.Watcher;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Who is told of the changes of a service, and how far each has come. */
@RestController
final class WatcherController {

    private final Registry registry;
    private final ChangeLog log;

    WatcherController(Registry registry, ChangeLog log) {
        this.registry = registry;
        this.log = log;
    }

    /** The answer. */
    record Watchers(String service, Revision revision, List<WatcherView> watchers) {}

    /** One stream; {@code lag} counts the changes of the service that its reader has not acknowledged. */
    record WatcherView(
            @Nullable String session,
            @Nullable String application,
            Instant since,
            boolean watchesAll,
            @Nullable Revision applied,
            @Nullable Long lag) {}

    @GetMapping("/v1/services/{service}/watchers")
    ResponseEntity<Watchers> watchers(@PathVariable String service) {
        String name = Refusal.INVALID_NAME.unlessLegal(() -> Names.service(service));
        Revision revision = registry.listing().revision();
        List<WatcherView> views = registry.watchers(name).stream()
                .map(watcher -> view(watcher, name, revision))
                .toList();
        return ResponseEntity.ok().cacheControl(CacheControl.noCache()).body(new Watchers(name, revision, views));
    }

    private WatcherView view(Watcher watcher, String service, Revision revision) {
        return new WatcherView(
                watcher.session(),
                watcher.application(),
                watcher.since(),
                watcher.services().isEmpty(),
                watcher.applied(),
                lag(watcher.applied(), service, revision));
    }

    private @Nullable Long lag(@Nullable Revision applied, String service, Revision revision) {
        if (applied == null || !applied.epoch().equals(revision.epoch())) {
            return null;
        }
        List<ChangeLog.Entry> missing = log.after(applied.number());
        if (missing == null) {
            return revision.number() - applied.number();
        }
        return missing.stream()
                .filter(entry -> entry.change().key().service().equals(service))
                .count();
    }
}
