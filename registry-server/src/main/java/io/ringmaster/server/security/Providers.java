package io.ringmaster.server.security;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.security.oauth2.client.autoconfigure.OAuth2ClientProperties;
import org.springframework.boot.security.oauth2.client.autoconfigure.OAuth2ClientPropertiesMapper;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ReactiveClientRegistrationRepository;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * The OpenID providers by which people may sign in, from {@code spring.security.oauth2.client.*}. Each is asked for what it is when
 * somebody wants to sign in by it, not at the start as Boot would: a registry must start whoever else is down.
 */
final class Providers implements ReactiveClientRegistrationRepository {

    private static final Duration FOR_EVER = Duration.ofMillis(Long.MAX_VALUE);

    private final Map<String, Provider> known = new TreeMap<>();

    /** By what name people know it, and what it says it is. */
    private record Provider(String name, Mono<ClientRegistration> registration) {}

    Providers(OAuth2ClientProperties properties) {
        properties.getRegistration().forEach((id, registration) -> {
            OAuth2ClientProperties alone = new OAuth2ClientProperties();
            alone.getRegistration().put(id, registration);
            alone.getProvider().putAll(properties.getProvider());
            String name = registration.getClientName();
            known.put(
                    id,
                    new Provider(
                            name == null ? id : name,
                            Mono.fromCallable(() -> new OAuth2ClientPropertiesMapper(alone)
                                            .asClientRegistrations()
                                            .get(id))
                                    .subscribeOn(Schedulers.boundedElastic())
                                    .cache(found -> FOR_EVER, failed -> Duration.ZERO, () -> Duration.ZERO)));
        });
    }

    boolean isEmpty() {
        return known.isEmpty();
    }

    /** Returns how people call each, and where a sign-in by it begins. */
    List<Map<String, String>> list() {
        return known.entrySet().stream()
                .map(each -> Map.of("name", each.getValue().name(), "path", "oauth2/authorization/" + each.getKey()))
                .toList();
    }

    @Override
    public Mono<ClientRegistration> findByRegistrationId(@Nullable String id) {
        Provider provider = id == null ? null : known.get(id);
        return provider == null ? Mono.empty() : provider.registration();
    }
}
