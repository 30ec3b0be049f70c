package io.ringmaster.registration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.ringmaster.model.Check;
import io.ringmaster.model.Registration;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.cloud.commons.util.InetUtils;
import org.springframework.cloud.commons.util.InetUtilsProperties;
import org.springframework.mock.env.MockEnvironment;

class RingmasterRegistrationTests {

    private final MockEnvironment environment = new MockEnvironment().withProperty("spring.application.name", "Orders");
    private boolean onThisMachineOnly;
    private boolean actuator = true;
    private boolean management = true;
    private List<RegistrationCustomizer> customizers = List.of();

    @Test
    void claimsNameAddressAndBoundPort() {
        Registration claim = claim(8080);

        assertThat(claim.service()).isEqualTo("orders");
        assertThat(claim.id()).isEqualTo("10.0.0.7:orders:8080");
        assertThat(claim.host()).isEqualTo("10.0.0.7");
        assertThat(claim.port()).isEqualTo(8080);
        assertThat(claim.scheme()).isNull();
        assertThat(claim.ttlSeconds()).isEqualTo(9);
        assertThat(claim.session()).isEqualTo("session-0001");
        assertThat(claim.incarnation()).isEqualTo(42);
        assertThat(claim.metadata()).isEmpty();
    }

    @Test
    void threePortsOfOneHostAreThreeIds() {
        assertThat(List.of(claim(4001).id(), claim(4002).id(), claim(4003).id()))
                .containsExactly("10.0.0.7:orders:4001", "10.0.0.7:orders:4002", "10.0.0.7:orders:4003");
    }

    @Test
    void beforeThePortIsKnownItSaysWhatItCan() {
        RingmasterRegistration registration = registration(Properties.of("metadata.team", "a"));

        assertThat(registration.claim()).isNull();
        assertThat(registration.getInstanceId()).isNull();
        assertThat(registration.getServiceId()).isEqualTo("Orders");
        assertThat(registration.getPort()).isZero();
        assertThat(registration.getMetadata()).containsEntry("team", "a");
        assertThat(registration.getUri()).hasToString("http://10.0.0.7:0");
    }

    @Test
    void aRegistryForThisMachineAloneGetsLoopback() {
        onThisMachineOnly = true;

        assertThat(claim(8080).host()).isEqualTo("127.0.0.1");
    }

    @Test
    void theAddressThatTheServerIsBoundToIsTheOneThatWorks() {
        onThisMachineOnly = true;
        environment.setProperty("server.address", "10.0.0.9");
        assertThat(claim(8080).host()).isEqualTo("10.0.0.9");

        environment.setProperty("server.address", "0.0.0.0");
        assertThat(claim(8080).host()).isEqualTo("127.0.0.1");
    }

    @Test
    void aConfiguredHostBeatsAll() {
        environment.setProperty("server.address", "10.0.0.9");

        assertThat(claim(8080, "host", "orders.internal").host()).isEqualTo("orders.internal");
    }

    @Test
    void aHostNameIsRegisteredWhenThatIsPreferred() {
        assertThat(claim(8080, "prefer-ip-address", "false").host()).isEqualTo("host-7.internal");
    }

    @Test
    void aConfiguredPortIsAnnouncedInsteadOfTheBoundOne() {
        Registration claim = claim(8080, "port", "30080");

        assertThat(claim.port()).isEqualTo(30080);
        assertThat(claim.id()).endsWith(":30080");
    }

    @ParameterizedTest
    @CsvSource({
        "vcap.application.instance_id, cf-7, cf-7",
        "spring.application.instance_id, blue, 10.0.0.7:orders:blue",
    })
    void honoursIdsOfThePlatform(String property, String value, String id) {
        environment.setProperty(property, value);

        assertThat(claim(8080).id()).isEqualTo(id);
        assertThat(claim(8080, "instance-id", "mine").id()).isEqualTo("mine");
    }

    @Test
    void anIpv6AddressIsBracketedWhereUrisAreMade() {
        RingmasterRegistration registration = registration(Properties.of("host", "fd00::7"));
        registration.bind(Properties.of("host", "fd00::7"), 8080, null);

        assertThat(registration.getHost()).isEqualTo("[fd00::7]");
        assertThat(registration.getUri()).hasToString("http://[fd00::7]:8080");
        assertThat(registration.claim().host()).isEqualTo("fd00::7");
    }

    @Test
    void tlsOfTheWebServerIsDeclared() {
        environment.setProperty("server.ssl.bundle", "web");
        assertThat(claim(8443).scheme()).isEqualTo("https");
        assertThat(claim(8443, "scheme", "http").scheme()).isEqualTo("http");

        environment.setProperty("server.ssl.enabled", "false");
        assertThat(claim(8443).scheme()).isNull();
    }

    @Test
    void tellsToolsWhatTheyWouldNotGuess() {
        environment.setProperty("server.servlet.context-path", "/shop");
        environment.setProperty("management.endpoints.web.base-path", "/manage");
        environment.setProperty("management.endpoints.web.path-mapping.health", "status");
        RingmasterRegistration registration = registration(Properties.of());
        registration.bind(Properties.of(), 8080, 9090);

        assertThat(registration.getMetadata())
                .containsEntry("contextPath", "/shop")
                .containsEntry("management.port", "9090")
                .containsEntry("management.context-path", "/manage")
                .containsEntry("health.path", "status");
    }

    @Test
    void saysNothingOfManagementWhenThatIsSwitchedOff() {
        management = false;
        environment.setProperty("management.endpoints.web.base-path", "/manage");
        RingmasterRegistration registration = registration(Properties.of());
        registration.bind(Properties.of(), 8080, 9090);

        assertThat(registration.getMetadata()).isEmpty();
    }

    @Test
    void metadataOfTheUserWin() {
        environment.setProperty("server.servlet.context-path", "/shop");

        assertThat(claim(8080, "metadata.contextPath", "/elsewhere").metadata())
                .containsEntry("contextPath", "/elsewhere");
    }

    @Test
    void customizersHaveTheLastWordInTheirOrder() {
        customizers = List.of(
                draft -> draft.zone("z1").metadata().put("a", "1"),
                draft -> draft.zone("z2")
                        .weight(3)
                        .metadata()
                        .put("b", draft.metadata().get("a")));

        Registration claim = claim(8080, "zone", "z0");

        assertThat(claim.zone()).isEqualTo("z2");
        assertThat(claim.weight()).isEqualTo(3);
        assertThat(claim.metadata()).containsEntry("b", "1");
    }

    @Test
    void keepsItsIdWhenItsPropertiesChange() {
        RingmasterRegistration registration = registration(Properties.of());
        assertThat(registration.bind(Properties.of(), 8080, null)).isTrue();
        assertThat(registration.bind(Properties.of(), 8080, null)).isFalse();

        assertThat(registration.bind(Properties.of("instance-id", "other", "weight", "2"), 8080, null))
                .isTrue();

        assertThat(registration.getInstanceId()).isEqualTo("10.0.0.7:orders:8080");
        assertThat(registration.claim().weight()).isEqualTo(2);
    }

    @Test
    void anUnderscoreIsRefusedWithTheReasonAndARightName() {
        environment.setProperty("spring.application.name", "order_history");

        assertThatExceptionOfType(IllegalRegistrationException.class)
                .isThrownBy(() -> claim(8080))
                .satisfies(e -> {
                    assertThat(e.description()).contains("underscore").contains("order-history");
                    assertThat(e.advice()).contains("ringmaster.instance.service");
                });
        assertThat(claim(8080, "service", "order-history").service()).isEqualTo("order-history");
    }

    @Test
    void aMissingNameIsExplained() {
        environment.setProperty("spring.application.name", "");

        assertThatExceptionOfType(IllegalRegistrationException.class)
                .isThrownBy(() -> claim(8080))
                .satisfies(e -> {
                    assertThat(e.description()).contains("has no name");
                    assertThat(e.advice()).contains("spring.application.name").contains("register=false");
                });
    }

    @Test
    void anIllegalClaimLeavesTheOneBefore() {
        RingmasterRegistration registration = registration(Properties.of());
        registration.bind(Properties.of(), 8080, null);

        assertThatExceptionOfType(IllegalRegistrationException.class)
                .isThrownBy(() -> registration.bind(Properties.of("weight", "-1"), 8080, null))
                .withMessageContaining("weight");
        assertThat(registration.claim().weight()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "lease-ttl=1s",
                "drain-delay=-1s",
                "drain-timeout=61s",
                "drain-timeout=1500ms",
                "initial-status=SUSPECT",
                "health-interval=1ms",
                "slow-start=-1s",
                "slow-start=301s",
                "slow-start=1500ms"
            })
    void refusesSettingsThatCannotWork(String setting) {
        String[] parts = setting.split("=");

        assertThatExceptionOfType(BindException.class)
                .isThrownBy(() -> Properties.of(parts[0], parts[1]))
                .havingRootCause()
                .withMessageContaining("ringmaster.instance." + parts[0])
                .withMessageContaining("Use ");
    }

    @Test
    void slowStartIsDeclaredInSeconds() {
        assertThat(claim(8080, "slow-start", "1m").metadata()).containsEntry(Registration.SLOW_START, "60");
        assertThat(claim(8080).metadata()).doesNotContainKey(Registration.SLOW_START);
    }

    @Test
    void theRegistryMayAskForTheLivenessOfTheActuator() {
        assertThat(claim(8080).check()).isEqualTo(new Check(Check.Type.HTTP, "/actuator/health/liveness"));

        environment.setProperty("server.servlet.context-path", "/shop");
        environment.setProperty("management.endpoints.web.base-path", "/");
        environment.setProperty("management.endpoints.web.path-mapping.health", "status");
        assertThat(claim(8080).check().path()).isEqualTo("/shop/status/liveness");

        environment.setProperty("management.server.port", "9090");
        assertThat(claim(8080).check()).isEqualTo(Check.TCP);

        environment.setProperty("management.endpoint.health.probes.add-additional-paths", "true");
        assertThat(claim(8080).check().path()).isEqualTo("/shop/livez");

        environment.setProperty("management.endpoint.health.probes.enabled", "false");
        assertThat(claim(8080).check()).isEqualTo(Check.TCP);
    }

    @Test
    void aCheckOfOnesOwnWins() {
        assertThat(claim(8080, "check.path", "/live").check()).isEqualTo(new Check(Check.Type.HTTP, "/live"));
        assertThat(claim(8080, "check.type", "tcp").check()).isEqualTo(Check.TCP);
        assertThat(claim(8080, "check.type", "none").check().type()).isEqualTo(Check.Type.NONE);

        actuator = false;
        assertThat(claim(8080).check()).isEqualTo(Check.TCP);
        assertThatExceptionOfType(IllegalRegistrationException.class)
                .isThrownBy(() -> claim(8080, "check.type", "http"))
                .withMessageContaining("/actuator/health/liveness");
    }

    private Registration claim(int port, String... properties) {
        RingmasterInstanceProperties bound = Properties.of(properties);
        RingmasterRegistration registration = registration(bound);
        registration.bind(bound, port, null);
        return registration.claim();
    }

    private RingmasterRegistration registration(RingmasterInstanceProperties properties) {
        return new RingmasterRegistration(
                properties,
                environment,
                new RingmasterRegistration.Surroundings(
                        OneAddress::new,
                        () -> onThisMachineOnly,
                        actuator,
                        management,
                        customizers,
                        "session-0001",
                        42));
    }

    /** A machine with one address that is not loopback. */
    private static final class OneAddress extends InetUtils {

        OneAddress() {
            super(new InetUtilsProperties());
        }

        @Override
        public InetAddress findFirstNonLoopbackAddress() {
            try {
                return InetAddress.getByAddress("host-7.internal", new byte[] {10, 0, 0, 7});
            } catch (UnknownHostException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public HostInfo findFirstNonLoopbackHostInfo() {
            HostInfo host = new HostInfo("host-7.internal");
            host.setIpAddress("10.0.0.7");
            return host;
        }
    }
}
