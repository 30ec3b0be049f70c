package io.ringmaster.server.registry;

import io.ringmaster.model.Check;
import io.ringmaster.model.Instance;
import io.ringmaster.model.InstanceStatus;
import io.ringmaster.model.ObservedHealth;
import io.ringmaster.model.Registration;
import io.ringmaster.time.FakeTicker;
import java.util.Map;

/** Instances to test with. */
final class Instances {

    private Instances() {}

    static Instance up(String service, String id) {
        return up(service, id, Map.of());
    }

    static Instance up(String service, String id, Map<String, String> metadata) {
        Registration claim =
                new Registration(service, id, null, "10.0.0.1", 8080, null, 1, metadata, 9, Check.TCP, null, 0);
        return new Instance(
                claim, InstanceStatus.UP, null, ObservedHealth.PASSING, null, FakeTicker.START, FakeTicker.START);
    }
}
