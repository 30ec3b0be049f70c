package io.ringmaster.server.eureka;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringmaster.model.Catalog;
import io.ringmaster.model.Change;
import io.ringmaster.model.Check;
import io.ringmaster.model.Instance;
import io.ringmaster.model.InstanceKey;
import io.ringmaster.model.InstanceStatus;
import io.ringmaster.model.ObservedHealth;
import io.ringmaster.model.Registration;
import io.ringmaster.model.RemovalReason;
import io.ringmaster.model.Revision;
import io.ringmaster.server.eureka.Told.Action;
import io.ringmaster.time.FakeTicker;
import io.ringmaster.time.Moment;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecentChangesTests {

    private final FakeTicker ticker = new FakeTicker();
    private Catalog catalog = Catalog.empty(new Revision("e", 0));
    private final RecentChanges changes = new RecentChanges(catalog);

    @Test
    void whatCameAndWentUnnoticedIsToldToNobody() {
        put("a", "1", InstanceStatus.UP);
        remove("a", "1");
        assertThat(told()).isEmpty();
    }

    @Test
    void whatIsGoneIsToldLastAndAsItWas() {
        put("a", "1", InstanceStatus.UP);
        told();
        remove("a", "1");
        put("b", "1", InstanceStatus.UP);
        put("b", "2", InstanceStatus.UP);
        assertThat(told()).extracting(Told::action).containsExactly(Action.ADDED, Action.ADDED, Action.DELETED);
    }

    @Test
    void aServiceThatIsForgottenTakesItsInstancesAlong() {
        put("a", "1", InstanceStatus.UP);
        told();
        remove("a", "1");
        catalog = catalog.forget("a");
        assertThat(told()).extracting(Told::action).containsExactly(Action.DELETED);
    }

    @Test
    void aChangeIsToldForThreeMinutes() {
        put("a", "1", InstanceStatus.UP);
        assertThat(told()).hasSize(1);
        ticker.advance(RecentChanges.KEPT.minusNanos(1));
        assertThat(told()).hasSize(1);
        ticker.advance(Duration.ofNanos(1));
        assertThat(told()).isEmpty();
    }

    /** Clients that poll at their own pace, and not more seldom than changes are kept, and apply what they are told. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void whoAppliesEveryDeltaHoldsWhatIsListedAndTheHashSaysSo(long seed) {
        Random random = new Random(seed);
        List<Polling> clients = List.of(new Polling(ticker), new Polling(ticker), new Polling(ticker));
        for (int step = 0; step < 400; step++) {
            ticker.advance(Duration.ofSeconds(random.nextInt(12)));
            String service = "s" + random.nextInt(3);
            String id = "i" + random.nextInt(5);
            if (random.nextInt(3) > 0) {
                put(service, id, InstanceStatus.values()[random.nextInt(4)]);
            } else if (catalog.find(new InstanceKey(service, id)) != null) {
                remove(service, id);
            }
            List<Instance> everything = EurekaDocuments.everything(catalog);
            for (Polling client : clients) {
                if (random.nextInt(8) == 0 || client.isDue()) {
                    client.apply(told());
                    assertThat(client.held.values()).containsExactlyInAnyOrderElementsOf(everything);
                    assertThat(EurekaDocuments.hash(List.copyOf(client.held.values())))
                            .isEqualTo(EurekaDocuments.hash(everything));
                }
            }
        }
    }

    private static final class Polling {

        private final Map<InstanceKey, Instance> held = new HashMap<>();
        private final FakeTicker ticker;
        private Moment polled;

        Polling(FakeTicker ticker) {
            this.ticker = ticker;
            this.polled = ticker.now();
        }

        boolean isDue() {
            return ticker.now().since(polled).compareTo(Duration.ofSeconds(150)) > 0;
        }

        void apply(List<Told> delta) {
            polled = ticker.now();
            for (Told told : delta) {
                if (told.action() == Action.DELETED) {
                    held.remove(told.instance().key());
                } else {
                    held.put(told.instance().key(), told.instance());
                }
            }
        }
    }

    private List<Told> told() {
        changes.follow(catalog, ticker.now());
        return changes.told();
    }

    private void put(String service, String id, InstanceStatus reported) {
        Registration claim =
                new Registration(service, id, null, "10.0.0.1", 8080, null, 1, Map.of(), 90, Check.TCP, null, 0);
        Instance instance = new Instance(
                claim,
                reported,
                null,
                ObservedHealth.PASSING,
                null,
                FakeTicker.START,
                ticker.now().instant());
        catalog = catalog.apply(new Change.Put(catalog.revision().next(), instance));
    }

    private void remove(String service, String id) {
        catalog = catalog.apply(new Change.Removed(
                catalog.revision().next(), new InstanceKey(service, id), RemovalReason.DEREGISTERED));
    }
}
