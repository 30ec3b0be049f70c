package io.ringmaster.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes {@code LOAD.md} and its plots from what the load generator measured. */
public final class LoadReport {

    private LoadReport() {}

    /**
     * Writes the report.
     *
     * @param args the file that {@code Load} wrote, and the folder for the report
     */
    public static void main(String[] args) throws IOException {
        LoadFigures figures = LoadFigures.read(Path.of(args[0]));
        Path folder = Path.of(args[1]);
        Path file = folder.resolve("LOAD.md");
        Files.writeString(file, text(figures, new Plots(folder.resolve("plots"))));
        System.out.println("Written to " + file);
    }

    private static String text(LoadFigures figures, Plots plots) {
        LoadSections sections = new LoadSections(figures, plots);
        MarkdownTable facts = new MarkdownTable("measured on", "");
        figures.facts().forEach(facts::row);
        return """
                # Load

                Written by `benchmarks/load`; do not edit. It starts our server and the Eureka server of Spring Cloud, each in a process of
                its own, drives them from outside with the same clients, and writes this page and its plots.

                %s
                ## Goals

                %s
                A request that comes alone, one of 500 a second, finds cold caches. So it costs each of the servers two to six times what it costs
                at full speed.

                ## How it is measured

                - **Ringmaster** is the packaged server with its defaults, the journal on disk included. **Eureka** is that of Spring Cloud with
                  its fastest settings (`benchmarks/eureka-server`): no read-only cache, no self-preservation, a short delta. Neither writes a
                  line of log for a registration. Both have the same JVM, `-Xms1g -Xmx1g -XX:+AlwaysPreTouch`, on the same machine as the
                  clients.
                - The clients are one thread of Netty. Beats and registrations are sent **at full speed**, over 32 connections, the next when
                  one is answered, and then 500 a second, as from a fleet; both after rounds that do not count, at each number of
                  instances, until the compilers of the server take less than 5 %% of its CPU, eight rounds at most. All servers are there at
                  once and **take turns**, round by round, so that whatever else the machine does meets all of them. **CPU** is what Linux counted
                  for the threads of the server, in user mode and in the kernel, and with the compilers and collectors of its JVM: the clients'
                  part is not in it. Of the rounds of one kind, the middle one counts.
                - A **beat** is what one process with one instance sends. Ours is the session's beat, which also acknowledges a revision and
                  tells the load; Eureka's is its renewal. A **registration** is of an instance that is not listed yet, with three words of metadata.
                - The **bare server** is the least that a server in Java does: the codec of Netty, the same threads, and the same answer to
                  everybody. It gets the requests of ours. What another costs beyond it, it costs by what it does.
                - A **watcher** of ours has a stream for one service. Eureka's asks for `/apps/delta` every second, the least that its
                  client can be set to (the default is 30), all at different moments. A change is a registration with another word in its metadata.
                  Times are from before it is sent until the bytes of that word have arrived, for each watcher and change. More than
                  %s that ask every second would be more requests than such a server answers on such a machine.
                - **Heap** is what `jcmd GC.class_histogram` finds alive, for instances less what it finds after the start: so it includes what
                  is kept of earlier changes. **Native** is by how much the process has grown beside its heap,
                  all pages of which were touched at the start.

                ## Beats and registrations

                %s
                ## Changes and watchers

                Among 1,000 instances.

                %s
                ## Bytes of a change

                %s
                ## Memory

                %s
                ## A full house

                The most instances and the most watchers on one node with 1 GB of heap.

                %s
                ## Lists

                Everything, as a client wants it that starts and watches everything: the median of five, each after a change, so that no
                answer is kept from before.

                %s
                ## Start

                With `-XX:MaxRAM=256m -XX:MaxRAMPercentage=75 -XX:+UseSerialGC`, as the JVM does by itself in a container of 256 MB. Ready is when the list was answered for the first time; idle
                is eight seconds later. With an AOT cache, both have the options of our image, too, by which the compilers begin later.

                %s
                ## What the starter adds

                To a small WebFlux application (`sample-services/inventory`) that watches one service and registers: the middle of several
                starts, with `ringmaster.client.enabled=false` and without. Both have Spring Cloud LoadBalancer. What it adds to each call is
                in [RESULTS](RESULTS.md), "A choice by Spring Cloud LoadBalancer".

                %s
                ## All figures

                %s""".formatted(
                        facts,
                        new LoadTargets(figures),
                        Figures.count(1_000),
                        sections.requests(),
                        sections.watchers(),
                        sections.bytes(),
                        sections.memory(),
                        sections.fullHouse(),
                        sections.lists(),
                        sections.starts(),
                        sections.starter(),
                        sections.all());
    }
}
