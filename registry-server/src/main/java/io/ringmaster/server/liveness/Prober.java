package io.ringmaster.server.liveness;

import io.ringmaster.model.InstanceKey;
import io.ringmaster.model.ObservedHealth;
import io.ringmaster.server.registry.Doubt;
import io.ringmaster.server.registry.Finding;
import io.ringmaster.server.registry.Registry;
import io.ringmaster.server.registry.RegistryObserver;
import io.ringmaster.time.Ticker;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;

/**
 * Looks into doubts: probes the instance and tells the registry what it found, which decides what that means.
 *
 * <p>Doubts come under the registry's lock and are put aside at once; a few at a time are looked into, and several about
 * one instance are one.
 */
final class Prober implements RegistryObserver, Disposable {

    private static final Logger log = LoggerFactory.getLogger(Prober.class);

    private static final int MAX_PENDING = 10_000;

    /**
     * A dying process may close its stream a moment before its port, and break off a connection that its port still took: so
     * one that accepts connections, or breaks them off, is asked a second time.
     */
    private static final Duration SECOND_LOOK = Duration.ofMillis(150);

    private final Registry registry;
    private final RegistryObserver observer;
    private final Probe probe;
    private final Ticker ticker;
    private final Scheduler scheduler;
    private final Set<InstanceKey> pending = ConcurrentHashMap.newKeySet();
    private final Sinks.Many<Doubt> doubts = Sinks.many().unicast().onBackpressureBuffer();
    private final Disposable subscription;

    /**
     * @param scheduler carries the work on; its one thread never blocks
     * @param concurrency how many probes run at once
     */
    Prober(
            Registry registry,
            RegistryObserver observer,
            Probe probe,
            Ticker ticker,
            Scheduler scheduler,
            int concurrency) {
        this.registry = registry;
        this.observer = observer;
        this.probe = probe;
        this.ticker = ticker;
        this.scheduler = scheduler;
        this.subscription = doubts.asFlux()
                .publishOn(scheduler)
                .flatMap(this::lookInto, concurrency)
                .subscribe();
    }

    @Override
    public void doubted(Doubt doubt) {
        InstanceKey key = doubt.instance().key();
        if (pending.contains(key)) {
            return;
        }
        if (pending.size() >= MAX_PENDING) {
            observer.probed("dropped");
            return;
        }
        pending.add(key);
        if (doubts.tryEmitNext(doubt).isFailure()) {
            pending.remove(key);
        }
    }

    private Mono<Finding> lookInto(Doubt doubt) {
        return look(doubt)
                .flatMap(finding -> mayBeDying(doubt, finding)
                        ? Mono.delay(SECOND_LOOK, scheduler).then(look(doubt))
                        : Mono.just(finding))
                .doOnNext(finding -> {
                    // Before it is told, because the next doubt may follow from it.
                    pending.remove(doubt.instance().key());
                    observer.probed(finding.toString());
                    registry.found(doubt, finding, ticker.now());
                })
                .onErrorResume(error -> {
                    // One doubt that cannot be looked into must not end all others.
                    log.error("Looking into {} failed", doubt.instance().key(), error);
                    pending.remove(doubt.instance().key());
                    return Mono.empty();
                });
    }

    private Mono<Finding> look(Doubt doubt) {
        return probe.probe(doubt.instance().registration(), doubt.registeredFrom());
    }

    private static boolean mayBeDying(Doubt doubt, Finding finding) {
        return (finding == Finding.CONNECTED || finding == Finding.UNREACHABLE)
                && doubt.instance().observed() != ObservedHealth.FAILING;
    }

    @Override
    public void dispose() {
        subscription.dispose();
    }
}
