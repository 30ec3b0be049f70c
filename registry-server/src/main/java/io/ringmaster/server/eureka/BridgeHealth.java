package io.ringmaster.server.eureka;

import java.util.Objects;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Whether the other Eureka server answers. Never DOWN: what it listed last is still served. */
final class BridgeHealth implements HealthIndicator {

    private final Bridge bridge;

    BridgeHealth(Bridge bridge) {
        this.bridge = bridge;
    }

    @Override
    public Health health() {
        Bridge.State state = bridge.state();
        boolean answers = state.unreachableSince().values().stream().noneMatch(Objects::nonNull);
        Health.Builder health = answers ? Health.up() : Health.unknown();
        state.unreachableSince()
                .forEach((url, since) -> health.withDetail(url, since == null ? "answers" : "silent since " + since));
        return health.withDetail("bridgedHere", state.here())
                .withDetail("in", state.in())
                .withDetail("out", state.out())
                .build();
    }
}
