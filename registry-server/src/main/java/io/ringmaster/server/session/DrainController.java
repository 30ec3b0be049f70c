package io.ringmaster.server.session;

import io.ringmaster.model.InstanceKey;
import io.ringmaster.model.InstanceStatus;
import io.ringmaster.model.Names;
import io.ringmaster.model.Revision;
import io.ringmaster.server.registry.Drain;
import io.ringmaster.server.registry.Refusal;
import io.ringmaster.server.registry.RefusedException;
import io.ringmaster.server.registry.Registry;
import io.ringmaster.server.registry.RegistryObserver;
import io.ringmaster.time.Ticker;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;

/**
 * Answers when nobody chooses a draining instance any more: whoever stops it, the application itself or an operator, asks
 * and waits. Acknowledgements come under the registry's lock and only wake those who wait; the looking is done elsewhere.
 */
@RestController
final class DrainController implements RegistryObserver {

    private static final int MOST_SECONDS = 60;

    /** Somebody who is waited for may fall silent, which no acknowledgement tells. */
    private static final Duration LOOK_ANYWAY = Duration.ofMillis(500);

    private final Registry registry;
    private final Ticker ticker;
    private final Scheduler scheduler;
    private final Sinks.Many<Boolean> acknowledgements =
            Sinks.many().multicast().directBestEffort();

    /**
     * @param scheduler keeps the time and does the looking; never blocks
     */
    DrainController(Registry registry, Ticker ticker, Scheduler scheduler) {
        this.registry = registry;
        this.ticker = ticker;
        this.scheduler = scheduler;
    }

    /** The answer. */
    record DrainView(
            String service,
            String id,
            InstanceStatus status,
            Revision revision,
            boolean acknowledged,
            int watchers,
            List<Waiting> waitingFor,
            @Nullable Integer inFlight) {

        static DrainView of(Drain drain) {
            InstanceKey key = drain.instance().key();
            return new DrainView(
                    key.service(),
                    key.id(),
                    drain.instance().status(),
                    drain.revision(),
                    drain.acknowledged(),
                    drain.watchers(),
                    drain.waitingFor().stream()
                            .map(watcher -> new Waiting(watcher.session(), watcher.application(), watcher.applied()))
                            .toList(),
                    drain.inFlight());
        }
    }

    /** A client process that has not said that it leaves the instance out. */
    record Waiting(
            @Nullable String session,
            @Nullable String application,
            @Nullable Revision applied) {}

    @Override
    public void acknowledged() {
        if (acknowledgements.currentSubscriberCount() > 0) {
            acknowledgements.tryEmitNext(true);
        }
    }

    @GetMapping("/v1/services/{service}/instances/{id}/drain")
    Mono<ResponseEntity<DrainView>> drain(
            @PathVariable String service,
            @PathVariable String id,
            @RequestParam(defaultValue = "0") int timeoutSeconds) {
        if (timeoutSeconds < 0 || timeoutSeconds > MOST_SECONDS) {
            throw new RefusedException(
                    Refusal.INVALID_REQUEST,
                    "'timeoutSeconds' is " + timeoutSeconds + ". Use 0 to be answered at once, or up to " + MOST_SECONDS
                            + " to wait.");
        }
        InstanceKey key = Refusal.INVALID_NAME.unlessLegal(() -> new InstanceKey(Names.service(service), id));
        Drain now = registry.drain(key, ticker.now());
        return (now.acknowledged() || timeoutSeconds == 0
                        ? Mono.just(now)
                        : wait(key, Duration.ofSeconds(timeoutSeconds)))
                .map(drain ->
                        ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(DrainView.of(drain)));
    }

    private Mono<Drain> wait(InstanceKey key, Duration atMost) {
        return Flux.merge(acknowledgements.asFlux(), Flux.interval(Duration.ZERO, LOOK_ANYWAY, scheduler))
                .onBackpressureLatest()
                .publishOn(scheduler)
                .map(news -> registry.drain(key, ticker.now()))
                .takeUntil(Drain::acknowledged)
                .take(atMost, scheduler)
                .last();
    }
}
