package io.ringmaster.server.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.security.oauth2.jwt.Jwt;
import reactor.core.publisher.Mono;

class JwtIdentitiesTests {

    static Stream<Arguments> whatAClaimGives() {
        return Stream.of(
                Arguments.of("scope", "r/", Map.of("scope", "openid r/read r/operate"), "read, operate"),
                Arguments.of("a.b", "", Map.of("a", Map.of("b", "register:orders-*")), "register (orders-*)"),
                Arguments.of("a.b", "", Map.of("a", "read"), "nothing"),
                Arguments.of("roles", "r:", Map.of("other", "r:read"), "nothing"),
                Arguments.of("roles", "r:", Map.of("roles", 7), "nothing"),
                Arguments.of(
                        "roles", "r:", Map.of("roles", "r:register r:register: r:register:A_b r:ADMIN"), "nothing"));
    }

    @ParameterizedTest
    @MethodSource
    void whatAClaimGives(String claim, String prefix, Map<String, Object> claims, String rights) {
        Jwt jwt = Jwt.withTokenValue("a.b.c")
                .header("alg", "none")
                .subject("alice")
                .claims(all -> all.putAll(claims))
                .build();
        JwtIdentities identities =
                new JwtIdentities(token -> Mono.just(jwt), new ClaimedRoles(new JwtProperties(claim, prefix)));
        assertThat(identities.find("a.b.c").block().rights()).isEqualTo(rights);
    }
}
