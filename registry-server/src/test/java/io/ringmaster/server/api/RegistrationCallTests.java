package io.ringmaster.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.ringmaster.model.Instance;
import io.ringmaster.model.InstanceKey;
import io.ringmaster.model.InstanceStatus;
import io.ringmaster.model.LeaseGrant;
import io.ringmaster.model.OperatorOverride;
import io.ringmaster.model.Revision;
import io.ringmaster.server.registry.Actor;
import io.ringmaster.server.registry.ChangeLog;
import io.ringmaster.server.registry.FrequentCall;
import io.ringmaster.server.registry.MemoryStore;
import io.ringmaster.server.registry.ProtectionRules;
import io.ringmaster.server.registry.Registry;
import io.ringmaster.server.registry.RegistryObserver;
import io.ringmaster.server.registry.RegistrySettings;
import io.ringmaster.time.FakeTicker;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** What is answered by hand is what the framework would answer, to the letter. */
class RegistrationCallTests {

    private static final InstanceKey KEY = new InstanceKey("orders", "orders-1");
    private static final Actor SOMEBODY = Actor.anybody("10.0.0.7");

    private final FakeTicker ticker = new FakeTicker();
    private final Registry registry = new Registry(
            new MemoryStore(new ChangeLog(new Revision("e1", 0), 64, Runnable::run)),
            new RegistrySettings(Duration.ofSeconds(9), Duration.ZERO, ProtectionRules.DEFAULT, 10, 10, 10),
            new RegistryObserver() {},
            ticker.now());
    private final JsonMapper json = JsonMapper.builder()
            .changeDefaultPropertyInclusion(inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL))
            .build();
    private final RegistrationCall call = new RegistrationCall(registry, ticker, json);

    @Test
    void theFirstIsCreated() {
        FrequentCall.Answer answer = register("first", null);
        assertThat(answer.status()).isEqualTo(201);
        assertThat(text(answer)).isEqualTo(byTheFramework());
    }

    @Test
    void theNextHasTheWordOfTheOperator() {
        register("first", null);
        OperatorOverride override = new OperatorOverride(
                InstanceStatus.DRAINING,
                0.5,
                "a \"deploy\"",
                "ops",
                ticker.now().instant(),
                null);
        registry.override(KEY, override, SOMEBODY, ticker.now());
        FrequentCall.Answer answer = register("second", null);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(text(answer)).isEqualTo(byTheFramework()).contains("DRAINING");
    }

    @Test
    void whoPrefersTheLeastGetsTheLeaseAlone() {
        for (int ttlSeconds : new int[] {9, 9, 30}) {
            assertThat(text(register("a", "return=minimal", ttlSeconds)))
                    .isEqualTo("{\"lease\":{\"ttlSeconds\":" + ttlSeconds + ",\"renewEverySeconds\":" + ttlSeconds / 3
                            + "}}");
        }
    }

    private FrequentCall.Answer register(String word, @Nullable String prefer) {
        return register(word, prefer, 9);
    }

    private FrequentCall.Answer register(String word, @Nullable String prefer, int ttlSeconds) {
        String body = "{\"host\":\"10.0.0.7\",\"port\":8080,\"metadata\":{\"word\":\"" + word + "\"},\"ttlSeconds\":"
                + ttlSeconds + "}";
        FrequentCall.Answer answer = call.answer(new FrequentCall.Sent(
                "/v1/services/orders/instances/orders-1", body.getBytes(StandardCharsets.UTF_8), prefer, SOMEBODY));
        return Objects.requireNonNull(answer);
    }

    private String byTheFramework() {
        Instance listed = registry.listing().catalog().find(KEY);
        return json.writeValueAsString(new RegistrationController.Answer(listed, new LeaseGrant(9, 3)));
    }

    private static String text(FrequentCall.Answer answer) {
        return new String(answer.json(), StandardCharsets.UTF_8);
    }
}
