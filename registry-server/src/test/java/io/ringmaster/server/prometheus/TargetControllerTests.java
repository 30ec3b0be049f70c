package io.ringmaster.server.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.ringmaster.model.InstanceKey;
import io.ringmaster.model.InstanceStatus;
import io.ringmaster.model.Revision;
import io.ringmaster.server.registry.Actor;
import io.ringmaster.server.registry.ChangeLog;
import io.ringmaster.server.registry.Claim;
import io.ringmaster.server.registry.MemoryStore;
import io.ringmaster.server.registry.ProtectionPolicy;
import io.ringmaster.server.registry.ProtectionRules;
import io.ringmaster.server.registry.Refusal;
import io.ringmaster.server.registry.RefusedException;
import io.ringmaster.server.registry.Registry;
import io.ringmaster.server.registry.RegistryObserver;
import io.ringmaster.server.registry.RegistrySettings;
import io.ringmaster.time.FakeTicker;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;

class TargetControllerTests {

    private static final Duration SETTLING = Duration.ofSeconds(5);

    private final FakeTicker ticker = new FakeTicker();
    private final Registry registry = new Registry(
            new MemoryStore(new ChangeLog(new Revision("e", 0), 100, Runnable::run)),
            new RegistrySettings(
                    Duration.ofSeconds(60),
                    SETTLING,
                    new ProtectionRules(ProtectionPolicy.PROTECT, Map.of(), Duration.ofMinutes(15)),
                    100,
                    100,
                    100),
            new RegistryObserver() {},
            ticker.now());
    private final TargetController controller = new TargetController(registry);

    @BeforeEach
    void register() {
        register("inventory", "inventory-1", "eu-west-1a", InstanceStatus.UP);
        register("inventory", "inventory-2", "eu-west-1b", InstanceStatus.STARTING);
        register("orders", "orders-1", "eu-west-1b", InstanceStatus.UP);
    }

    @Test
    void everyInstanceIsATargetWhateverItsStatus() {
        settle();
        assertThat(targets()).containsExactly("inventory-1", "inventory-2", "orders-1");
    }

    @Test
    void aQueryNarrowsTheList() {
        settle();
        assertThat(targets("service", "orders")).containsExactly("orders-1");
        assertThat(targets("service", "ORDERS", "service", "inventory", "zone", "eu-west-1b"))
                .containsExactly("inventory-2", "orders-1");
        assertThat(targets("routable", "true")).containsExactly("inventory-1", "orders-1");
        assertThat(targets("status", "STARTING")).containsExactly("inventory-2");
        assertThat(targets("metadata.team", "a")).isEmpty();
        assertThat(targets("service", "nobody")).isEmpty();
    }

    @Test
    void whoMayNotKnowEverybodyYetRefusesSoThatNoTargetIsDropped() {
        registry.listening(ticker.now());
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> targets())
                .satisfies(refused -> assertThat(refused.refusal()).isEqualTo(Refusal.NOT_SETTLED));
    }

    private void settle() {
        registry.listening(ticker.now());
        ticker.advance(SETTLING);
        registry.expireLapsed(ticker.now());
    }

    private void register(String service, String id, String zone, InstanceStatus status) {
        registry.register(
                new Claim(
                        new InstanceKey(service, id),
                        null,
                        "10.0.0.7",
                        80,
                        zone,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        status,
                        Actor.anybody("10.0.0.7")),
                ticker.now());
    }

    private List<String> targets(String... query) {
        MultiValueMap<String, String> parameters = new LinkedMultiValueMap<>();
        for (int i = 0; i < query.length; i += 2) {
            parameters.add(query[i], query[i + 1]);
        }
        return controller.targets(parameters).getBody().stream()
                .map(group -> group.labels().get("__meta_ringmaster_instance"))
                .toList();
    }
}
