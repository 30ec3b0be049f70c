package io.ringmaster.server.session;

import io.ringmaster.model.InstanceKey;
import io.ringmaster.model.InstanceStatus;
import io.ringmaster.model.Names;
import io.ringmaster.model.Revision;
import io.ringmaster.server.registry.Drain;
import io.ringmaster.server.registry.Nodes;
import io.ringmaster.server.registry.Refusal;
import io.ringmaster.server.registry.RefusedException;
import io.ringmaster.server.registry.Registry;
import io.ringmaster.server.registry.RegistryObserver;
import io.ringmaster.time.Moment;
import io.ringmaster.time.Ticker;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
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

    /** Somebody who is waited for may fall silent, which no acknowledgement tells, and other nodes say only what they are asked. */
    private static final Duration LOOK_ANYWAY = Duration.ofMillis(100);

    /** How long other nodes may take to answer somebody who does not want to wait. */
    private static final Duration TO_ANSWER = Duration.ofMillis(500);

    private final Registry registry;
    private final Nodes nodes;
    private final Ticker ticker;
    private final Scheduler scheduler;
    private final Sinks.Many<Boolean> acknowledgements =
            Sinks.many().multicast().directBestEffort();

    /**
     * @param scheduler keeps the time and does the looking; never blocks
     */
    DrainController(Registry registry, Nodes nodes, Ticker ticker, Scheduler scheduler) {
        this.registry = registry;
        this.nodes = nodes;
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
            List<Drain.Waiting> waitingFor,
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
                    drain.waitingFor(),
                    drain.inFlight());
        }
    }

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
        Moment since = ticker.now();
        Drain here = registry.drain(key, since);
        boolean alone = nodes.chosenElsewhere(key, since).isEmpty();
        Mono<Drain> answer;
        if (timeoutSeconds > 0) {
            answer = alone && here.acknowledged()
                    ? Mono.just(here)
                    : await(key, since, Drain::acknowledged, Duration.ofSeconds(timeoutSeconds));
        } else {
            answer = alone ? Mono.just(here) : await(key, since, Drain::isAnswered, TO_ANSWER);
        }
        return answer.map(drain ->
                ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(DrainView.of(drain)));
    }

    private Mono<Drain> await(InstanceKey key, Moment since, Predicate<Drain> enough, Duration atMost) {
        Flux<Boolean> looks = Flux.interval(Duration.ZERO, LOOK_ANYWAY, scheduler)
                .map(look -> {
                    nodes.askWhoChooses(key);
                    return true;
                });
        return Flux.merge(acknowledgements.asFlux(), looks)
                .onBackpressureLatest()
                .publishOn(scheduler)
                .map(news -> registry.drain(key, ticker.now()).and(nodes.chosenElsewhere(key, since)))
                .takeUntil(enough)
                .take(atMost, scheduler)
                .last();
    }
}
