package io.ringmaster.client;

import io.ringmaster.model.BeatAnswer;
import io.ringmaster.model.InstanceKey;
import io.ringmaster.model.InstanceStatus;
import io.ringmaster.model.LeaseGrant;
import io.ringmaster.model.Registration;
import io.ringmaster.model.SessionBeat;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What this process has with the registry: one session, which renews all its leases with one beat, acknowledges the revision
 * that the mirror has applied, passes on which instances could not be reached, and exchanges loads. It remembers what <em>shall</em> be
 * listed and goes on until it is: when the registry is down, when it has forgotten, when it comes back.
 *
 * <p>Any thread may call it. All work is done one after another on the given executor, which alone touches the state. That is
 * why beats, registrations and their retries are in one class: they share one order and one next time.
 */
public final class RegistrySession {

    private static final Logger log = LoggerFactory.getLogger(RegistrySession.class);

    private static final int MAX_FAILED_CALLS = 100;
    private static final Duration FAILED_CALLS_GATHER = Duration.ofMillis(100);

    /** Several that leave together are acknowledged by one beat. */
    private static final Duration ACKNOWLEDGE_AFTER = Duration.ofMillis(10);

    private static final Duration CALLS_LOOK_EVERY = Duration.ofMillis(20);
    private static final Duration AFTER_REFUSAL = Duration.ofSeconds(5);

    /**
     * How an instance of this process stands with the registry.
     *
     * @param registration what is claimed
     * @param status what the instance says of itself
     * @param listed whether the registry has accepted just that
     * @param problem why it has not, as a sentence; null when there is no reason to worry
     */
    public record Standing(
            Registration registration,
            InstanceStatus status,
            boolean listed,
            @Nullable String problem) {}

    private final RegistryClient client;
    private final LoadExchange loads;
    private final Acknowledgement acknowledgement;
    private final Outage outage;
    private final String id;
    private final @Nullable String application;
    private final Backoff backoff;
    private final ScheduledExecutorService executor;

    private final Map<InstanceKey, Holding> holdings = new LinkedHashMap<>();
    private final Set<InstanceKey> failedCalls = new LinkedHashSet<>();
    private Duration renewEvery = Duration.ofSeconds(3);
    private boolean running;
    private boolean acknowledging;
    private @Nullable ScheduledFuture<?> next;

    /** Written by the executor, read by anybody. */
    private volatile List<Standing> standings = List.of();

    /**
     * @param id 8 to 64 visible characters, different for every process
     * @param application who this is, for people; or null
     * @param ownLoad tells the load that every beat reports
     * @param fleetLoad wants to know the load of others, and knows whom this process calls
     * @param executor of one thread
     */
    public RegistrySession(
            RegistryClient client,
            CatalogMirror mirror,
            Outage outage,
            String id,
            @Nullable String application,
            LoadSource ownLoad,
            FleetLoad fleetLoad,
            Backoff backoff,
            ScheduledExecutorService executor) {
        this.client = client;
        this.outage = outage;
        this.id = id;
        this.application = application;
        this.loads = new LoadExchange(mirror, ownLoad, fleetLoad);
        this.acknowledgement = new Acknowledgement(mirror, fleetLoad);
        this.backoff = backoff;
        this.executor = executor;
        mirror.addListener(new CatalogMirror.Listener() {
            @Override
            public void changed(Set<String> services) {}

            @Override
            public void leftOut(InstanceKey key) {
                submit(() -> {
                    acknowledgement.leftOut(key);
                    acknowledgeAfter(ACKNOWLEDGE_AFTER);
                });
            }
        });
    }

    /** Returns the id of the session. */
    public String id() {
        return id;
    }

    /** Returns how each instance of this process stands with the registry. */
    public List<Standing> standings() {
        return standings;
    }

    /** Begins, or goes on, to beat; at once, so that a registry that has forgotten this process lists it again. */
    public CompletableFuture<Void> start() {
        return submit(() -> {
            running = true;
            schedule(Duration.ZERO);
        });
    }

    /** Stops beating. What is listed stays until its lease lapses; what shall be listed is remembered. */
    public CompletableFuture<Void> stop() {
        return submit(() -> {
            running = false;
            cancelNext();
        });
    }

    /**
     * From now on this instance shall be listed as given; also for one that is already.
     *
     * @return what completes when the registry has accepted it, or exceptionally with a {@link RegistryException} when the
     *     first attempt failed; attempts go on while the session is started
     */
    public CompletableFuture<Void> register(Registration registration, InstanceStatus status) {
        return submit(() -> {
            Holding instance = holdings.computeIfAbsent(registration.key(), key -> new Holding(registration));
            instance.shallBe(registration, status);
            settleOrThrow(instance);
        });
    }

    /**
     * From now on this instance shall be listed with this word of itself.
     *
     * @return as for {@link #register}
     */
    public CompletableFuture<Void> report(InstanceKey key, InstanceStatus status) {
        return submit(() -> {
            Holding instance = holdings.get(key);
            if (instance != null) {
                instance.shallBe(instance.registration(), status);
                settleOrThrow(instance);
            }
        });
    }

    /**
     * From now on this instance shall not be listed.
     *
     * @return what completes when it is not, or exceptionally when the registry could not be told; then its lease lapses
     */
    public CompletableFuture<Void> deregister(InstanceKey key) {
        return submit(() -> {
            Holding instance = holdings.remove(key);
            if (instance != null && instance.mayBeListed()) {
                try {
                    client.deregister(instance.registration());
                    log.info("{} has left the registry.", key);
                } catch (RegistryException failed) {
                    log.warn(
                            "{} could not say goodbye, so it stays listed until its lease lapses: {}",
                            key,
                            failed.getMessage());
                    throw failed;
                }
            }
        });
    }

    /**
     * Waits until every live caller has said that it chooses the instance no more, which drains. To be called from a thread that
     * may wait; other work of the session goes on meanwhile.
     *
     * @param atMost how long, in whole seconds
     * @throws RegistryException if the registry cannot tell
     */
    public Drained awaitDrained(Registration registration, Duration atMost) {
        return client.drained(registration, atMost);
    }

    /** Tells the registry soon that an instance could not be reached, so that it looks after it at once. */
    public void callFailed(InstanceKey key) {
        submit(() -> {
            if (failedCalls.size() < MAX_FAILED_CALLS && failedCalls.add(key)) {
                scheduleNoLaterThan(FAILED_CALLS_GATHER);
            }
        });
    }

    private void acknowledgeAfter(Duration wait) {
        if (!acknowledging) {
            acknowledging = true;
            later(wait, () -> {
                acknowledging = false;
                if (acknowledgement.mustWait()) {
                    acknowledgeAfter(CALLS_LOOK_EVERY);
                } else {
                    scheduleNoLaterThan(Duration.ZERO);
                }
            });
        }
    }

    private void beat() {
        try {
            settleAndBeat();
        } catch (RuntimeException | VirtualMachineError fault) {
            // A fault of our own, or an answer for which there is no memory: neither must end the beats.
            log.error("A beat to the registry at {} failed.", client.servers().current(), fault);
            scheduleRetry();
        }
        publish();
    }

    private void settleAndBeat() {
        for (Holding instance : List.copyOf(holdings.values())) {
            RegistryException failure = instance.refused() ? null : settle(instance);
            if (failure != null && !(failure instanceof RegistryException.Refused)) {
                return;
            }
        }
        try {
            BeatAnswer answer = client.beat(
                    id, new SessionBeat(application, acknowledgement.revision(), leases(), failures(), loads.wanted()));
            failedCalls.clear();
            works();
            schedule(paceOf(answer.renewEverySeconds()));
            obey(answer);
            loads.received(answer);
        } catch (RegistryException failed) {
            outage.failed(Outage.Part.CALLS, failed);
            scheduleRetry();
        }
    }

    private List<SessionBeat.Held> leases() {
        Integer inFlight = loads.inFlight();
        return holdings.values().stream()
                .filter(Holding::listed)
                .map(Holding::registration)
                .map(claim -> new SessionBeat.Held(claim.service(), claim.id(), claim.incarnation(), inFlight))
                .toList();
    }

    private List<SessionBeat.FailedCall> failures() {
        return failedCalls.stream()
                .map(key -> new SessionBeat.FailedCall(key.service(), key.id()))
                .toList();
    }

    private void obey(BeatAnswer answer) {
        for (InstanceKey key : answer.stale()) {
            Holding instance = holdings.get(key);
            if (instance != null && instance.listed()) {
                String problem = "A newer process has registered as " + key + ", so this one is no longer listed.";
                instance.taken(problem);
                log.error(
                        "{} Two processes must not share an id: set ringmaster.instance.instance-id to one of its own, or"
                                + " leave it out.",
                        problem);
            }
        }
        for (InstanceKey key : answer.register()) {
            Holding instance = holdings.get(key);
            if (instance != null && instance.listed()) {
                log.info("The registry does not know {} any more; it is registered again.", key);
                instance.forgotten();
                settle(instance);
            }
        }
    }

    private void settleOrThrow(Holding instance) {
        RegistryException failure = settle(instance);
        if (failure != null) {
            throw failure;
        }
    }

    /** Makes what is listed what shall be listed. Returns why that failed, having arranged another attempt, or null. */
    private @Nullable RegistryException settle(Holding instance) {
        if (instance.settled()) {
            return null;
        }
        InstanceKey key = instance.registration().key();
        try {
            LeaseGrant lease = instance.settle(client);
            if (lease != null) {
                scheduleNoLaterThan(paceOf(lease.renewEverySeconds()));
            }
        } catch (RegistryException.Refused refused) {
            if (instance.refused(refused.getMessage())) {
                log.warn("{} is not registered. {}", key, refused.getMessage());
            }
            retryLater(instance);
            return refused;
        } catch (RegistryException failed) {
            instance.failed(failed.getMessage());
            outage.failed(Outage.Part.CALLS, failed);
            scheduleRetry();
            return failed;
        }
        works();
        log.atInfo()
                .addKeyValue("service", key.service())
                .addKeyValue("instance", key.id())
                .log(
                        "{} at {} is registered as {}.",
                        key,
                        instance.registration().endpoint().authority(),
                        instance.status());
        return null;
    }

    private void works() {
        backoff.reset();
        outage.works(Outage.Part.CALLS, client.servers().current());
    }

    /** The same claim again will most likely be refused again, so this is slow and apart from the beats. */
    private void retryLater(Holding instance) {
        later(AFTER_REFUSAL, () -> {
            if (running && instance.refused() && holdings.containsValue(instance)) {
                instance.tryAgain();
                beat();
            }
        });
    }

    /** Returns null when the application has ended, and with it the executor. */
    private @Nullable ScheduledFuture<?> later(Duration wait, Runnable work) {
        try {
            return executor.schedule(work, wait.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException ended) {
            return null;
        }
    }

    private Duration paceOf(int seconds) {
        renewEvery = Duration.ofSeconds(Math.max(1, Math.min(seconds, 3600)));
        return renewEvery;
    }

    private void scheduleRetry() {
        Duration wait = backoff.next();
        schedule(wait.compareTo(renewEvery) < 0 ? wait : renewEvery);
    }

    private void schedule(Duration wait) {
        cancelNext();
        if (running) {
            next = later(wait, () -> {
                next = null;
                beat();
            });
        }
    }

    private void scheduleNoLaterThan(Duration wait) {
        if (next == null || next.getDelay(TimeUnit.NANOSECONDS) > wait.toNanos()) {
            schedule(wait);
        }
    }

    private void cancelNext() {
        if (next != null) {
            next.cancel(false);
            next = null;
        }
    }

    private CompletableFuture<Void> submit(Runnable work) {
        Runnable published = () -> {
            try {
                work.run();
            } finally {
                publish();
            }
        };
        try {
            return CompletableFuture.runAsync(published, executor);
        } catch (RejectedExecutionException ended) {
            return CompletableFuture.failedFuture(ended);
        }
    }

    private void publish() {
        standings = holdings.values().stream().map(Holding::standing).toList();
    }
}
