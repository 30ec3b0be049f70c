package io.ringmaster.server.security;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.web.server.csrf.CsrfToken;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** What the page asks for people: who they are, signing in with a name and a password, and signing out. */
@RestController
@RequestMapping("/sign-in")
final class SignInController {

    private final SignIns signIns;
    private final Passwords passwords;

    SignInController(SignIns signIns, Passwords passwords) {
        this.signIns = signIns;
        this.passwords = passwords;
    }

    /** What somebody says to be known. */
    record Words(@Nullable String name, @Nullable String password) {}

    /**
     * Who asks.
     *
     * @param name null where nobody can be told from another
     * @param rights what he may do, for people
     * @param csrf what his page shows when it changes something, in the header {@code X-CSRF-TOKEN}; null if he is not signed in
     */
    record Who(
            @Nullable String name, String rights, @Nullable String csrf) {}

    @GetMapping
    Mono<Who> who(ServerWebExchange exchange) {
        return ReactiveSecurityContextHolder.getContext()
                .mapNotNull(SecurityContext::getAuthentication)
                .mapNotNull(Authentication::getPrincipal)
                .cast(Identity.class)
                .defaultIfEmpty(Identity.NOBODY)
                .flatMap(who -> csrf(exchange)
                        .map(token -> new Who(who.name(), who.rights(), token))
                        .defaultIfEmpty(new Who(who.name(), who.rights(), null)));
    }

    /** Only who is signed in has a session to keep one in. */
    private Mono<String> csrf(ServerWebExchange exchange) {
        Mono<CsrfToken> token = exchange.getAttribute(CsrfToken.class.getName());
        return token == null || !signIns.isMeantBy(exchange)
                ? Mono.empty()
                : signIns.load(exchange).flatMap(signedIn -> token).map(CsrfToken::getToken);
    }

    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> enter(@RequestBody Words words, ServerWebExchange exchange) {
        return passwords
                .find(String.valueOf(words.name()), String.valueOf(words.password()))
                .flatMap(who -> signIns.enter(exchange, who));
    }

    @DeleteMapping
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> leave(ServerWebExchange exchange) {
        return signIns.leave(exchange);
    }
}
