package io.ringmaster.sample.demo;

import io.ringmaster.sample.demo.OrdersClient.Via;
import io.ringmaster.time.Moment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;

/** No registry is there, and applications restart: one that calls, and one that is called. */
final class RegistryGoneFault extends Fault {

    private static final Duration FINDS_PEERS_WITHIN = Duration.ofSeconds(60);
    private static final int CALLS = 300;

    RegistryGoneFault() {
        super(
                "registry-gone",
                "no registry is there, a caller and an instance restart: from the caller's start to its first call answered",
                "peers are found, 0 failed",
                2);
    }

    @Override
    void measure(FaultBench bench, int repetitions, Figures figures)
            throws IOException, InterruptedException, TimeoutException {
        for (int i = 0; i < repetitions; i++) {
            bench.restore();
            awaitSaved(bench);
            bench.endRegistry("KILL");
            bench.fleet().watch().awaitLoss(bench.soon());
            try {
                restartAndCall(bench, figures);
            } finally {
                bench.startRegistry();
            }
        }
        figures.promisedNoFailure();
    }

    /** Waits until the caller's list on disk has everybody it will look for: only what a settled registry says is saved. */
    private static void awaitSaved(FaultBench bench) throws IOException, InterruptedException, TimeoutException {
        Path saved = bench.fleet().savedList("orders");
        Deadline deadline = bench.soon();
        while (!Files.exists(saved) || !namesAll(Files.readString(saved), bench.members("inventory"))) {
            if (deadline.hasPassed()) {
                throw new TimeoutException("The caller has not saved its list in " + saved + ".");
            }
            bench.pause(Duration.ofMillis(200));
        }
    }

    private static boolean namesAll(String list, List<Fleet.Member> members) {
        return members.stream().allMatch(member -> list.contains('"' + member.id() + '"'));
    }

    private static void restartAndCall(FaultBench bench, Figures figures)
            throws IOException, InterruptedException, TimeoutException {
        Fleet.Member instance =
                bench.restart("inventory", bench.members("inventory").get(2));
        Fleet.Member caller = bench.members("orders").get(1);
        Moment start = bench.ticker().now();
        bench.restart("orders", caller);
        OrdersClient orders = new OrdersClient(bench.http(), bench.listed(caller.id()), bench.ticker());
        Deadline deadline = Deadline.in(FINDS_PEERS_WITHIN, bench.ticker());
        Reply first = orders.quote("early", Via.REST_CLIENT);
        while (first.failed() && !deadline.hasPassed()) {
            bench.pause(Duration.ofMillis(50));
            first = orders.quote("early", Via.REST_CLIENT);
        }
        figures.promised(
                !first.failed(),
                "A caller that restarts while no registry is there finds nobody; this needs its last list on disk. %s",
                String.valueOf(first.failure()));
        if (first.failed()) {
            return;
        }
        figures.took(bench.ticker().now().since(start));
        awaitAnswer(bench, instance);
        Customers customers = new Customers("customer", 60);
        Replies replies =
                LoadRun.run(CALLS, number -> orders.quote(customers.at(number), Via.REST_CLIENT), bench.soon());
        figures.count(replies);
        figures.promised(
                replies.callsByInstance().containsKey(instance.id()), "The instance that restarted was not called.");
    }

    /** Waits until the instance itself answers. */
    private static void awaitAnswer(FaultBench bench, Fleet.Member instance)
            throws InterruptedException, TimeoutException {
        TimedCalls calls = new TimedCalls(bench.http(), bench.listed(instance.id()), bench.ticker(), "servedBy");
        Deadline deadline = bench.soon();
        while (calls.get("early", "/customers/early/offers/top-hat").failed()) {
            if (deadline.hasPassed()) {
                throw new TimeoutException(instance.id() + " does not answer after its restart.");
            }
            bench.pause(Duration.ofMillis(50));
        }
    }
}
