package io.ringmaster.server.registry;

import io.ringmaster.model.Check;
import io.ringmaster.model.Instance;
import io.ringmaster.model.InstanceKey;
import io.ringmaster.model.InstanceStatus;
import io.ringmaster.model.ObservedHealth;
import io.ringmaster.model.Registration;
import io.ringmaster.time.FakeTicker;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Instances to test with. */
final class Instances {

    private Instances() {}

    static Instance up(String service, String id) {
        return up(service, id, Map.of());
    }

    static Instance up(String service, String id, Map<String, String> metadata) {
        return up(new InstanceKey(service, id), metadata, 9, null);
    }

    static Instance up(InstanceKey key, int ttlSeconds, @Nullable String session) {
        return up(key, Map.of(), ttlSeconds, session);
    }

    private static Instance up(
            InstanceKey key, Map<String, String> metadata, int ttlSeconds, @Nullable String session) {
        Registration claim = new Registration(
                key.service(), key.id(), null, "10.0.0.1", 8080, null, 1, metadata, ttlSeconds, Check.TCP, session, 0);
        return new Instance(
                claim, InstanceStatus.UP, null, ObservedHealth.PASSING, null, FakeTicker.START, FakeTicker.START);
    }
}
