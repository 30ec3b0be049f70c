package io.ringmaster.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.ringmaster.model.BeatAnswer;
import io.ringmaster.model.Revision;
import io.ringmaster.model.ServiceSnapshot;
import io.ringmaster.model.WatchEvent;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LoadExchangeTests {

    private static final Map<String, Map<String, Integer>> LOAD = Map.of("stock", Map.of("s1", 3));

    private final CatalogMirror mirror = new CatalogMirror();
    private final FakeLoad load = new FakeLoad();
    private final LoadExchange exchange = new LoadExchange(mirror, load, load);

    @Test
    void asksOnlyForWhatTheMirrorKnowsBecauseARefusalWouldCostTheBeat() {
        list(Set.of("stock", "orders"));
        load.wanted = Set.of("Stock", "stock", "not_a_name", "unknown");

        assertThat(exchange.wanted()).containsExactly("stock");
    }

    @Test
    void asksForAHundredServicesAtMost() {
        load.wanted = IntStream.range(0, 101)
                .mapToObj(number -> "service-" + number)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        list(load.wanted);

        assertThat(exchange.wanted()).hasSize(100).startsWith("service-0").endsWith("service-99");
    }

    @Test
    void aNumberThatCannotBeIsNotSaid() {
        load.inFlight = 0;
        assertThat(exchange.inFlight()).isZero();
        load.inFlight = -1;
        assertThat(exchange.inFlight()).isNull();
    }

    @Test
    void handsOverWhatWasAnsweredAndNothingElse() {
        exchange.received(answer(null));
        assertThat(load.received).isEmpty();

        exchange.received(answer(Map.of()));
        exchange.received(answer(LOAD));
        assertThat(load.received).containsExactly(Map.of(), LOAD);
    }

    @Test
    void aFaultOfTheApplicationStaysInTheApplication() {
        LoadExchange faulty = new LoadExchange(
                mirror,
                () -> {
                    throw new IllegalStateException("a fault");
                },
                new FleetLoad() {
                    @Override
                    public Set<String> wanted() {
                        throw new IllegalStateException("a fault");
                    }

                    @Override
                    public void received(Map<String, Map<String, Integer>> received) {
                        throw new IllegalStateException("a fault");
                    }
                });

        assertThat(faulty.inFlight()).isNull();
        assertThat(faulty.wanted()).isEmpty();
        assertThatCode(() -> faulty.received(answer(LOAD))).doesNotThrowAnyException();
    }

    private void list(Set<String> services) {
        Revision revision = new Revision("test", 1);
        mirror.connected();
        services.forEach(name -> mirror.snapshot(new ServiceSnapshot(name, true, revision, null, List.of())));
        mirror.synced(new WatchEvent.Synced(revision, true));
    }

    private static BeatAnswer answer(Map<String, Map<String, Integer>> load) {
        return new BeatAnswer(3, List.of(), List.of(), load);
    }
}
