package io.ringmaster.server.eureka;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Makes one path of the many by which clients ask for the same: with and without {@code /eureka}, with {@code /v2}, with a slash
 * at the end. It comes before the security chain, so that what is closed at one of them is closed at all.
 */
@Order(Ordered.HIGHEST_PRECEDENCE + 1)
final class EurekaPaths implements WebFilter {

    private static final Pattern PATH =
            Pattern.compile("(?:/eureka)?(?:/v2)?(/(?:apps|instances|vips|svips)(?:/.+?)?)/?");

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        String path = exchange.getRequest().getURI().getRawPath();
        String canonical = canonical(path);
        return chain.filter(
                canonical.equals(path)
                        ? exchange
                        : exchange.mutate()
                                .request(request -> request.path(canonical))
                                .build());
    }

    static String canonical(String path) {
        Matcher matcher = PATH.matcher(path);
        return matcher.matches() ? "/eureka" + matcher.group(1) : path;
    }
}
