package io.ringmaster.server.liveness;

import io.ringmaster.model.Check;
import io.ringmaster.model.InstanceKey;
import io.ringmaster.model.ObservedHealth;
import io.ringmaster.model.Registration;
import io.ringmaster.server.registry.Doubt;
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
 * Looks into doubts: probes the instance and tells the registry what it saw. Only a refused connection proves something;
 * silence leaves the instance suspect, until its heartbeats are back or its lease lapses.
 *
 * <p>Doubts come under the registry's lock and are put aside at once; a few at a time are looked into, and several about
 * one instance are one.
 */
final class Prober implements RegistryObserver, Disposable {

    private static final Logger log = LoggerFactory.getLogger(Prober.class);

    private static final int MAX_PENDING = 10_000;

    /**
     * A dying process may close its stream a moment before its port: so a suspect that still accepts a connection is asked
     * a second time.
     */
    private static final Duration SECOND_LOOK = Duration.ofMillis(150);

    private final Registry registry;
    private final RegistryObserver observer;
    private final TcpProbe probe;
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
            TcpProbe probe,
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
            observer.probed(ProbeOutcome.DROPPED.toString());
            return;
        }
        pending.add(key);
        if (doubts.tryEmitNext(doubt).isFailure()) {
            pending.remove(key);
        }
    }

    private Mono<ProbeOutcome> lookInto(Doubt doubt) {
        return look(doubt)
                .flatMap(outcome ->
                        outcome == ProbeOutcome.CONNECTED && doubt.instance().observed() == ObservedHealth.PASSING
                                ? Mono.delay(SECOND_LOOK, scheduler).then(look(doubt))
                                : Mono.just(outcome))
                .doOnNext(outcome -> {
                    // Before the verdict, because the next doubt may follow from it.
                    pending.remove(doubt.instance().key());
                    judge(doubt, outcome);
                })
                .onErrorResume(error -> {
                    // One doubt that cannot be looked into must not end all others.
                    log.error("Looking into {} failed", doubt.instance().key(), error);
                    pending.remove(doubt.instance().key());
                    return Mono.empty();
                });
    }

    private Mono<ProbeOutcome> look(Doubt doubt) {
        Registration claim = doubt.instance().registration();
        return claim.check().type() == Check.Type.NONE
                ? Mono.just(ProbeOutcome.NOT_WANTED)
                : probe.probe(claim.host(), claim.port(), doubt.registeredFrom());
    }

    private void judge(Doubt doubt, ProbeOutcome outcome) {
        observer.probed(outcome.toString());
        if (outcome == ProbeOutcome.REFUSED) {
            registry.observe(doubt, ObservedHealth.FAILING, "connection refused", ticker.now());
        } else if (outcome == ProbeOutcome.CONNECTED && doubt.instance().observed() == ObservedHealth.FAILING) {
            registry.observe(doubt, ObservedHealth.PASSING, "it accepts connections again", ticker.now());
        }
    }

    @Override
    public void dispose() {
        subscription.dispose();
    }
}
