package io.ringmaster.sample.demo;

import com.sun.management.OperatingSystemMXBean;
import io.ringmaster.time.Moment;
import io.ringmaster.time.Ticker;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What faults happen to: a registry, three instances of each service that is called, and two that call. It starts when it is
 * needed first, and is put back into that shape before each fault. Of one thread; {@link #close} may come from another.
 */
final class FaultBench implements AutoCloseable {

    /** How many calls a second are made while something happens. */
    static final int CALLS_PER_SECOND = 100;

    /** A call to an instance that hangs takes seconds, and the rate must not suffer from it. */
    private static final int CALLS_UNDER_WAY = 32;

    private static final Map<String, Integer> SHAPE = Map.of("orders", 2, "inventory", 3, "pricing", 3);
    private static final Duration STEP_WITHIN = Duration.ofMinutes(3);
    private static final Duration QUIET_WITHIN = Duration.ofSeconds(15);
    private static final double QUIET = 0.35;

    private final Path home;
    private final Path logs;
    private final HttpClient http;
    private final Ticker ticker;
    private final Map<String, List<Fleet.Member>> members = new LinkedHashMap<>();
    private int started;
    private Fleet.@Nullable Member registry;

    /** Guarded by this. */
    private final List<Fleet> fleets = new ArrayList<>();

    private final List<AutoCloseable> adopted = new ArrayList<>();

    private volatile @Nullable Fleet shared;

    /**
     * @param home the root of the repository
     * @param logs the folder for the logs
     */
    FaultBench(Path home, Path logs, HttpClient http, Ticker ticker) {
        this.home = home;
        this.logs = logs;
        this.http = http;
        this.ticker = ticker;
    }

    HttpClient http() {
        return http;
    }

    Ticker ticker() {
        return ticker;
    }

    Path home() {
        return home;
    }

    Path logs() {
        return logs;
    }

    /** Returns the time that the next step may take. */
    Deadline soon() {
        return Deadline.in(STEP_WITHIN, ticker);
    }

    /** Returns a fleet beside the shared one, which is stopped with the bench if nobody did it before. */
    synchronized Fleet fleetOfItsOwn(String name, List<Fleet.Place> registries) throws IOException {
        Path folder = Files.createDirectories(logs.resolve(name));
        Fleet fleet = new Fleet(
                new Jars(home, Path.of(System.getProperty("java.io.tmpdir"))), folder, http, ticker, registries);
        fleets.add(fleet);
        return fleet;
    }

    /** Returns the shared fleet. */
    Fleet fleet() {
        Fleet fleet = shared;
        if (fleet == null) {
            throw new IllegalStateException("The fleet has not been started.");
        }
        return fleet;
    }

    /** Starts the shared fleet, or starts what it has lost and kills what it has too many of. */
    void restore() throws IOException, InterruptedException, TimeoutException {
        if (shared == null) {
            shared = fleetOfItsOwn("fleet", List.of(Fleet.Place.LOOPBACK));
        }
        if (registry == null) {
            registry = fleet().startRegistry();
        }
        for (String service : List.of("pricing", "inventory", "orders")) {
            List<Fleet.Member> present = members(service);
            while (present.size() > SHAPE.getOrDefault(service, 0)) {
                kill(service, present.get(present.size() - 1));
            }
            while (present.size() < SHAPE.getOrDefault(service, 0)) {
                add(service);
            }
        }
        for (String service : SHAPE.keySet()) {
            awaitUp(service);
        }
    }

    /** Returns the instances of a service that were started and not ended, the oldest first. */
    List<Fleet.Member> members(String service) {
        return members.computeIfAbsent(service, name -> new ArrayList<>());
    }

    /** Returns ids that no instance has had yet. */
    List<String> newIds(String service, int count) {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            started++;
            ids.add(service + "-" + started);
        }
        return ids;
    }

    /** Starts one more instance. */
    Fleet.Member add(String service) throws IOException {
        Fleet.Member member = fleet().start(service, newIds(service, 1).get(0));
        members(service).add(member);
        return member;
    }

    /** Starts more instances and waits until all who call them know. */
    List<Fleet.Member> addAndAwait(String service, int count)
            throws IOException, InterruptedException, TimeoutException {
        List<Fleet.Member> added = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            added.add(add(service));
        }
        awaitUp(service);
        return added;
    }

    /** Asks an instance to stop and starts it again under the same id at the same port. */
    Fleet.Member restart(String service, Fleet.Member member)
            throws IOException, InterruptedException, TimeoutException {
        Listed instance = listed(member.id());
        int index = members(service).indexOf(member);
        fleet().stop(member, soon());
        Fleet.Member again = fleet().start(service, member.id(), instance.port(), Fleet.Place.LOOPBACK);
        members(service).set(index, again);
        return again;
    }

    /** Returns an instance as it is listed, or was when the registry was last heard. */
    Listed listed(String id) {
        return fleet().watch().listed().stream()
                .filter(instance -> instance.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(id + " is not listed."));
    }

    /** Kills an instance. */
    void kill(String service, Fleet.Member member) throws InterruptedException {
        members(service).remove(member);
        fleet().kill(member);
    }

    /** Asks an instance to stop and waits for its end. */
    void stop(String service, Fleet.Member member) throws InterruptedException, TimeoutException {
        members(service).remove(member);
        fleet().stop(member, soon());
    }

    /** Ends the registry by a signal and waits for its end. */
    void endRegistry(String signal) throws InterruptedException, TimeoutException {
        Fleet.Member running = registry;
        registry = null;
        if (running != null && signal.equals("KILL")) {
            fleet().kill(running);
        } else if (running != null) {
            fleet().stop(running, soon());
        }
    }

    /** Starts the registry again at the same address. */
    void startRegistry() throws IOException {
        registry = fleet().startRegistry();
    }

    /** Waits until all instances that were started are up and all who call them know exactly these. */
    void awaitUp(String service) throws IOException, InterruptedException, TimeoutException {
        Set<String> ids = ids(service);
        fleet().await(
                        ids + " are up",
                        listed -> Fleet.up(listed, service).stream()
                                .map(Listed::id)
                                .toList()
                                .containsAll(ids),
                        soon());
        awaitCallers(service, callable -> callable.equals(ids));
    }

    Set<String> ids(String service) {
        return Set.copyOf(members(service).stream().map(Fleet.Member::id).toList());
    }

    /** Waits until the lists of all who call a service are as wanted, and returns when the last one was. */
    Moment awaitCallers(String service, Predicate<Set<String>> wanted)
            throws IOException, InterruptedException, TimeoutException {
        Deadline deadline = soon();
        Moment last = ticker.now();
        for (CallerList list : callersOf(service)) {
            last = list.await(wanted, deadline);
        }
        return last;
    }

    /** Returns the lists of all who call a service. */
    List<CallerList> callersOf(String service) {
        String caller = service.equals("inventory") ? "orders" : service.equals("pricing") ? "inventory" : "";
        Set<String> ids = ids(caller);
        return Fleet.up(fleet().watch().listed(), caller).stream()
                .filter(instance -> ids.contains(instance.id()))
                .map(instance -> new CallerList(http, instance, service))
                .toList();
    }

    /** Begins to make calls, through the oldest instance of the caller. */
    LoadRun startLoad(Traffic traffic) {
        return startLoad(traffic, CALLS_PER_SECOND);
    }

    LoadRun startLoad(Traffic traffic, int callsPerSecond) {
        Listed caller = listed(members(traffic.route().caller()).get(0).id());
        return LoadRun.start(callsPerSecond, CALLS_UNDER_WAY, traffic.through(caller, http, ticker), ticker);
    }

    /** Waits until the machine has little to do, as it has when nothing starts any more; not for ever. */
    void awaitQuiet() {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        Deadline deadline = Deadline.in(QUIET_WITHIN, ticker);
        system.getCpuLoad();
        do {
            pause(Duration.ofMillis(400));
        } while (system.getCpuLoad() > QUIET && !deadline.hasPassed());
    }

    /** Lets time go by. */
    void pause(Duration time) {
        Deadline deadline = Deadline.in(time, ticker);
        while (!deadline.hasPassed()) {
            LockSupport.parkNanos(deadline.millisLeft() * 1_000_000);
        }
    }

    /** Ends something with the bench, if it has not ended before; it may then be ended twice. */
    synchronized void adopt(AutoCloseable something) {
        adopted.add(something);
    }

    /** Stops everything. */
    @Override
    public void close() {
        List<AutoCloseable> open = new ArrayList<>();
        synchronized (this) {
            open.addAll(adopted);
            open.addAll(fleets);
        }
        for (AutoCloseable something : open) {
            try {
                something.close();
            } catch (Exception failure) {
                System.err.println("It did not end: " + failure.getMessage());
            }
        }
    }
}
