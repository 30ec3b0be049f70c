package io.ringmaster.sample.demo;

import io.ringmaster.sample.demo.Traffic.Method;
import io.ringmaster.sample.demo.Traffic.Route;
import io.ringmaster.time.Moment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The network between an instance and everybody else fails. All of it takes place in network namespaces: this process starts
 * itself again in one of its own, there makes a second one as the other host, and reads what came out from a file.
 */
final class NetworkFault extends Fault {

    /** How it fails. */
    enum Kind {
        /** The host is unplugged. */
        CUT("net-cut", "an instance's host is unplugged, until the caller's list is without it", "max <= 10 s", 3),
        /** Packets vanish, and every connection is half open. */
        DROP(
                "net-drop",
                "all packets to and from an instance vanish, until the caller's list is without it",
                "max <= 10 s",
                3),
        /** Every fifth packet vanishes. */
        LOSS("net-loss", "20 % of the packets to and from an instance vanish for 60 s", "0 failed, not removed", 1),
        /** One of three registry nodes can no longer reach the others, nor they it. */
        SPLIT(
                "net-split",
                "all packets between one registry node and the other two vanish for 30 s, then until all agree again",
                "nobody lost, max <= 10 s",
                3),
        /** None of three registry nodes can reach another. */
        APART(
                "net-apart",
                "all packets among three registry nodes vanish for 30 s, then until all agree again",
                "nobody lost, max <= 10 s",
                3);

        private final String name;
        private final String event;
        private final String promise;
        private final int repetitions;

        Kind(String name, String event, String promise, int repetitions) {
            this.name = name;
            this.event = event;
            this.promise = promise;
            this.repetitions = repetitions;
        }
    }

    private static final JsonMapper JSON = new JsonMapper();
    private static final String VICTIM = "inventory-3";
    private static final Duration LOSSY = Duration.ofSeconds(60);
    private static final int CALLS_PER_SECOND = 50;

    private final Kind kind;

    NetworkFault(Kind kind) {
        super(kind.name, kind.event, kind.promise, kind.repetitions);
        this.kind = kind;
    }

    @Override
    void measure(FaultBench bench, int repetitions, Figures figures)
            throws IOException, InterruptedException, TimeoutException {
        requireTools();
        Path result = bench.logs().resolve(kind.name + ".json");
        List<String> command = new ArrayList<>(List.of("unshare", "-Urn", "setpriv", "--pdeathsig", "KILL"));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Xmx256m"));
        String code = System.getProperty("java.class.path");
        command.addAll(
                code.endsWith("demo.jar") ? List.of("-jar", code) : List.of("-cp", code, DemoLauncher.class.getName()));
        command.addAll(List.of(
                FaultOptions.FAULTS,
                "--home=" + bench.home(),
                "--inside=" + result,
                "--repetitions=" + repetitions,
                kind.name));
        Process inside = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(bench.logs().resolve(kind.name + ".log").toFile())
                .start();
        bench.adopt(inside::destroy);
        inside.waitFor();
        if (!Files.isRegularFile(result)) {
            throw new IOException(
                    "It ended without a result; see " + bench.logs().resolve(kind.name + ".log"));
        }
        figures.take(JSON.readValue(result.toFile(), Finding.class));
    }

    /** Does it, in a process that is in a network namespace of its own. */
    void measureInside(FaultBench bench, int repetitions, Figures figures)
            throws IOException, InterruptedException, TimeoutException {
        String token = UUID.randomUUID().toString();
        Map<String, String> environment = Map.of(
                "RINGMASTER_SERVER_TOKEN", token,
                "RINGMASTER_SERVER_ANONYMOUS_READ", "true",
                "RINGMASTER_SERVER_CLUSTER_SECRET", token,
                "RINGMASTER_CLIENT_TOKEN", token);
        if (kind == Kind.SPLIT) {
            try (OtherHost other = new OtherHost(1)) {
                Split.inTwo(bench, other, environment).measure(repetitions, figures);
            }
            return;
        }
        if (kind == Kind.APART) {
            try (OtherHost second = new OtherHost(1);
                    OtherHost third = new OtherHost(2)) {
                second.reaches(third);
                Split.inThree(bench, second, third, environment).measure(repetitions, figures);
            }
            return;
        }
        try (OtherHost other = new OtherHost(1);
                Fleet fleet = bench.fleetOfItsOwn(kind.name, List.of(OtherHost.thisSide(environment)))) {
            fleet.startRegistry();
            fleet.start("pricing", "pricing-1");
            fleet.start("inventory", "inventory-1");
            fleet.start("inventory", "inventory-2");
            fleet.start("inventory", VICTIM, 0, other.place(environment));
            fleet.start("orders", "orders-1");
            fleet.awaitUp("pricing", 1, bench.soon());
            fleet.awaitUp("inventory", 3, bench.soon());
            Listed orders = fleet.awaitUp("orders", 1, bench.soon()).get(0);
            CallerList list = new CallerList(bench.http(), orders, "inventory");
            list.await(callable -> callable.size() == 3, bench.soon());
            bench.awaitQuiet();
            LoadRun.Call call = new Traffic(Route.MVC, Method.GET).through(orders, bench.http(), bench.ticker());
            for (int i = 0; i < repetitions; i++) {
                try (LoadRun load = LoadRun.start(CALLS_PER_SECOND, call, bench.ticker())) {
                    load.awaitMoreCalls(2 * CALLS_PER_SECOND, bench.soon());
                    if (kind == Kind.LOSS) {
                        loseSome(bench, fleet, other, figures);
                    } else {
                        loseAll(bench, other, list, figures);
                    }
                    load.awaitMoreCalls(2 * CALLS_PER_SECOND, bench.soon());
                    figures.count(load.stop());
                }
            }
        }
        if (kind == Kind.LOSS) {
            figures.promisedNoFailure();
        } else {
            figures.promisedWithin(1, Duration.ofSeconds(10));
        }
    }

    private void loseAll(FaultBench bench, OtherHost other, CallerList list, Figures figures)
            throws IOException, InterruptedException, TimeoutException {
        Moment lost = bench.ticker().now();
        if (kind == Kind.CUT) {
            other.unplug();
        } else {
            other.lose(1);
        }
        figures.took(
                list.await(callable -> !callable.contains(VICTIM), bench.soon()).since(lost));
        if (kind == Kind.CUT) {
            other.plugIn();
        } else {
            other.loseNone();
        }
        Moment healed = bench.ticker().now();
        Moment back = list.await(callable -> callable.contains(VICTIM), bench.soon());
        figures.remark("Healed, it was back within %s.", Figures.millis(back.since(healed)));
    }

    private static void loseSome(FaultBench bench, Fleet fleet, OtherHost other, Figures figures)
            throws IOException, InterruptedException {
        int before = fleet.watch().sightings().size();
        other.lose(0.2);
        bench.pause(LOSSY);
        other.loseNone();
        List<String> seen = fleet.watch().sightings().stream()
                .skip(before)
                .filter(sighting -> sighting.id().equals(VICTIM))
                .map(Watch.Sighting::status)
                .toList();
        figures.promised(!seen.contains("GONE"), "It was removed.");
        figures.remark("Its status meanwhile: %s", seen.isEmpty() ? "UP all the time" : String.join(", ", seen));
    }

    private static void requireTools() {
        for (String tool : Set.of("unshare", "nsenter", "setpriv", "ip", "iptables")) {
            if (List.of("/usr/bin/", "/bin/", "/usr/sbin/", "/sbin/").stream()
                    .noneMatch(folder -> Files.isExecutable(Path.of(folder + tool)))) {
                throw new FaultSkipped("'" + tool + "' is not installed, or this is not Linux");
            }
        }
    }
}
