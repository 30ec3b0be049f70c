package io.ringmaster.sample.demo;

import io.ringmaster.time.Moment;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;

/** A container is stopped while its instance is called, with the ten seconds that Docker gives it unless told. */
final class DockerStopFault extends Fault {

    private static final Map<String, Integer> SHAPE = Map.of("inventory", 3, "pricing", 2);

    /** As a process that ends after SIGTERM does; 137 is one that was killed, because it took too long. */
    private static final int ENDED_BY_SIGTERM = 143;

    DockerStopFault() {
        super(
                "docker-stop",
                "`docker stop` of a container of inventory (WebFlux) or pricing (MVC) in turn, under POST calls",
                "0 failed, none killed",
                6);
    }

    @Override
    void measure(FaultBench bench, int repetitions, Figures figures)
            throws IOException, InterruptedException, TimeoutException {
        try (Compose compose = new Compose(bench.home())) {
            bench.adopt(compose);
            compose.up(SHAPE.getOrDefault("inventory", 0), SHAPE.getOrDefault("pricing", 0));
            try (Watch watch = new Watch(bench.http(), compose.address("registry-1", 8761), bench.ticker())) {
                awaitAll(watch, bench);
                measure(bench, compose, watch, repetitions, figures);
            }
        }
        figures.promisedNoFailure();
    }

    private static void measure(FaultBench bench, Compose compose, Watch watch, int repetitions, Figures figures)
            throws IOException, InterruptedException, TimeoutException {
        List<String> inventories = compose.containers("inventory");
        List<String> pricings = compose.containers("pricing");
        URI orders = compose.address("orders", 8080);
        OrdersClient client = new OrdersClient(
                bench.http(), new Listed("orders", "", orders.getHost(), orders.getPort(), "UP"), bench.ticker());
        Customers customers = new Customers("customer", 60);
        for (int i = 0; i < repetitions; i++) {
            List<String> service = i % 2 == 0 ? inventories : pricings;
            String container = service.get(i / 2 % service.size());
            try (LoadRun load = LoadRun.start(
                    FaultBench.CALLS_PER_SECOND, number -> client.order(customers.at(number)), bench.ticker())) {
                load.awaitMoreCalls(FaultBench.CALLS_PER_SECOND, bench.soon());
                Moment asked = bench.ticker().now();
                int exitCode = compose.stop(container);
                figures.took(bench.ticker().now().since(asked));
                figures.promised(
                        exitCode == ENDED_BY_SIGTERM, "A container ended with %d and not by itself.", exitCode);
                load.awaitMoreCalls(FaultBench.CALLS_PER_SECOND, bench.soon());
                figures.count(load.stop());
            }
            compose.start(container);
            awaitAll(watch, bench);
            bench.awaitQuiet();
        }
    }

    private static void awaitAll(Watch watch, FaultBench bench) throws InterruptedException, TimeoutException {
        watch.await(
                "all containers are listed",
                listed -> SHAPE.entrySet().stream()
                        .allMatch(service -> Fleet.up(listed, service.getKey()).size() == service.getValue()),
                () -> null,
                bench.soon());
    }
}
