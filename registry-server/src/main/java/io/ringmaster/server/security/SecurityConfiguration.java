package io.ringmaster.server.security;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.actuate.info.InfoContributor;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.boot.web.server.reactive.context.ReactiveWebServerInitializedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.security.authentication.ReactiveAuthenticationManager;
import org.springframework.security.config.annotation.web.reactive.EnableWebFluxSecurity;
import org.springframework.security.config.web.server.SecurityWebFiltersOrder;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity.CsrfSpec;
import org.springframework.security.config.web.server.ServerHttpSecurity.FormLoginSpec;
import org.springframework.security.config.web.server.ServerHttpSecurity.HttpBasicSpec;
import org.springframework.security.config.web.server.ServerHttpSecurity.LogoutSpec;
import org.springframework.security.config.web.server.ServerHttpSecurity.RequestCacheSpec;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.authentication.AuthenticationWebFilter;
import org.springframework.security.web.server.context.NoOpServerSecurityContextRepository;
import org.springframework.security.web.server.firewall.ServerExchangeRejectedHandler;
import org.springframework.security.web.server.firewall.StrictServerWebExchangeFirewall;
import org.springframework.security.web.server.header.ReferrerPolicyServerHttpHeadersWriter.ReferrerPolicy;
import reactor.core.publisher.Mono;

/** Wires who may do what. There are no users and no sessions, so there is nothing to log in to and no CSRF. */
@Configuration(proxyBeanMethods = false)
@EnableWebFluxSecurity
@EnableConfigurationProperties(AccessProperties.class)
class SecurityConfiguration {

    private static final Logger log = LoggerFactory.getLogger(SecurityConfiguration.class);

    private static final String[] ASKS_FOR_THE_TOKEN = {"/v1/**", "/prometheus/**", "/actuator/prometheus"};

    private static final String CONTENT_SECURITY_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; "
            + "img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    @Bean
    SecurityWebFilterChain securityChain(ServerHttpSecurity http, AccessProperties access) {
        String token = access.token();
        http.csrf(CsrfSpec::disable)
                .formLogin(FormLoginSpec::disable)
                .httpBasic(HttpBasicSpec::disable)
                .logout(LogoutSpec::disable)
                .requestCache(RequestCacheSpec::disable)
                .securityContextRepository(NoOpServerSecurityContextRepository.getInstance())
                .headers(headers -> headers.contentSecurityPolicy(
                                policy -> policy.policyDirectives(CONTENT_SECURITY_POLICY))
                        .referrerPolicy(policy -> policy.policy(ReferrerPolicy.NO_REFERRER))
                        .cache(cache -> cache.disable()))
                // The error goes to where all errors become answers.
                .exceptionHandling(
                        handling -> handling.authenticationEntryPoint((exchange, error) -> Mono.error(error)));
        if (token != null) {
            TokenAuthentication authentication = new TokenAuthentication(token);
            AuthenticationWebFilter filter =
                    new AuthenticationWebFilter((ReactiveAuthenticationManager) authentication);
            filter.setServerAuthenticationConverter(authentication);
            filter.setAuthenticationFailureHandler((exchange, error) -> Mono.error(error));
            http.addFilterAt(filter, SecurityWebFiltersOrder.AUTHENTICATION);
        }
        return http.authorizeExchange(exchanges -> {
                    if (token != null && access.anonymousRead()) {
                        exchanges
                                .pathMatchers(HttpMethod.GET, ASKS_FOR_THE_TOKEN)
                                .permitAll();
                        exchanges
                                .pathMatchers(HttpMethod.HEAD, ASKS_FOR_THE_TOKEN)
                                .permitAll();
                    }
                    if (token != null) {
                        exchanges.pathMatchers(ASKS_FOR_THE_TOKEN).authenticated();
                    }
                    exchanges.anyExchange().permitAll();
                })
                .build();
    }

    /**
     * An instance id may hold what a cautious firewall refuses in a path; a slash it may not. Where everybody on this host
     * may do everything, a web page in a browser on this host must not pass for somebody by a DNS name of its own that
     * leads here, so only the names of loopback are answered.
     */
    @Bean
    StrictServerWebExchangeFirewall firewall(AccessProperties access) {
        StrictServerWebExchangeFirewall firewall = new StrictServerWebExchangeFirewall();
        if (access.token() == null) {
            firewall.setAllowedHostnames(SecurityConfiguration::isLoopback);
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
    LoopbackUnlessToken loopbackUnlessToken(AccessProperties access, ServerProperties server) {
        return new LoopbackUnlessToken(access.token() != null, server.getAddress());
    }

    /** Tells the page, which may read this without the token. */
    @Bean
    InfoContributor accessContributor(AccessProperties access) {
        return builder -> builder.withDetail(
                "access",
                access.token() == null ? "loopback-only" : access.anonymousRead() ? "token-to-write" : "token");
    }

    @Bean
    ApplicationListener<ReactiveWebServerInitializedEvent> accessReport(
            AccessProperties access, ServerProperties server) {
        return event -> log.info(
                "{}",
                access.token() == null
                        ? "No token is set, so it listens on loopback only. Set ringmaster.server.token (16 characters or"
                                + " more) to open it to other hosts."
                        : "A token is set. It listens on " + address(server) + ", and "
                                + (access.anonymousRead() ? "writing asks" : "reading and writing ask") + " for it.");
    }

    private static boolean isLoopback(String host) {
        return host.matches("(?i)localhost|.+\\.localhost|127(\\.[0-9]{1,3}){3}|\\[?::1]?");
    }

    private static String address(ServerProperties server) {
        @Nullable Object address = server.getAddress();
        return address == null ? "all interfaces" : String.valueOf(address);
    }
}
