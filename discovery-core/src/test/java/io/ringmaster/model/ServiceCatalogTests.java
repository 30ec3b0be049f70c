package io.ringmaster.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ServiceCatalogTests {

    private final Instance up = TestInstances.up("up");
    private final Instance suspect = suspect("suspect");

    @Test
    void callersUseWhatIsUpAndNothingElse() {
        assertThat(routable(up, suspect, reporting(InstanceStatus.STARTING), reporting(InstanceStatus.DOWN)))
                .containsExactly(up);
    }

    @Test
    void callersUseWhatIsSuspectWhenNothingIsUp() {
        assertThat(routable(suspect, suspect("also"), reporting(InstanceStatus.DRAINING)))
                .containsExactly(suspect("also"), suspect);
    }

    @Test
    void callersNeverUseAnythingElse() {
        assertThat(routable(
                        reporting(InstanceStatus.STARTING),
                        reporting(InstanceStatus.DRAINING),
                        reporting(InstanceStatus.OUT_OF_SERVICE),
                        reporting(InstanceStatus.DOWN)))
                .isEmpty();
    }

    @Test
    void instancesAreFoundById() {
        ServiceCatalog service = ServiceCatalog.of("inventory", List.of(suspect, up));
        assertThat(service.find("up")).isSameAs(up);
        assertThat(service.find("suspect")).isSameAs(suspect);
        assertThat(service.find("a")).isNull();
        assertThat(service.find("z")).isNull();
    }

    @Test
    void instanceOfAnotherServiceIsRefused() {
        assertThatThrownBy(() -> ServiceCatalog.of("orders", List.of(up)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("inventory/up is no instance of 'orders'");
    }

    @Test
    void twoInstancesWithOneIdAreRefused() {
        assertThatThrownBy(() -> ServiceCatalog.of("inventory", List.of(up, up)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("inventory/up is listed twice");
    }

    private static List<Instance> routable(Instance... instances) {
        return ServiceCatalog.of("inventory", List.of(instances)).routable();
    }

    private static Instance reporting(InstanceStatus status) {
        return TestInstances.reporting(status.toString(), status);
    }

    private static Instance suspect(String id) {
        return TestInstances.up(id).withObserved(ObservedHealth.SUSPECT, "its stream broke", TestInstances.REGISTERED);
    }
}
