package io.ringmaster.server.security;

import io.ringmaster.time.Ticker;
import java.time.Duration;
import java.util.Map;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.actuate.info.InfoContributor;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.security.oauth2.client.autoconfigure.OAuth2ClientProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.scheduler.Schedulers;

/** Wires how people sign in at the page. Nobody can, unless a password or a provider is set. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(OAuth2ClientProperties.class)
class SignInConfiguration {

    private static final int MOST_WAITING = 20;

    @Bean
    Passwords passwords(AccessProperties access, Ticker ticker) {
        return access.passwordTable(Schedulers.newBoundedElastic(1, MOST_WAITING, "passwords", 60, true), ticker);
    }

    /** In the place of Boot's own. */
    @Bean
    Providers providers(OAuth2ClientProperties properties) {
        return new Providers(properties);
    }

    @Bean
    SignIns signIns(
            @Value("${server.reactive.session.cookie.name}") String cookie,
            @Value("${server.reactive.session.timeout}") Duration idle,
            Ticker ticker) {
        return new SignIns(cookie, idle, ticker);
    }

    @Bean
    PeopleSignIn peopleSignIn(Passwords passwords, Providers providers, SignIns signIns, JwtProperties jwt) {
        return new PeopleSignIn(passwords, providers, signIns, new ClaimedRoles(jwt));
    }

    @Bean
    SignInController signInController(SignIns signIns, Passwords passwords) {
        return new SignInController(signIns, passwords);
    }

    /** Tells the page, which may read this before anybody is signed in. */
    @Bean
    InfoContributor signInContributor(PeopleSignIn people, Passwords passwords, Providers providers) {
        return builder -> {
            if (!people.none()) {
                builder.withDetail("signIn", Map.of("password", !passwords.isEmpty(), "providers", providers.list()));
            }
        };
    }
}
