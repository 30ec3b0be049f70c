package io.ringmaster.server.security;

import io.ringmaster.server.registry.RateLimit;
import io.ringmaster.server.registry.Refusal;
import io.ringmaster.server.registry.RefusedException;
import io.ringmaster.time.Ticker;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.config.web.server.SecurityWebFiltersOrder;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity.OAuth2LoginSpec;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.authentication.OAuth2AuthenticationToken;
import org.springframework.security.oauth2.client.web.server.ServerAuthorizationRequestRepository;
import org.springframework.security.oauth2.client.web.server.ServerOAuth2AuthorizedClientRepository;
import org.springframework.security.oauth2.client.web.server.WebSessionOAuth2ServerAuthorizationRequestRepository;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.security.web.server.DefaultServerRedirectStrategy;
import org.springframework.security.web.server.ServerRedirectStrategy;
import org.springframework.security.web.server.WebFilterExchange;
import org.springframework.security.web.server.context.NoOpServerSecurityContextRepository;
import org.springframework.security.web.server.csrf.WebSessionServerCsrfTokenRepository;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatcher;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatcher.MatchResult;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatchers;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Lets people sign in at the page, by an OpenID provider or with a password, and adds what a cookie then needs to the chain: a proof,
 * with every change, that the request comes from the page itself.
 */
final class PeopleSignIn {

    private static final URI PAGE = URI.create("/");
    private static final URI REFUSED = URI.create("/?sign-in=refused");
    private static final Duration TO_SIGN_IN = Duration.ofMinutes(5);
    private static final String SIGN_IN = "/sign-in";
    private static final String BACK = "/login/oauth2/code/";

    /** Each starts something that costs memory or time before anybody has shown anything. */
    private static final ServerWebExchangeMatcher ATTEMPT = ServerWebExchangeMatchers.matchers(
            ServerWebExchangeMatchers.pathMatchers("/oauth2/authorization/**", BACK + "**"),
            ServerWebExchangeMatchers.pathMatchers(HttpMethod.POST, SIGN_IN));

    private static final int ATTEMPTS_PER_SECOND = 1;

    private final Passwords passwords;
    private final Providers providers;
    private final SignIns signIns;
    private final ClaimedRoles roles;
    private final ServerRedirectStrategy redirect = new DefaultServerRedirectStrategy();

    PeopleSignIn(Passwords passwords, Providers providers, SignIns signIns, ClaimedRoles roles) {
        this.passwords = passwords;
        this.providers = providers;
        this.signIns = signIns;
        this.roles = roles;
    }

    /** Whether nobody can. */
    boolean none() {
        return passwords.isEmpty() && providers.isEmpty();
    }

    /**
     * @param pause how late an attempt is refused that is one too many
     */
    void addTo(ServerHttpSecurity http, Ticker ticker, Duration pause, RefusalLog refusals) {
        Throttle attempts = new Throttle(new RateLimit(ATTEMPTS_PER_SECOND, ticker.now()), ticker, pause);
        http.addFilterAfter(
                        (exchange, chain) -> limited(attempts, exchange, chain),
                        SecurityWebFiltersOrder.HTTP_HEADERS_WRITER)
                .securityContextRepository(signIns)
                .csrf(csrf -> csrf.csrfTokenRepository(new WebSessionServerCsrfTokenRepository())
                        .requireCsrfProtectionMatcher(this::needsProof)
                        .accessDeniedHandler((exchange, denied) -> Mono.error(new RefusedException(
                                Refusal.FORBIDDEN,
                                "Who is signed in by a cookie shows with every change, in the header X-CSRF-TOKEN, what"
                                        + " GET /sign-in tells. Reload the page."))));
        if (!providers.isEmpty()) {
            http.oauth2Login(login -> byProviders(login, refusals));
        }
    }

    private static Mono<Void> limited(Throttle attempts, ServerWebExchange exchange, WebFilterChain chain) {
        return ATTEMPT.matches(exchange)
                .flatMap(match ->
                        match.isMatch() ? attempts.pass(AccessFilter.address(exchange.getRequest())) : Mono.empty())
                .then(Mono.defer(() -> chain.filter(exchange)));
    }

    /** A cookie is sent whoever made the browser send the request; a token in a header is not. */
    private Mono<MatchResult> needsProof(ServerWebExchange exchange) {
        ServerHttpRequest request = exchange.getRequest();
        HttpMethod method = request.getMethod();
        boolean reads = method == HttpMethod.GET || method == HttpMethod.HEAD || method == HttpMethod.OPTIONS;
        // Signing in asks for JSON, which no other site can send.
        boolean enters = method == HttpMethod.POST
                && request.getPath().pathWithinApplication().value().equals(SIGN_IN);
        boolean needs = !reads
                && !enters
                && signIns.isMeantBy(exchange)
                && !request.getHeaders().containsHeader(HttpHeaders.AUTHORIZATION);
        return needs ? MatchResult.match() : MatchResult.notMatch();
    }

    private void byProviders(OAuth2LoginSpec login, RefusalLog refusals) {
        login.loginPage(PAGE.toString())
                .clientRegistrationRepository(providers)
                .authorizationRequestRepository(new Pending())
                .authorizedClientRepository(new NothingKept())
                .securityContextRepository(NoOpServerSecurityContextRepository.getInstance())
                .authenticationSuccessHandler((exchange, found) -> enter(exchange, found, refusals))
                .authenticationFailureHandler((exchange, error) -> refuse(exchange, error, refusals));
    }

    private Mono<Void> enter(WebFilterExchange filtered, Authentication found, RefusalLog refusals) {
        ServerWebExchange exchange = filtered.getExchange();
        return Mono.fromCallable(() -> identity(found))
                .flatMap(who -> signIns.enter(exchange, who).then(redirect.sendRedirect(exchange, PAGE)))
                .onErrorResume(AuthenticationException.class, error -> refuse(filtered, error, refusals));
    }

    private Identity identity(Authentication found) {
        if (!(found instanceof OAuth2AuthenticationToken token) || !(found.getPrincipal() instanceof OidcUser user)) {
            throw new BadCredentialsException(
                    "A provider that does not speak OpenID Connect: add 'openid' to its scope");
        }
        Identity who = roles.identity(
                "oidc:" + token.getAuthorizedClientRegistrationId() + ":", user.getName(), user.getClaims());
        if (who.roles().isEmpty()) {
            throw new BadCredentialsException("'" + who.name() + "' has no role of this registry");
        }
        return who;
    }

    /** It hears of everybody who is unknown wherever he knocks; only who comes from his provider is sent to the page. */
    private Mono<Void> refuse(WebFilterExchange filtered, AuthenticationException error, RefusalLog refusals) {
        ServerHttpRequest request = filtered.getExchange().getRequest();
        if (!request.getPath().pathWithinApplication().value().startsWith(BACK)) {
            return Mono.error(error);
        }
        refusals.refused("A stranger", AccessFilter.address(request), request, String.valueOf(error.getMessage()));
        return redirect.sendRedirect(filtered.getExchange(), REFUSED);
    }

    /** Somebody who went to his provider and has not come back keeps a session for a few minutes only. */
    private static final class Pending implements ServerAuthorizationRequestRepository<OAuth2AuthorizationRequest> {

        private final ServerAuthorizationRequestRepository<OAuth2AuthorizationRequest> sessions =
                new WebSessionOAuth2ServerAuthorizationRequestRepository();

        @Override
        public Mono<OAuth2AuthorizationRequest> loadAuthorizationRequest(ServerWebExchange exchange) {
            return sessions.loadAuthorizationRequest(exchange);
        }

        @Override
        public Mono<Void> saveAuthorizationRequest(OAuth2AuthorizationRequest request, ServerWebExchange exchange) {
            return sessions.saveAuthorizationRequest(request, exchange)
                    .then(exchange.getSession())
                    .doOnNext(session -> session.setMaxIdleTime(TO_SIGN_IN))
                    .then();
        }

        @Override
        public Mono<OAuth2AuthorizationRequest> removeAuthorizationRequest(ServerWebExchange exchange) {
            return sessions.removeAuthorizationRequest(exchange);
        }
    }

    /** The registry calls nobody in the name of others, so it keeps no token of theirs. */
    private static final class NothingKept implements ServerOAuth2AuthorizedClientRepository {

        @Override
        public <T extends OAuth2AuthorizedClient> Mono<T> loadAuthorizedClient(
                String registration, @Nullable Authentication who, ServerWebExchange exchange) {
            return Mono.empty();
        }

        @Override
        public Mono<Void> saveAuthorizedClient(
                OAuth2AuthorizedClient client, @Nullable Authentication who, ServerWebExchange exchange) {
            return Mono.empty();
        }

        @Override
        public Mono<Void> removeAuthorizedClient(
                String registration, @Nullable Authentication who, ServerWebExchange exchange) {
            return Mono.empty();
        }
    }
}
