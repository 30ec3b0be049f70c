package io.ringmaster.sample.demo;

import io.ringmaster.time.Moment;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/** Five hundred sessions do the same at one moment. They have a registry of their own. */
final class CrowdFault extends Fault {

    /** What they do. */
    enum Kind {
        /** Their streams break, and two seconds later they are back. */
        RETURN(
                "crowd-return",
                "500 streams break at once and are back after 2 s: how long each was SUSPECT",
                "nothing removed",
                3),
        /** Their streams break, and their ports refuse. */
        GONE("crowd-gone", "500 processes are gone at once: until each is DOWN or removed", "max <= 10 s", 3),
        /** They beat no more, while their streams are open and their ports answer. */
        SILENT(
                "crowd-silent",
                "500 sessions beat no more, with streams open and ports answering",
                "nothing removed",
                1);

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

    private static final int SIZE = 500;
    private static final String SERVICE = "crowd";
    private static final Duration AWAY = Duration.ofSeconds(2);

    /** Longer than a lease, so that what is removed in error is seen to be. */
    private static final Duration LATER = Duration.ofSeconds(13);

    private static final Duration SILENCE = Duration.ofSeconds(40);
    private static final Set<String> LOST = Set.of("DOWN", "GONE");

    private final Kind kind;

    CrowdFault(Kind kind) {
        super(kind.name, kind.event, kind.promise, kind.repetitions);
        this.kind = kind;
    }

    @Override
    void measure(FaultBench bench, int repetitions, Figures figures)
            throws IOException, InterruptedException, TimeoutException {
        try (Fleet fleet = bench.fleetOfItsOwn(kind.name, List.of(Fleet.Place.LOOPBACK))) {
            fleet.startRegistry();
            fleet.await("the registry answers", listed -> true, bench.soon());
            for (int i = 1; i <= repetitions; i++) {
                try (Watch watch = new Watch(bench.http(), fleet.registry(), bench.ticker());
                        Crowd crowd = new Crowd(bench.http(), fleet.registry(), SERVICE + i, SERVICE + i, SIZE)) {
                    crowd.join();
                    awaitAllUp(watch, SERVICE + i, bench);
                    bench.awaitQuiet();
                    once(bench, fleet, watch, crowd, SERVICE + i, figures);
                    String trouble = crowd.trouble();
                    figures.promised(trouble == null, "A beat failed: %s", String.valueOf(trouble));
                }
            }
        }
    }

    private void once(FaultBench bench, Fleet fleet, Watch watch, Crowd crowd, String service, Figures figures)
            throws IOException, InterruptedException, TimeoutException {
        Moment start = bench.ticker().now();
        switch (kind) {
            case RETURN -> {
                crowd.vanish();
                bench.pause(AWAY);
                crowd.comeBack();
                bench.pause(LATER);
                awaitAllUp(watch, service, bench);
                List<Watch.Sighting> sightings = since(start, watch, service);
                figures.promised(count(sightings, "GONE") == 0, "%d were removed.", count(sightings, "GONE"));
                figures.promised(count(sightings, "DOWN") == 0, "%d were DOWN.", count(sightings, "DOWN"));
                figures.remark("%d of %d were SUSPECT.", count(sightings, "SUSPECT"), SIZE);
                suspectTimes(sightings).values().forEach(figures::took);
            }
            case GONE -> {
                crowd.closePort();
                crowd.vanish();
                Map<String, Long> lost = awaitLost(bench, watch, service, start);
                lost.values().forEach(nanos -> figures.took(Duration.ofNanos(nanos - start.nanos())));
                figures.promised(lost.size() == SIZE, "Only %d of %d were DOWN or removed.", lost.size(), SIZE);
                figures.promisedWithin(1, Duration.ofSeconds(10));
            }
            case SILENT -> {
                crowd.fallSilent();
                bench.pause(SILENCE);
                List<Watch.Sighting> sightings = since(start, watch, service);
                figures.promised(count(sightings, "GONE") == 0, "%d were removed.", count(sightings, "GONE"));
                figures.promised(count(sightings, "DOWN") == 0, "%d were DOWN.", count(sightings, "DOWN"));
                figures.remark("After %s: %s", Figures.millis(SILENCE), states(watch, service));
                if (count(sightings, "GONE") < SIZE) {
                    figures.remark(
                            "The registry says: %s",
                            new RegistryApi(bench.http(), fleet.registry()).why(service, crowd.id(0)));
                }
            }
        }
    }

    private static void awaitAllUp(Watch watch, String service, FaultBench bench)
            throws InterruptedException, TimeoutException {
        watch.await(
                "all of the crowd are up",
                listed -> Fleet.up(listed, service).size() == SIZE,
                () -> null,
                bench.soon());
    }

    /** Returns when each was first seen DOWN or gone. */
    private static Map<String, Long> awaitLost(FaultBench bench, Watch watch, String service, Moment start) {
        Deadline deadline = Deadline.in(Duration.ofSeconds(60), bench.ticker());
        Map<String, Long> lost = new HashMap<>();
        while (lost.size() < SIZE && !deadline.hasPassed()) {
            bench.pause(Duration.ofMillis(100));
            since(start, watch, service).stream()
                    .filter(sighting -> LOST.contains(sighting.status()))
                    .forEach(sighting -> lost.putIfAbsent(sighting.id(), sighting.nanos()));
        }
        return lost;
    }

    private static List<Watch.Sighting> since(Moment start, Watch watch, String service) {
        return watch.sightings().stream()
                .filter(sighting -> sighting.nanos() - start.nanos() >= 0)
                .filter(sighting -> sighting.id().startsWith(service + "-"))
                .toList();
    }

    /** Returns how many different ones were seen in a status. */
    private static long count(List<Watch.Sighting> sightings, String status) {
        return sightings.stream()
                .filter(sighting -> sighting.status().equals(status))
                .map(Watch.Sighting::id)
                .distinct()
                .count();
    }

    private static Map<String, Duration> suspectTimes(List<Watch.Sighting> sightings) {
        Map<String, Long> since = new HashMap<>();
        Map<String, Duration> times = new HashMap<>();
        for (Watch.Sighting sighting : sightings) {
            Long begin = since.get(sighting.id());
            if (sighting.status().equals("SUSPECT")) {
                since.putIfAbsent(sighting.id(), sighting.nanos());
            } else if (sighting.isCallable() && begin != null) {
                times.putIfAbsent(sighting.id(), Duration.ofNanos(sighting.nanos() - begin));
            }
        }
        return times;
    }

    private static Map<String, Long> states(Watch watch, String service) {
        return watch.listed().stream()
                .filter(instance -> instance.service().equals(service))
                .collect(Collectors.groupingBy(Listed::status, Collectors.counting()));
    }
}
