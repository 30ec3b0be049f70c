package io.ringmaster.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringmaster.AllocatedBytes;
import io.ringmaster.model.Catalog;
import io.ringmaster.model.Change;
import io.ringmaster.model.Instance;
import io.ringmaster.model.Revision;
import io.ringmaster.model.ServiceCatalog;
import io.ringmaster.model.TestInstances;
import io.ringmaster.ring.KeyHash;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * What a routed call and a change cost a client, in allocations and in instances looked at, which no machine changes. Whoever
 * exceeds a figure has made a mistake, or records a new one and says why.
 */
class RoutingCostTests {

    private static final long LOOKUP_BYTES = 24;
    private static final long CHANGE_BYTES = 1_700;

    private final List<Instance> instances = IntStream.range(0, 50)
            .mapToObj(number -> TestInstances.up("inventory-" + number))
            .toList();
    private final ServiceRing ring = ServiceRing.of(ServiceCatalog.of("inventory", instances));

    @Test
    void aLookupLooksAtOneInstanceAndAllocatesNothingButTheQuestion() {
        AtomicInteger looked = new AtomicInteger();
        Judge judge = index -> {
            looked.incrementAndGet();
            return null;
        };
        ring.first(KeyHash.of("customer-4711"), judge);
        assertThat(looked).hasValue(1);
        assertThat(AllocatedBytes.perRun(() -> ring.first(KeyHash.of("customer-4711"), judge)))
                .isLessThanOrEqualTo(LOOKUP_BYTES);
    }

    @Test
    void aChangeCopiesTheListOfItsServiceOnly() {
        Revision revision = new Revision("e1", 1);
        Catalog catalog = Catalog.of(revision, List.of(ServiceCatalog.of("inventory", instances)));
        Change change = new Change.Put(revision.next(), TestInstances.up("inventory-7"));
        assertThat(AllocatedBytes.perRun(() -> catalog.apply(change))).isLessThanOrEqualTo(CHANGE_BYTES);
    }
}
