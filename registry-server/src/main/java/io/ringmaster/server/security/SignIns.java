package io.ringmaster.server.security;

import io.ringmaster.time.Ticker;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.security.web.server.context.ServerSecurityContextRepository;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebSession;
import reactor.core.publisher.Mono;

/**
 * Which people are signed in at the page: what they have shown is kept in the memory of this process, and the browser holds a cookie
 * that names it. Requests without that cookie cost nothing. A sign-in ends after a day's work, however busy it is, and the shorter
 * {@code server.reactive.session.timeout} after the last request.
 */
final class SignIns implements ServerSecurityContextRepository {

    static final Duration LONGEST = Duration.ofHours(12);

    private static final String ATTRIBUTE = SignIns.class.getName();

    private final String cookie;
    private final Duration idle;
    private final Ticker ticker;

    private record SignedIn(Identity who, long endNanos) {}

    SignIns(String cookie, Duration idle, Ticker ticker) {
        this.cookie = cookie;
        this.idle = idle;
        this.ticker = ticker;
    }

    /** Whether a browser sends its cookie along, which it does whoever made it send the request. */
    boolean isMeantBy(ServerWebExchange exchange) {
        return exchange.getRequest().getCookies().containsKey(cookie);
    }

    @Override
    public Mono<SecurityContext> load(ServerWebExchange exchange) {
        if (!isMeantBy(exchange)) {
            return Mono.empty();
        }
        return exchange.getSession()
                .mapNotNull(session -> session.<SignedIn>getAttribute(ATTRIBUTE))
                .filter(signedIn -> !ticker.now().hasReached(signedIn.endNanos))
                .map(signedIn -> new SecurityContextImpl(
                        UsernamePasswordAuthenticationToken.authenticated(signedIn.who, null, List.of())));
    }

    /** Signs somebody in, under another name than what was there before, so that nobody can have planted it. */
    Mono<Void> enter(ServerWebExchange exchange, Identity who) {
        return exchange.getSession().flatMap(session -> {
            session.getAttributes().clear();
            session.getAttributes()
                    .put(ATTRIBUTE, new SignedIn(who, ticker.now().deadlineNanosAfter(LONGEST)));
            session.setMaxIdleTime(idle);
            return session.changeSessionId();
        });
    }

    /** Signs out. */
    Mono<Void> leave(ServerWebExchange exchange) {
        return isMeantBy(exchange) ? exchange.getSession().flatMap(WebSession::invalidate) : Mono.empty();
    }

    /** Nobody is signed in but by {@link #enter}. */
    @Override
    public Mono<Void> save(ServerWebExchange exchange, @Nullable SecurityContext context) {
        return Mono.empty();
    }
}
