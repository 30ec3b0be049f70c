package io.ringmaster.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class CatalogTests {

    private final Catalog empty = Catalog.empty(new Revision("a", 0));

    @Test
    void putListsAndReplacesAnInstance() {
        Catalog once = empty.apply(put(1, TestInstances.up("i-1")));
        Instance draining = TestInstances.reporting("i-1", InstanceStatus.DRAINING);
        Catalog twice = once.apply(put(2, draining));
        assertThat(twice.revision()).isEqualTo(new Revision("a", 2));
        assertThat(twice.service("inventory").instances()).containsExactly(draining);
        assertThat(twice.find(key("i-1"))).isEqualTo(draining);
        assertThat(once.find(key("i-1"))).as("the catalog before").isEqualTo(TestInstances.up("i-1"));
    }

    @Test
    void instancesAreSortedById() {
        Catalog catalog = empty.apply(put(1, TestInstances.up("b")))
                .apply(put(2, TestInstances.up("c")))
                .apply(put(3, TestInstances.up("a")))
                .apply(removed(4, "c"));
        assertThat(catalog.service("inventory").instances())
                .extracting(Instance::id)
                .containsExactly("a", "b");
    }

    @Test
    void serviceWhoseLastInstanceLeftIsStillKnown() {
        Catalog catalog = empty.apply(put(1, TestInstances.up("i-1"))).apply(removed(2, "i-1"));
        assertThat(catalog.service("inventory").instances()).isEmpty();
        assertThat(catalog.serviceNames()).containsExactly("inventory");
        assertThat(catalog.service("orders")).isNull();
    }

    @Test
    void removalOfAnUnknownInstanceOnlyMovesTheRevision() {
        Catalog catalog = empty.apply(put(1, TestInstances.up("i-1"))).apply(removed(5, "i-2"));
        assertThat(catalog.revision().number()).isEqualTo(5);
        assertThat(catalog.service("inventory").instances()).hasSize(1);
    }

    @Test
    void revisionsMayBeMissingInBetween() {
        assertThat(empty.apply(put(7, TestInstances.up("i-1"))).revision().number())
                .isEqualTo(7);
    }

    @Test
    void changeThatIsNotNewerIsRefused() {
        Catalog catalog = empty.apply(put(3, TestInstances.up("i-1")));
        for (long number : new long[] {0, 2, 3}) {
            assertThatThrownBy(() -> catalog.apply(removed(number, "i-1")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("a-" + number + " does not follow a-3");
        }
    }

    @Test
    void changeOfAnotherEpochIsRefused() {
        assertThatThrownBy(() -> empty.apply(new Change.Put(new Revision("b", 9), TestInstances.up("i-1"))))
                .isInstanceOf(IllegalArgumentException.class);
        ServiceCatalog service = ServiceCatalog.of("orders", List.of());
        assertThatThrownBy(() -> empty.with(service, new Revision("b", 9)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("another epoch");
    }

    @Test
    void unchangedServiceKeepsItsObject() {
        Catalog catalog = empty.with(ServiceCatalog.of("orders", List.of()), new Revision("a", 1));
        Catalog next = catalog.apply(put(2, TestInstances.up("i-1")));
        assertThat(next.service("orders")).isSameAs(catalog.service("orders"));
    }

    @Test
    void wholeServiceIsReplacedAndTheRevisionNeverGoesBack() {
        Catalog catalog = empty.apply(put(5, TestInstances.up("i-1")));
        ServiceCatalog replaced = ServiceCatalog.of("inventory", List.of(TestInstances.up("i-2")));
        Catalog next = catalog.with(replaced, new Revision("a", 4));
        assertThat(next.service("inventory")).isSameAs(replaced);
        assertThat(next.revision().number()).isEqualTo(5);
    }

    @Test
    void onlyAServiceWithoutInstancesIsForgotten() {
        Catalog listed = empty.apply(put(1, TestInstances.up("i-1")));
        assertThat(listed.forget("inventory")).isSameAs(listed);
        assertThat(listed.forget("orders")).isSameAs(listed);
        assertThat(listed.apply(removed(2, "i-1")).forget("inventory").serviceNames())
                .isEmpty();
    }

    @Test
    void servicesAreFoundWhateverTheCase() {
        Catalog catalog = empty.apply(put(1, TestInstances.up("i-1")));
        assertThat(catalog.service("Inventory")).isSameAs(catalog.service("inventory"));
    }

    @Test
    void twoServicesWithOneNameAreRefused() {
        ServiceCatalog service = ServiceCatalog.of("orders", List.of());
        assertThatThrownBy(() -> Catalog.of(new Revision("a", 1), List.of(service, service)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'orders' is listed twice");
    }

    private static Change put(long number, Instance instance) {
        return new Change.Put(new Revision("a", number), instance);
    }

    private static Change removed(long number, String id) {
        return new Change.Removed(new Revision("a", number), key(id), RemovalReason.EXPIRED);
    }

    private static InstanceKey key(String id) {
        return new InstanceKey("inventory", id);
    }
}
