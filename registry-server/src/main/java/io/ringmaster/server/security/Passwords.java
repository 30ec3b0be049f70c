package io.ringmaster.server.security;

import io.ringmaster.server.registry.RateLimit;
import io.ringmaster.server.registry.Refusal;
import io.ringmaster.server.registry.RefusedException;
import io.ringmaster.time.Ticker;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.bcrypt.BCrypt;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Whose each password is. People choose them, so they are kept as bcrypt hashes, which are slow to try. Because that takes a
 * tenth of a second of a core, they are tried one at a time, and few in a second, whoever asks.
 */
final class Passwords implements AutoCloseable {

    private static final Pattern HASH = Pattern.compile("\\$2[aby]\\$1[0-3]\\$[./A-Za-z0-9]{53}");

    /** Is tried for a name that nobody has, so that the time tells nobody which names there are. */
    private static final String NOBODYS = "$2a$10$AAAAAAAAAAAAAAAAAAAAAOabcdefghijklmnopqrstuvwxyzABCDE";

    private static final int LONGEST_BYTES = 72;
    private static final int TRIES_PER_SECOND = 5;

    private final Map<String, Account> accounts = new HashMap<>();
    private final Scheduler oneAtATime;
    private final RateLimit limit;
    private final Ticker ticker;

    private record Account(String hash, Identity identity) {}

    /**
     * @param oneAtATime of one thread, where few may wait; it is closed with this
     */
    Passwords(Scheduler oneAtATime, Ticker ticker) {
        this.oneAtATime = oneAtATime;
        this.limit = new RateLimit(TRIES_PER_SECOND, ticker.now());
        this.ticker = ticker;
    }

    static boolean isHash(String word) {
        return HASH.matcher(word).matches();
    }

    void add(String name, String hash, Identity identity) {
        accounts.put(name, new Account(hash, identity));
    }

    boolean isEmpty() {
        return accounts.isEmpty();
    }

    /**
     * Returns whose they are, or fails: with a {@link RefusedException} if nobody's, with a {@link TooManyRequestsException} if too
     * many are tried.
     */
    Mono<Identity> find(String name, String password) {
        if (!limit.take("everybody", ticker.now())) {
            return Mono.error(new TooManyRequestsException());
        }
        return Mono.fromCallable(() -> identity(name, password))
                .subscribeOn(oneAtATime)
                .onErrorMap(RejectedExecutionException.class, busy -> new TooManyRequestsException())
                .switchIfEmpty(Mono.error(new RefusedException(
                        Refusal.FORBIDDEN, "There is nobody here with that name and that password.")));
    }

    @Override
    public void close() {
        oneAtATime.dispose();
    }

    private @Nullable Identity identity(String name, String password) {
        Account account = accounts.get(name);
        byte[] bytes = password.getBytes(StandardCharsets.UTF_8);
        boolean right =
                bytes.length <= LONGEST_BYTES && BCrypt.checkpw(bytes, account == null ? NOBODYS : account.hash);
        return right && account != null ? account.identity : null;
    }
}
