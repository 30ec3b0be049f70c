package io.ringmaster.client;

import io.ringmaster.model.InstanceKey;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Says and wants what a test sets, and keeps what it receives. */
final class FakeLoad implements LoadSource, FleetLoad {

    volatile Integer inFlight;
    volatile Set<String> wanted = Set.of();
    volatile Set<InstanceKey> calling = Set.of();
    final AtomicInteger looks = new AtomicInteger();
    final List<Map<String, Map<String, Integer>>> received = new CopyOnWriteArrayList<>();

    @Override
    public Integer inFlight() {
        return inFlight;
    }

    @Override
    public Set<String> wanted() {
        return wanted;
    }

    @Override
    public void received(Map<String, Map<String, Integer>> load) {
        received.add(load);
    }

    @Override
    public boolean calls(InstanceKey key) {
        looks.incrementAndGet();
        return calling.contains(key);
    }
}
