package io.ringmaster.server.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringmaster.server.registry.Actor;
import io.ringmaster.server.registry.Callers.Shown;
import io.ringmaster.server.registry.RateLimit;
import io.ringmaster.time.FakeTicker;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Whom the short way lets in without asking anybody. */
class PlainCallersTests {

    private static final String BEAT = "/v1/sessions/session-one";
    private static final String REGISTRATION = "/v1/services/orders/instances/orders-1";

    private final FakeTicker ticker = new FakeTicker();
    private final Throttle unlimited = new Throttle(null, ticker, Duration.ZERO);
    private final Tokens tokens = new Tokens();

    @Test
    void whereNobodyShowsAnythingEverybodyOnThisHostIsLetIn() {
        PlainCallers callers = callers(unlimited);
        Actor actor = callers.plain(shown("PUT", BEAT, "127.0.0.1", null));
        assertThat(actor).isNotNull();
        assertThat(actor.address()).isEqualTo("10.0.0.7");
        assertThat(callers.plain(shown("PUT", BEAT, "rebound.example", null))).isNull();
        assertThat(callers.plain(shown("PUT", BEAT, null, null))).isNull();
    }

    @Test
    void whoeverHasATokenMayWhatTheTableSays() {
        tokens.add(
                Tokens.hash("secret"),
                new Identity("shop", EnumSet.of(Role.REGISTER), List.of(ServicePattern.of("orders")), List.of()));
        PlainCallers callers = callers(unlimited);
        assertThat(callers.plain(shown("PUT", REGISTRATION, "registry", "Bearer secret")))
                .extracting(Actor::identity)
                .isEqualTo("shop");
        assertThat(callers.plain(shown("PUT", BEAT, "registry", "Bearer secret")))
                .isNotNull();
        assertThat(callers.plain(shown("PUT", REGISTRATION.replace("orders", "stock"), "registry", "Bearer secret")))
                .isNull();
        assertThat(callers.plain(shown("GET", "/v1/watch", "registry", "Bearer secret")))
                .isNull();
        assertThat(callers.plain(shown("PUT", "/v1/nothing", "registry", "Bearer secret")))
                .isNull();
    }

    @Test
    void whoeverShowsNothingOrSomethingElseMustBeLookedInto() {
        tokens.add(Tokens.hash("secret"), Identity.ALL_RIGHTS);
        PlainCallers callers = callers(unlimited);
        assertThat(callers.plain(shown("PUT", BEAT, "127.0.0.1", null))).isNull();
        assertThat(callers.plain(shown("PUT", BEAT, "127.0.0.1", "Bearer other")))
                .isNull();
        assertThat(callers.plain(shown("PUT", BEAT, "127.0.0.1", "Basic c2VjcmV0")))
                .isNull();
        assertThat(callers.plain(shown("PUT", BEAT, "127.0.0.1", "Bearer secret")))
                .isNotNull();
    }

    @Test
    void whoeverSendsTooMuchMustBeLookedInto() {
        tokens.add(Tokens.hash("secret"), Identity.ALL_RIGHTS);
        PlainCallers callers = callers(new Throttle(new RateLimit(1, ticker.now()), ticker, Duration.ZERO));
        Shown shown = shown("PUT", BEAT, "registry", "Bearer secret");
        assertThat(callers.plain(shown)).isNotNull();
        assertThat(callers.plain(shown)).isNotNull();
        assertThat(callers.plain(shown)).isNull();
    }

    private PlainCallers callers(Throttle throttle) {
        return new PlainCallers(new Credentials(tokens, new Certificates(), null, false), throttle);
    }

    private static Shown shown(String method, String path, @Nullable String host, @Nullable String authorization) {
        return new Shown(method, path, host, authorization, new InetSocketAddress("10.0.0.7", 40_000));
    }
}
