package io.ringmaster.server.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;

/** The two ways to find a rule: by Spring's patterns, and by segments where nothing is escaped. */
class AccessRulesTests {

    static List<AccessRules.Rule> rules() {
        return AccessRules.TABLE.stream()
                .filter(rule -> rule.path().getPatternString().indexOf('*') < 0)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void bothFindTheSameRule(AccessRules.Rule rule) {
        String path = rule.path().getPatternString().replaceAll("\\{[a-z]+}", "some.word");
        HttpMethod method = rule.methods().iterator().next();
        assertThat(rule.fits(path)).isTrue();
        assertThat(AccessRules.find(PathContainer.parsePath(path), method)).isSameAs(rule);
        assertThat(AccessRules.TABLE.stream().filter(each -> each.methods().contains(method) && each.fits(path)))
                .first()
                .isSameAs(rule);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/v1",
                "/v1/sessions",
                "/v1/sessions/",
                "/v1/sessions//",
                "/v1/sessions/one/",
                "/v1/sessions/one/two",
                "/v1//one",
                "/v2/sessions/one",
                "/v1/sessionss/one",
                "/V1/sessions/one",
                "//v1/sessions/one",
                "xv1/sessions/one",
            })
    void nothingElseIsLetIn(String path) {
        boolean allowed = AccessRules.allow(Identity.ALL_RIGHTS, "127.0.0.1", HttpMethod.PUT, path);
        assertThat(allowed).isFalse();
        assertThat(AccessRules.find(PathContainer.parsePath(path), HttpMethod.PUT))
                .isNull();
    }

    @Test
    void aPathWithAWildcardIsLeftToThePatterns() {
        assertThat(AccessRules.allow(Identity.ALL_RIGHTS, "127.0.0.1", HttpMethod.GET, "/js/app.js"))
                .isFalse();
    }
}
