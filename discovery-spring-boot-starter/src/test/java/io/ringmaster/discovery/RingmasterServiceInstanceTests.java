package io.ringmaster.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringmaster.model.Check;
import io.ringmaster.model.Instance;
import io.ringmaster.model.InstanceStatus;
import io.ringmaster.model.ObservedHealth;
import io.ringmaster.model.Registration;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.cloud.client.loadbalancer.LoadBalancerUriTools;

class RingmasterServiceInstanceTests {

    @Test
    void schemeIsLeftToTheCallerUnlessDeclared() {
        RingmasterServiceInstance undeclared = RingmasterServiceInstance.of(instance(null, "10.0.0.7", Map.of()));
        RingmasterServiceInstance declared = RingmasterServiceInstance.of(instance("https", "10.0.0.7", Map.of()));

        assertThat(undeclared.getScheme()).isNull();
        assertThat(LoadBalancerUriTools.reconstructURI(undeclared, URI.create("ws://inventory/a")))
                .isEqualTo(URI.create("ws://10.0.0.7:8080/a"));
        assertThat(declared.getScheme()).isEqualTo("https");
        assertThat(declared.isSecure()).isTrue();
        assertThat(declared.getUri()).isEqualTo(URI.create("https://10.0.0.7:8080"));
    }

    @Test
    void ipv6AddressIsBracketedWhereverAUriIsBuilt() {
        RingmasterServiceInstance instance = RingmasterServiceInstance.of(instance(null, "fe80::1", Map.of()));

        assertThat(instance.getUri()).isEqualTo(URI.create("http://[fe80::1]:8080"));
        assertThat(LoadBalancerUriTools.reconstructURI(instance, URI.create("http://inventory/a?b=c")))
                .isEqualTo(URI.create("http://[fe80::1]:8080/a?b=c"));
    }

    @Test
    void zoneAndWeightAreMetadata() {
        RingmasterServiceInstance instance =
                RingmasterServiceInstance.of(instance(null, "10.0.0.7", Map.of("team", "blue")));

        assertThat(instance.getMetadata())
                .containsExactly(Map.entry("team", "blue"), Map.entry("weight", "2"), Map.entry("zone", "eu-west-1a"));
        assertThatThrownBy(() -> instance.getMetadata().put("a", "b"))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void staysItselfWhenItsMetadataChange() {
        RingmasterServiceInstance before = RingmasterServiceInstance.of(instance(null, "10.0.0.7", Map.of()));
        RingmasterServiceInstance after = RingmasterServiceInstance.of(instance(null, "10.0.0.7", Map.of("a", "b")));
        RingmasterServiceInstance moved = RingmasterServiceInstance.of(instance(null, "10.0.0.8", Map.of()));

        assertThat(after).isEqualTo(before).hasSameHashCodeAs(before);
        assertThat(moved).isNotEqualTo(before);
    }

    @Test
    void refusesToBeChanged() {
        RingmasterServiceInstance instance = RingmasterServiceInstance.of(instance(null, "10.0.0.7", Map.of()));

        assertThatThrownBy(() -> instance.setHost("evil")).isInstanceOf(UnsupportedOperationException.class);
    }

    private static Instance instance(String scheme, String host, Map<String, String> metadata) {
        Registration registration = new Registration(
                "inventory", "a", scheme, host, 8080, "eu-west-1a", 2, metadata, 9, Check.TCP, null, 0);
        return new Instance(
                registration, InstanceStatus.UP, null, ObservedHealth.PASSING, null, Instant.EPOCH, Instant.EPOCH);
    }
}
