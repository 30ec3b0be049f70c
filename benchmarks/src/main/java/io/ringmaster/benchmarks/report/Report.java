package io.ringmaster.benchmarks.report;

import io.ringmaster.benchmarks.simulation.Simulation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Runs the simulation and writes {@code RESULTS.md} and the plots from it and from what was measured. */
public final class Report {

    static final int[] SIZES = {3, 10, 50, 200, 1000};

    private Report() {}

    /**
     * Writes the report.
     *
     * @param args the file that {@code Measure} wrote, and the folder for the report
     */
    public static void main(String[] args) throws IOException {
        Measurements times = Measurements.read(Path.of(args[0]));
        Path folder = Path.of(args[1]);
        boolean quick = times.facts().getOrDefault("run", "").startsWith("quick");
        Simulation simulation = new Simulation(quick);
        Plots plots = new Plots(folder.resolve("plots"));
        Path file = folder.resolve("RESULTS.md");
        Files.writeString(file, text(times, simulation, plots));
        System.out.println("Written to " + file);
    }

    private static String text(Measurements times, Simulation simulation, Plots plots) {
        // Memory first, while the heap holds nothing else.
        QualitySections quality = new QualitySections(simulation, plots);
        String memory = quality.memory();
        TimeSections clock = new TimeSections(times, plots);
        Targets targets = new Targets(times, simulation);
        return """
                # Results

                Written by `benchmarks/run`; do not edit. It builds, measures, simulates and writes this page and its plots. What the server
                takes under load, beside Eureka's, is in [LOAD](LOAD.md).

                %s
                Times are **CPU time of the benchmark's thread per operation, the best of many iterations of 50 ms** under JMH, in a
                JVM for each: the machine is shared, and the wall clock would count its neighbours' turns. Compare within this run
                only, and take differences below 20 %% for noise; the table at the end has medians and the wall clock beside them.
                The one exception are picks after other work, which are medians by the wall clock, less what the clock takes.

                ## Goals

                The goals that the ring was designed for; %d of %d are met.

                %s
                The least work that is left for those about keys and cold picks, measured in the same run. The unchecked copy is wrong for every
                text that is not ASCII; finding that out, without allocating, is what the rest of our time goes into.

                %s
                ## Who is compared

                - **Ringmaster**: `HashRing`, every member ranks 2^16 slots (the default), 2^18 or 2^20.
                - **TreeMap**: 160 points for each member on a `TreeMap`, as in Dubbo and most Java code.
                - **Maglev**: a table of 65,537 entries (NSDI 2016), weights as in Envoy. It has no failover order; it hashes again.
                - **Guava**: `Hashing.consistentHash` on the position in the list. It has no weights.

                ## A choice by Spring Cloud LoadBalancer

                The request goes in, an instance comes out, a blocking caller waits for it. Spring's suppliers have the same fixed list.

                %s
                ## From a key to its owner

                %s
                ## From a hash to its owner

                %s
                ## Builds and changes

                %s
                ## Balance

                Exact shares of the key space, mean of %d sets of members (%d for n = 1000); Guava's by counting a million keys.

                %s
                ## Movement

                Keys that moved for each that had to, of 262,144 spread evenly; in brackets, the share of all keys that moved
                between two members that did not change. With equal weights of 1 before.

                %s
                ## Failover

                Of the keys whose owner is gone, those for which the substitute while it is still listed is the owner once it has
                been removed. The others move twice for one failure.

                %s
                ## Agreement

                Of %,d keys at n = 50, %d have another owner when the list comes in another order, and %d at a client that came to
                the same members by ten replacements. Rings that were changed differ from rings built anew in %d slots, over one
                addition, removal and change of weight for each n.

                ## Popular keys

                Zipf(1.0) over a million keys: the first gets 7 %% of all calls, so no placement helps, only a bound on the load does.
                The first table is the expected share of calls. The second follows calls in flight at one balancer, each at the first
                member in the order of its key with room: `max(floor, ceil(1.25 × calls × share of the weight))`. A room
                is a whole number of calls, so where it is small, as with few calls or little weight, rounding it up allows more.

                %s
                ## Memory

                Heap beside the list of members, which all share. Guava keeps nothing.

                %s
                ## All measurements

                %s""".formatted(
                        facts(times),
                        targets.count() - targets.missed(),
                        targets.count(),
                        targets,
                        targets.bounds(),
                        clock.chains(),
                        clock.keys(),
                        clock.picks(),
                        clock.builds(),
                        simulation.sets(50),
                        simulation.sets(1000),
                        quality.balance(),
                        quality.movement(),
                        quality.failover(),
                        simulation.agreement(50).keys(),
                        simulation.agreement(50).byOrder(),
                        simulation.agreement(50).byHistory(),
                        Arrays.stream(SIZES)
                                .mapToLong(simulation::changedSlotsThatDiffer)
                                .sum(),
                        quality.zipf(),
                        memory,
                        clock.all());
    }

    private static String facts(Measurements times) {
        MarkdownTable table = new MarkdownTable("measured on", "");
        times.facts().forEach(table::row);
        return table.toString();
    }
}
