package io.ringmaster.server.cluster;

import io.ringmaster.model.BeatAnswer;
import io.ringmaster.model.Instance;
import io.ringmaster.model.InstanceKey;
import io.ringmaster.model.InstanceStatus;
import io.ringmaster.model.OperatorOverride;
import io.ringmaster.model.SessionBeat;
import io.ringmaster.server.registry.Actor;
import io.ringmaster.server.registry.Claim;
import io.ringmaster.server.registry.Doubt;
import io.ringmaster.server.registry.Finding;
import io.ringmaster.server.registry.RefusedException;
import io.ringmaster.server.registry.Remembered;
import io.ringmaster.time.FakeTicker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A world made up from a seed: machines with nodes of the registry, client processes that beat, move, stop and crash, operators, and
 * faults of all kinds. One thread, time by hand. It watches all the time that nobody who lives is lost, as far as that is
 * promised.
 */
final class Simulation {

    private static final Duration STEP = Duration.ofMillis(50);
    private static final int BEAT_STEPS = 60;

    final FakeTicker clock = new FakeTicker();
    final Random random;
    final SimulatedNetwork network;
    final List<SimulatedNode> nodes = new ArrayList<>();
    final List<Client> clients = new ArrayList<>();
    /** What operators said last. */
    final Map<InstanceKey, Word> words = new HashMap<>();

    final List<String> violations = new ArrayList<>();

    /** What happened, for whoever replays a seed. */
    final List<String> story = new ArrayList<>();

    private final List<String> places = new ArrayList<>();
    private final Map<String, Remembered> disks = new HashMap<>();
    private final Map<String, Duration> skews = new HashMap<>();
    private final Map<String, Long> stoppedUntil = new HashMap<>();
    private final List<Probe> probes = new ArrayList<>();
    private final Map<String, Map<InstanceKey, Long>> listedBefore = new HashMap<>();
    private final Map<String, List<Runnable>> waiting = new HashMap<>();
    private long lives;
    private long processes;
    private long steps;
    private int newest = WireFormat.NEWEST;

    /** An operator's last word, or that it was taken back, and whether all nodes have known it at one moment. */
    static final class Word {
        final @Nullable OperatorOverride override;
        boolean known;

        Word(@Nullable OperatorOverride override) {
            this.override = override;
        }
    }

    private record Probe(SimulatedNode node, Doubt doubt, long dueNanos) {}

    enum State {
        LIVES,
        /** Its process is gone; the kernel says so. */
        CRASHED,
        /** It stands still; its port takes connections and its check is not answered. */
        HANGS,
        /** Its machine is gone. */
        VANISHED,
        /** It has left on purpose; its process goes on. */
        LEFT
    }

    /** An instance id and the process that has it at present. */
    final class Client {
        final InstanceKey key;

        /** Where it runs: a cut takes it from the nodes of other places, if it is one that a cut can take. */
        final String place;

        final boolean cuttable;
        State state = State.LEFT;
        String session = "";
        long process;
        InstanceStatus says = InstanceStatus.UP;

        /** Whether all nodes have known at one moment what it says, or that it has left. */
        boolean known;

        @Nullable
        SimulatedNode at;

        long stream;
        long nextBeat;

        /** When a node last answered its heartbeat. */
        long answered;

        int failed;
        Map<String, String> metadata = Map.of();

        Client(InstanceKey key, String place, boolean cuttable) {
            this.key = key;
            this.place = place;
            this.cuttable = cuttable;
        }

        boolean isHeardBy(SimulatedNode node) {
            return at == node && steps - answered <= BEAT_STEPS;
        }

        boolean isReachedFrom(SimulatedNode node) {
            return !cuttable || network.reaches(place, node.place);
        }

        void startProcess() {
            process = ++processes;
            session = "session-" + process;
            state = State.LIVES;
            says = InstanceStatus.UP;
            known = false;
            metadata = Map.of("build", Long.toString(random.nextInt(5)));
            at = null;
            failed = 0;
            nextBeat = steps;
            story(key + " starts as process " + process);
        }

        void end(State how) {
            story(key + " " + how + " as process " + process);
            state = how;
            known = false;
            closeStream(how != State.HANGS && how != State.VANISHED);
        }

        void leave() {
            SimulatedNode node = at;
            if (node != null && isUsable(node)) {
                try {
                    node.registry.deregister(key, process, Actor.anybody("10.0.0.1"), node.clock.now());
                } catch (RefusedException e) {
                    // Another node has not told this one of it yet.
                    return;
                }
                end(State.LEFT);
            }
        }

        private boolean isUsable(SimulatedNode node) {
            return isRunning(node) && !node.port.stopped && isReachedFrom(node) && node.isReady();
        }

        /** What it does in a step, if it lives. */
        void step() {
            if (state != State.LIVES || steps < nextBeat) {
                return;
            }
            SimulatedNode node = at;
            if (node == null || !isUsable(node)) {
                if (node == null || ++failed > 1) {
                    move();
                }
                nextBeat = steps + BEAT_STEPS / 6;
                return;
            }
            failed = 0;
            answered = steps;
            nextBeat = steps + BEAT_STEPS;
            BeatAnswer answer = node.registry.beat(
                    session,
                    new SessionBeat(
                            "app",
                            null,
                            List.of(new SessionBeat.Held(key.service(), key.id(), process, null)),
                            null,
                            null),
                    Actor.anybody("10.0.0.1"),
                    node.clock.now());
            if (!answer.register().isEmpty()) {
                register(node);
            }
        }

        void move() {
            List<SimulatedNode> usable = nodes.stream().filter(this::isUsable).toList();
            if (usable.isEmpty()) {
                return;
            }
            SimulatedNode next = usable.get(random.nextInt(usable.size()));
            if (next != at) {
                story(key + " moves to " + next.life);
                closeStream(true);
                at = next;
                stream = next.registry.streamOpened(session, Set.of(), Actor.anybody("10.0.0.1"), next.clock.now());
                nextBeat = steps;
            }
        }

        private void closeStream(boolean noticed) {
            SimulatedNode node = at;
            long number = stream;
            if (node != null && noticed) {
                atTheNode(node, () -> node.registry.streamClosed(number, true, node.clock.now()));
            }
            at = null;
        }

        private void register(SimulatedNode node) {
            try {
                node.registry.register(
                        new Claim(
                                key,
                                null,
                                "10.0.0.1",
                                port(),
                                null,
                                null,
                                metadata,
                                SimulatedNode.TERM,
                                null,
                                session,
                                process,
                                says,
                                Actor.anybody("10.0.0.1")),
                        node.clock.now());
            } catch (RefusedException e) {
                // A newer process of the same id is listed.
                return;
            }
        }

        void report() {
            SimulatedNode node = at;
            if (node != null && isUsable(node)) {
                InstanceStatus next = says == InstanceStatus.UP ? InstanceStatus.DRAINING : InstanceStatus.UP;
                try {
                    node.registry.reportStatus(key, next, process, Actor.anybody("10.0.0.1"), node.clock.now());
                } catch (RefusedException e) {
                    // It has not registered here yet.
                    return;
                }
                story(key + " says at " + node.life + " that it is " + next);
                says = next;
                known = false;
            }
        }

        void changeClaim() {
            SimulatedNode node = at;
            if (node != null && isUsable(node)) {
                metadata = Map.of("build", Long.toString(random.nextInt(5)));
                register(node);
            }
        }

        int port() {
            return (int) (1024 + process % 60_000);
        }
    }

    Simulation(long seed, int nodeCount, int clientCount) {
        this.random = new Random(seed);
        this.network = new SimulatedNetwork(clock, random);
        for (int i = 0; i < nodeCount; i++) {
            String place = "place-" + i;
            places.add(place);
            skews.put(place, Duration.ofMillis(random.nextInt(600_000) - 300_000));
            disks.put(place, Remembered.NOTHING);
        }
        for (int i = 0; i < clientCount; i++) {
            clients.add(new Client(
                    new InstanceKey("service-" + i % 3, "i" + i),
                    places.get(random.nextInt(nodeCount)),
                    random.nextInt(3) == 0));
        }
    }

    /** Upgrades what is started from now on. */
    void speak(int format) {
        newest = format;
    }

    void startAll() {
        places.forEach(this::start);
        clients.forEach(Client::startProcess);
    }

    private void start(String place) {
        SimulatedNode node = new SimulatedNode(
                "n" + place.substring(place.length() - 1) + "x" + ++lives,
                place,
                network,
                clock,
                skews.get(place),
                disks.get(place),
                new WireFormat(newest));
        nodes.add(node);
        story(node.life + " starts with " + disks.get(place).instances().keySet());
        node.start();
    }

    boolean isRunning(SimulatedNode node) {
        return nodes.contains(node);
    }

    void run(Duration time) {
        for (long left = time.dividedBy(STEP); left > 0; left--) {
            step();
        }
    }

    private void step() {
        clock.advance(STEP);
        steps++;
        nodes.forEach(node -> node.port.stopped = steps < stoppedUntil.getOrDefault(node.life, 0L));
        network.step();
        for (Client client : clients) {
            client.step();
        }
        for (SimulatedNode node : nodes) {
            if (!node.port.stopped) {
                List<Runnable> late = waiting.remove(node.life);
                if (late != null) {
                    late.forEach(Runnable::run);
                }
                if (steps % 5 == 0) {
                    node.tick();
                }
                node.node.flush();
                node.doubts.forEach(doubt -> probes.add(new Probe(
                        node,
                        doubt,
                        clock.now().nanos()
                                + Duration.ofMillis(20 + random.nextInt(400)).toNanos())));
                node.doubts.clear();
            }
        }
        probe();
        watch();
    }

    private void probe() {
        List<Probe> due = probes.stream()
                .filter(probe -> probe.dueNanos <= clock.now().nanos() && !probe.node.port.stopped)
                .toList();
        probes.removeAll(due);
        for (Probe probe : due) {
            // Some are lost, as they are when too many wait.
            if (isRunning(probe.node) && random.nextInt(20) > 0) {
                probe.node.registry.found(probe.doubt, truth(probe), probe.node.clock.now());
            }
        }
    }

    private Finding truth(Probe probe) {
        Instance instance = probe.doubt.instance();
        Client client = client(instance.key());
        if (!client.isReachedFrom(probe.node)) {
            return Finding.UNREACHABLE;
        }
        if (client.port() != instance.registration().port()) {
            return Finding.REFUSED;
        }
        return switch (client.state) {
            case LIVES, LEFT -> Finding.CONNECTED;
            case CRASHED -> Finding.REFUSED;
            case HANGS -> Finding.SILENT;
            case VANISHED -> Finding.UNREACHABLE;
        };
    }

    Client client(InstanceKey key) {
        return clients.stream()
                .filter(client -> client.key.equals(key))
                .findFirst()
                .orElseThrow();
    }

    /**
     * Nobody who lives and can be reached by all is taken out by anybody who had him, and nobody who lives by a node that hears him.
     */
    private void watch() {
        for (SimulatedNode node : nodes) {
            Map<InstanceKey, Long> listed = new HashMap<>();
            node.instances()
                    .forEach(instance ->
                            listed.put(instance.key(), instance.registration().incarnation()));
            Map<InstanceKey, Long> before = listedBefore.getOrDefault(node.life, Map.of());
            for (Client client : clients) {
                Long process = before.get(client.key);
                if (client.state == State.LIVES
                        && (!client.cuttable || client.isHeardBy(node))
                        && process != null
                        && process == client.process
                        && !listed.containsKey(client.key)) {
                    violations.add(now() + " " + node.life + " lost " + client.key + ", which lives as process "
                            + process + ": " + node.events.get(node.events.size() - 1));
                }
            }
            listedBefore.put(node.life, listed);
        }
        for (Client client : clients) {
            if (client.state == State.LIVES) {
                client.known |= nodes.stream().allMatch(node -> {
                    Instance listed = node.find(client.key);
                    return listed != null
                            && listed.registration().incarnation() == client.process
                            && listed.reported() == client.says;
                });
            } else if (client.state == State.LEFT) {
                client.known |= nodes.stream().allMatch(node -> node.find(client.key) == null);
            }
        }
        words.forEach((key, word) -> word.known |= nodes.stream()
                .allMatch(node -> Objects.equals(node.store.overrides().get(key), word.override)));
    }

    /** Lets the faults and the lives of this seed go on for so long; afterwards all faults are over. */
    void trouble(Trouble kind, Duration time) {
        story("--- " + kind);
        if (kind == Trouble.LOSS || random.nextBoolean()) {
            network.loss = random.nextDouble() * 0.05;
            network.delay = Duration.ofMillis(1 + random.nextInt(300));
        }
        if (kind == Trouble.SPLIT) {
            split();
        }
        long last = steps + time.dividedBy(STEP);
        while (steps < last) {
            if (random.nextInt(10) == 0) {
                live(kind != Trouble.SPLIT);
            }
            if (random.nextInt(60) == 0) {
                fault(kind);
            }
            step();
        }
        heal();
    }

    enum Trouble {
        NONE,
        LOSS,
        SPLIT,
        CRASHES,
        STANDSTILLS
    }

    void heal() {
        story("healed");
        network.heal();
        network.loss = 0;
        network.delay = Duration.ofMillis(5);
    }

    private void split() {
        boolean whole = random.nextBoolean();
        Map<String, Integer> sides = new HashMap<>();
        places.forEach(place -> sides.put(place, random.nextInt(3)));
        for (String one : places) {
            for (String other : places) {
                if (whole
                        ? !Objects.equals(sides.get(one), sides.get(other))
                        : one.compareTo(other) < 0 && random.nextInt(3) == 0) {
                    story("cut " + one + " " + other);
                    network.cut(one, other);
                }
            }
        }
    }

    private void live(boolean mayMove) {
        Client client = clients.get(random.nextInt(clients.size()));
        if (client.state != State.LIVES) {
            if (random.nextInt(3) == 0) {
                client.startProcess();
            }
            return;
        }
        switch (random.nextInt(16)) {
            case 0 -> client.end(State.CRASHED);
            case 1 -> client.end(State.HANGS);
            case 2 -> client.end(State.VANISHED);
            case 3, 4 -> client.leave();
            case 5, 6, 7 -> client.report();
            case 8, 9 -> client.changeClaim();
            case 10, 11 -> override(client.key);
            default -> {
                if (mayMove) {
                    client.move();
                }
            }
        }
    }

    private void override(InstanceKey key) {
        SimulatedNode node = nodes.get(random.nextInt(nodes.size()));
        if (node.port.stopped || !node.isReady() || node.find(key) == null) {
            return;
        }
        Word before = words.get(key);
        if (before != null && before.override != null && random.nextBoolean()) {
            story("override of " + key + " is taken back at " + node.life);
            node.registry.clearOverride(key, Actor.anybody("10.0.0.1"), node.clock.now());
            words.put(key, new Word(null));
        } else {
            OperatorOverride override = new OperatorOverride(
                    null,
                    random.nextInt(1000) / 10.0,
                    null,
                    "operator",
                    node.clock.now().instant(),
                    null);
            story("override of " + key + " at " + node.life + ": " + override.weight());
            node.registry.override(key, override, Actor.anybody("10.0.0.1"), node.clock.now());
            words.put(key, new Word(override));
        }
    }

    private void fault(Trouble kind) {
        SimulatedNode node = nodes.get(random.nextInt(nodes.size()));
        switch (kind) {
            case NONE, LOSS -> node.skew = Duration.ofMillis(random.nextInt(600_000) - 300_000);
            case SPLIT -> {
                if (nodes.size() == places.size() && nodes.size() > 3) {
                    crash(node);
                }
            }
            case CRASHES -> {
                List<String> down = down();
                if (!down.isEmpty() && random.nextBoolean()) {
                    start(down.get(random.nextInt(down.size())));
                } else {
                    crash(node);
                }
            }
            case STANDSTILLS -> {
                if (nodes.stream().noneMatch(other -> other.port.stopped)) {
                    story(node.life + " stands still");
                    stoppedUntil.put(node.life, steps + 20 + random.nextInt(400));
                }
            }
        }
    }

    private void crash(SimulatedNode node) {
        if (nodes.stream().noneMatch(other -> other != node && other.isReady() && !other.port.stopped)) {
            return;
        }
        boolean diskSurvives = random.nextBoolean();
        story(node.life + " crashes, and its disk " + (diskSurvives ? "survives" : "does not"));
        nodes.remove(node);
        node.port.close();
        disks.put(node.place, diskSurvives ? node.journal() : Remembered.NOTHING);
    }

    private List<String> down() {
        Set<String> down = new TreeSet<>(places);
        nodes.forEach(node -> down.remove(node.place));
        return List.copyOf(down);
    }

    /** Lets everything that can still come to its end do so. */
    void settle() {
        down().forEach(this::start);
        stoppedUntil.clear();
        for (SimulatedNode node : nodes) {
            node.port.stopped = false;
        }
        for (Client client : clients) {
            if (client.state == State.LEFT && !client.known) {
                // Whoever took note of that may be gone, and a process that answers is believed for a while.
                client.end(State.CRASHED);
            }
        }
        run(Duration.ofSeconds(60));
    }

    /** Does it at the node when that does not stand still. */
    private void atTheNode(SimulatedNode node, Runnable what) {
        if (node.port.stopped) {
            waiting.computeIfAbsent(node.life, life -> new ArrayList<>()).add(what);
        } else if (isRunning(node)) {
            what.run();
        }
    }

    String now() {
        return "[" + Duration.ofNanos(clock.now().nanos()).toMillis() + "]";
    }

    void story(String what) {
        story.add(now() + " " + what);
    }
}
