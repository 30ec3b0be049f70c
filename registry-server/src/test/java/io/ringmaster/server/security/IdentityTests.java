package io.ringmaster.server.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdentityTests {

    private static final String HASH = Tokens.hash("a-token-that-is-long");

    @ParameterizedTest
    @CsvSource({
        "orders,   orders,   true",
        "orders,   orders-2, false",
        "orders,   order,    false",
        "orders-*, orders-2, true",
        "orders-*, orders,   false",
        "*-batch,  x-batch,  true",
        "*,        anything, true",
    })
    void aPatternNamesServices(String pattern, String service, boolean named) {
        Identity identity = known(Set.of(Role.REGISTER), List.of(pattern)).identity("shop");
        assertThat(identity.mayRegister(service)).isEqualTo(named);
    }

    @ParameterizedTest
    @CsvSource({
        "10.1.0.0/16,     10.1.2.3,          true",
        "10.1.0.0/16,     10.2.2.3,          false",
        "10.1.2.3,        10.1.2.3,          true",
        "10.1.2.3,        10.1.2.4,          false",
        "fd00::/8,        fd12::1,           true",
        "fd00::1,         fd00::2,           false",
        "10.1.0.0/16,     fd12::1,           false",
        "0.0.0.0/0,       orders.example,    false",
    })
    void aNetworkHoldsAddressesAndNoNames(String network, String host, boolean held) {
        Identity identity = new AccessProperties.Known(
                        List.of(HASH), List.of(), null, Set.of(Role.READ), List.of(), List.of(network))
                .identity("shop");
        assertThat(identity.mayBeAt(host)).isEqualTo(held);
    }

    @Test
    void aTokenIsKnownByItsHashAlone() {
        AccessProperties access = access(Map.of("shop", known(Set.of(Role.READ), List.of())));
        Tokens tokens = access.tokenTable();
        assertThat(tokens.find("a-token-that-is-long").name()).isEqualTo("shop");
        assertThat(tokens.find("a-token-that-is-lonG")).isNull();
        assertThat(tokens.find(HASH)).isNull();
        assertThat(access.toString()).contains("shop").doesNotContain("sha256");
    }

    @Test
    void whatCannotBeMeantIsRefusedAndNoSecretIsShown() {
        assertRefused(
                new AccessProperties.Known(
                        List.of("a-token-that-is-long"), List.of(), null, Set.of(Role.READ), List.of(), List.of()),
                "shop.tokens holds something that is no hash of a token");
        assertRefused(
                new AccessProperties.Known(List.of(), List.of(), null, Set.of(Role.READ), List.of(), List.of()),
                "shop has nothing to be known by");
        assertRefused(known(Set.of(), List.of()), "shop has no roles");
        assertRefused(known(Set.of(Role.REGISTER), List.of()), "both the role 'register' and services");
        assertRefused(known(Set.of(Role.READ), List.of("orders")), "both the role 'register' and services");
        assertRefused(known(Set.of(Role.REGISTER), List.of("or_ders")), "shop.services cannot be used");
        assertRefused(
                new AccessProperties.Known(
                        List.of(HASH), List.of(), null, Set.of(Role.READ), List.of(), List.of("10.0.0.0/33")),
                "shop.addresses cannot be used");
        assertRefused(
                new AccessProperties.Known(
                        List.of(HASH, HASH), List.of(), null, Set.of(Role.READ), List.of(), List.of()),
                "shop.tokens holds an entry twice");
        assertRefused(
                new AccessProperties.Known(
                        List.of(), List.of(), "a-token-that-is-long", Set.of(Role.READ), List.of(), List.of()),
                "shop.password-hash is no bcrypt hash");
        AccessProperties.Known good = known(Set.of(Role.READ), List.of());
        assertThatThrownBy(() -> access(Map.of("shop", good, "other", good))).hasMessageContaining("another identity");
        assertThatThrownBy(() -> access(Map.of("jwt:shop", good))).hasMessageContaining("a name that is not legal");
    }

    private static void assertRefused(AccessProperties.Known known, String message) {
        assertThatThrownBy(() -> access(Map.of("shop", known)))
                .isInstanceOf(UnsafeSettingException.class)
                .hasMessageContaining(message)
                .hasMessageNotContaining("a-token-that-is-long");
    }

    private static AccessProperties access(Map<String, AccessProperties.Known> identities) {
        return new AccessProperties(null, false, identities);
    }

    private static AccessProperties.Known known(Set<Role> roles, List<String> services) {
        return new AccessProperties.Known(List.of(HASH), List.of(), null, roles, services, List.of());
    }
}
