package io.ringmaster.server.security;

import io.ringmaster.server.registry.RateLimit;
import io.ringmaster.time.Ticker;
import java.time.Duration;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.actuate.info.InfoContributor;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.security.authentication.ReactiveAuthenticationManager;
import org.springframework.security.config.annotation.web.reactive.EnableWebFluxSecurity;
import org.springframework.security.config.web.server.SecurityWebFiltersOrder;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity.CsrfSpec;
import org.springframework.security.config.web.server.ServerHttpSecurity.FormLoginSpec;
import org.springframework.security.config.web.server.ServerHttpSecurity.HttpBasicSpec;
import org.springframework.security.config.web.server.ServerHttpSecurity.LogoutSpec;
import org.springframework.security.config.web.server.ServerHttpSecurity.RequestCacheSpec;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.authentication.AuthenticationWebFilter;
import org.springframework.security.web.server.context.NoOpServerSecurityContextRepository;
import org.springframework.security.web.server.firewall.ServerExchangeRejectedHandler;
import org.springframework.security.web.server.firewall.StrictServerWebExchangeFirewall;
import org.springframework.security.web.server.header.ReferrerPolicyServerHttpHeadersWriter.ReferrerPolicy;
import reactor.core.publisher.Mono;

/** Wires who may do what. How people sign in at the page is wired in {@link SignInConfiguration}. */
@Configuration(proxyBeanMethods = false)
@EnableWebFluxSecurity
@EnableConfigurationProperties({AccessProperties.class, JwtProperties.class, LimitProperties.class})
class SecurityConfiguration {

    private static final Duration LATE_REFUSAL = Duration.ofMillis(500);

    private static final String CONTENT_SECURITY_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; "
            + "img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
            + "require-trusted-types-for 'script'; trusted-types 'none'";

    @Bean
    Credentials credentials(
            AccessProperties access,
            ObjectProvider<ReactiveJwtDecoder> decoder,
            JwtProperties jwt,
            PeopleSignIn people,
            ServerProperties server,
            SslBundles bundles,
            Environment environment) {
        ReactiveJwtDecoder believed = decoder.getIfAvailable();
        if (believed != null) {
            SafeSettings.requireAudience(environment);
        }
        Certificates certificates = access.certificateTable();
        if (!certificates.isEmpty()) {
            SafeSettings.requireCheckedCertificates(server.getSsl(), bundles);
        }
        return new Credentials(
                access.tokenTable(),
                certificates,
                believed == null ? null : new JwtIdentities(believed, new ClaimedRoles(jwt)),
                !people.none());
    }

    @Bean
    Throttle throttle(Credentials credentials, LimitProperties limits, Ticker ticker) {
        RateLimit limit = credentials.none() || limits.requestsPerSecond() == 0
                ? null
                : new RateLimit(limits.requestsPerSecond(), ticker.now());
        return new Throttle(limit, ticker, LATE_REFUSAL);
    }

    /** For requests that do not take the way through the chain. */
    @Bean
    PlainCallers plainCallers(Credentials credentials, Throttle throttle) {
        return new PlainCallers(credentials, throttle);
    }

    @Bean
    SecurityWebFilterChain securityChain(
            ServerHttpSecurity http,
            Credentials credentials,
            PeopleSignIn people,
            AccessProperties access,
            Throttle throttle,
            Ticker ticker) {
        http.csrf(CsrfSpec::disable)
                .formLogin(FormLoginSpec::disable)
                .httpBasic(HttpBasicSpec::disable)
                .logout(LogoutSpec::disable)
                .requestCache(RequestCacheSpec::disable)
                .securityContextRepository(NoOpServerSecurityContextRepository.getInstance())
                .headers(headers -> headers.contentSecurityPolicy(
                                policy -> policy.policyDirectives(CONTENT_SECURITY_POLICY))
                        .referrerPolicy(policy -> policy.policy(ReferrerPolicy.NO_REFERRER))
                        .cache(cache -> cache.disable()));
        boolean open = credentials.none();
        Identity nobody = open ? Identity.ALL_RIGHTS : access.anonymousRead() ? Identity.ANY_READER : Identity.NOBODY;
        RefusalLog refusals = new RefusalLog(ticker);
        AccessFilter filter = new AccessFilter(nobody, throttle, refusals);
        if (!people.none()) {
            people.addTo(http, ticker, LATE_REFUSAL, refusals);
        }
        if (!open) {
            AuthenticationWebFilter authentication =
                    new AuthenticationWebFilter((ReactiveAuthenticationManager) credentials);
            authentication.setServerAuthenticationConverter(credentials);
            authentication.setAuthenticationFailureHandler(filter);
            http.addFilterAt(authentication, SecurityWebFiltersOrder.AUTHENTICATION);
        }
        return http.addFilterAt(filter, SecurityWebFiltersOrder.AUTHORIZATION).build();
    }

    /**
     * An instance id may hold what a cautious firewall refuses in a path; a slash it may not. Where everybody on this host
     * may do everything, a web page in a browser on this host must not pass for somebody by a DNS name of its own that
     * leads here, so only the names of loopback are answered.
     */
    @Bean
    StrictServerWebExchangeFirewall firewall(Credentials credentials) {
        StrictServerWebExchangeFirewall firewall = new StrictServerWebExchangeFirewall();
        if (credentials.none()) {
            firewall.setAllowedHostnames(Loopback::isName);
        }
        firewall.setAllowSemicolon(true);
        firewall.setAllowUrlEncodedPercent(true);
        firewall.setAllowUrlEncodedPeriod(true);
        firewall.setAllowBackSlash(true);
        return firewall;
    }

    @Bean
    ServerExchangeRejectedHandler rejectedHandler() {
        return (exchange, rejected) -> Mono.error(rejected);
    }

    @Bean
    LoopbackUnlessCredentials loopbackUnlessCredentials(Credentials credentials, ServerProperties server) {
        return new LoopbackUnlessCredentials(credentials, server.getAddress());
    }

    /** A head that does not come is what the idle timeout is for; this is for a body. */
    @Bean
    WebServerFactoryCustomizer<NettyReactiveWebServerFactory> slowBodies(
            @Value("${server.netty.idle-timeout}") Duration patience) {
        return factory -> factory.addServerCustomizers(server ->
                server.doOnChannelInit((observer, connection, remote) -> SlowBodies.watch(connection, patience)));
    }

    @Bean
    WebServerFactoryCustomizer<NettyReactiveWebServerFactory> oneRequestAfterTheOther() {
        return factory -> factory.addServerCustomizers(server ->
                server.doOnChannelInit((observer, connection, remote) -> SentAhead.watch(connection, LATE_REFUSAL)));
    }

    /** Tells the page, which may read this without the token. */
    @Bean
    InfoContributor accessContributor(Credentials credentials, AccessProperties access) {
        return builder -> builder.withDetail(
                "access", credentials.none() ? "loopback-only" : access.anonymousRead() ? "token-to-write" : "token");
    }

    @Bean
    AccessReport accessReport(Credentials credentials, AccessProperties access, ServerProperties server) {
        return new AccessReport(credentials, access, server);
    }
}
