package io.ringmaster.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class RegistrationTests {

    @Test
    void keepsWhatIsClaimed() {
        Registration claim = new Claim().build();
        assertThat(claim.key()).isEqualTo(new InstanceKey("inventory", "inventory-1"));
        assertThat(claim.endpoint().uri()).hasToString("https://10.0.0.7:8080");
        assertThat(claim.metadata()).containsExactly(Map.entry("a", "1"), Map.entry("b", "2"));
        assertThat(claim.ttl()).hasSeconds(9);
    }

    @Test
    void serviceIsKeptInLowerCase() {
        Claim claim = new Claim();
        claim.service = "Inventory";
        assertThat(claim.build().service()).isEqualTo("inventory");
    }

    @Test
    void illegalNamesAreRefused() {
        Claim service = new Claim();
        service.service = "my_service";
        assertRefused(service, "underscore");
        Claim id = new Claim();
        id.id = "a/b";
        assertRefused(id, "instance id");
        Claim session = new Claim();
        session.session = "short";
        assertRefused(session, "session");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "HTTP", "1http", "http:", "aaaaaaaaaaaaaaaaa"})
    void illegalSchemeIsRefused(String scheme) {
        Claim claim = new Claim();
        claim.scheme = scheme;
        assertRefused(claim, "scheme", "'http', 'https', or leave it out");
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(strings = {"a b", "a/b", "http://a", "user@host", "é"})
    void illegalHostIsRefused(String host) {
        Claim claim = new Claim();
        claim.host = host;
        assertRefused(claim, "host", "'10.0.0.7'");
    }

    @Test
    void bracketsOfAnIpv6HostAreTakenOffAndPutOnAgain() {
        Claim claim = new Claim();
        claim.host = "[::1]";
        assertThat(claim.build().host()).isEqualTo("::1");
        assertThat(claim.build().endpoint().authority()).isEqualTo("[::1]:8080");
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 65_536})
    void illegalPortIsRefused(int port) {
        Claim claim = new Claim();
        claim.port = port;
        assertRefused(claim, "port " + port, "1 to 65535");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "é"})
    void illegalZoneIsRefused(String zone) {
        Claim claim = new Claim();
        claim.zone = zone;
        assertRefused(claim, "zone", "'eu-west-1a'");
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 1000.1, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void illegalWeightIsRefused(double weight) {
        Claim claim = new Claim();
        claim.weight = weight;
        assertRefused(claim, "weight " + weight, "0 to 1000");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.001, 1000})
    void legalWeightIsKept(double weight) {
        Claim claim = new Claim();
        claim.weight = weight;
        assertThat(claim.build().weight()).isEqualTo(weight);
    }

    @Test
    void missingMetadataAreEmpty() {
        Claim claim = new Claim();
        claim.metadata = null;
        assertThat(claim.build().metadata()).isEmpty();
    }

    @Test
    void illegalMetadataAreRefused() {
        Claim key = new Claim();
        key.metadata = Map.of("a b", "1");
        assertRefused(key, "metadata key 'a b'");
        Claim value = new Claim();
        value.metadata = Map.of("a", "1\n2");
        assertRefused(value, "value of the metadata key 'a'", "control characters");
        Claim none = new Claim();
        none.metadata = new HashMap<>();
        none.metadata.put("a", null);
        assertRefused(none, "value of the metadata key 'a'");
        Claim large = new Claim();
        large.metadata = Map.of("a", "x".repeat(4097));
        assertRefused(large, "up to 4096 characters");
        Claim many = new Claim();
        many.metadata = new HashMap<>();
        for (int i = 0; i < 65; i++) {
            many.metadata.put("key-" + i, "");
        }
        assertRefused(many, "65 entries", "Up to 64");
    }

    @Test
    void metadataAreCopied() {
        Claim claim = new Claim();
        claim.metadata = new HashMap<>(Map.of("a", "1"));
        Registration built = claim.build();
        claim.metadata.put("b", "2");
        assertThat(built.metadata()).containsOnlyKeys("a");
        assertThatThrownBy(() -> built.metadata().put("b", "2")).isInstanceOf(UnsupportedOperationException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 86_401})
    void illegalTtlIsRefused(int ttlSeconds) {
        Claim claim = new Claim();
        claim.ttlSeconds = ttlSeconds;
        assertRefused(claim, "ttlSeconds is " + ttlSeconds, "1 to 86400");
    }

    @Test
    void missingCheckIsTcp() {
        Claim claim = new Claim();
        claim.check = null;
        assertThat(claim.build().check()).isEqualTo(Check.TCP);
    }

    @Test
    void negativeIncarnationIsRefused() {
        Claim claim = new Claim();
        claim.incarnation = -1;
        assertRefused(claim, "incarnation -1");
    }

    @Test
    void checkHasAPathExactlyWhenItIsHttp() {
        assertThat(new Check(Check.Type.HTTP, "/actuator/health").path()).isEqualTo("/actuator/health");
        for (String illegal : new String[] {null, "", "health", "/a b", "/" + "x".repeat(256)}) {
            assertThatThrownBy(() -> new Check(Check.Type.HTTP, illegal))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("'/actuator/health/liveness'");
        }
        assertThatThrownBy(() -> new Check(Check.Type.TCP, "/health"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("only when its type is 'http'");
    }

    @Test
    void ringIdentityIsTheDeclaredOneElseTheId() {
        Claim claim = new Claim();
        assertThat(claim.build().ringIdentity()).isEqualTo("inventory-1");
        claim.metadata = Map.of("ring-identity", "");
        assertThat(claim.build().ringIdentity()).isEqualTo("inventory-1");
        claim.metadata = Map.of("ring-identity", "shard-7");
        assertThat(claim.build().ringIdentity()).isEqualTo("shard-7");
    }

    private static void assertRefused(Claim claim, String... words) {
        assertThatThrownBy(claim::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(words);
    }

    /** A legal claim of which a test spoils one part. */
    private static final class Claim {
        private String service = "inventory";
        private String id = "inventory-1";
        private String scheme = "https";
        private String host = "10.0.0.7";
        private int port = 8080;
        private String zone = "eu-west-1a";
        private double weight = 1;
        private Map<String, String> metadata = Map.of("b", "2", "a", "1");
        private int ttlSeconds = 9;
        private Check check = Check.TCP;
        private String session = "5f0c9a4e-orders-1";
        private long incarnation = 1;

        private Registration build() {
            return new Registration(
                    service, id, scheme, host, port, zone, weight, metadata, ttlSeconds, check, session, incarnation);
        }
    }
}
