package io.ringmaster.server.security;

import io.ringmaster.server.registry.Actor;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Somebody, and what he may do.
 *
 * @param name null where nobody can be told from another
 * @param roles what he may do
 * @param services for which services he may register; it means nothing without {@link Role#REGISTER}
 * @param addresses where he may call from and register at; empty means anywhere
 */
record Identity(@Nullable String name, Set<Role> roles, List<ServicePattern> services, List<Network> addresses) {

    /** Somebody who has shown nothing where something must be shown. */
    static final Identity NOBODY = new Identity(null, Set.of(), List.of(), List.of());

    /** Somebody who has shown nothing where everybody may look. */
    static final Identity ANY_READER = new Identity(null, Set.of(Role.READ), List.of(), List.of());

    /** Who holds the one token that means all rights, or calls where nobody else can. */
    static final Identity ALL_RIGHTS = new Identity(null, Set.of(Role.ADMIN), List.of(), List.of());

    Identity {
        roles = Set.copyOf(roles);
        services = List.copyOf(services);
        addresses = List.copyOf(addresses);
    }

    /** Whether he has shown nothing. */
    boolean isUnproven() {
        return name == null && !roles.contains(Role.ADMIN);
    }

    /**
     * Whether he has one of these roles, or all.
     *
     * @param service which one it is about, in lower case, or null if it is about none
     */
    boolean hasAny(Set<Role> wanted, @Nullable String service) {
        return roles.contains(Role.ADMIN)
                || wanted.stream()
                        .anyMatch(role ->
                                role == Role.REGISTER && service != null ? mayRegister(service) : roles.contains(role));
    }

    /**
     * @param service in lower case
     */
    boolean mayRegister(String service) {
        return roles.contains(Role.ADMIN)
                || (roles.contains(Role.REGISTER) && services.stream().anyMatch(pattern -> pattern.matches(service)));
    }

    /**
     * @param host an address literal, or a name, which is nowhere
     */
    boolean mayBeAt(String host) {
        return addresses.isEmpty() || addresses.stream().anyMatch(network -> network.contains(host));
    }

    /** Returns him as the registry sees him. */
    Actor actor(String address) {
        return new Actor(
                name, address, roles.contains(Role.ADMIN), (service, host) -> mayRegister(service) && mayBeAt(host));
    }

    /** Returns what he may do, for people. */
    String rights() {
        if (roles.isEmpty()) {
            return "nothing";
        }
        return EnumSet.copyOf(roles).stream()
                .map(role -> role == Role.REGISTER
                        ? services.stream()
                                .map(ServicePattern::text)
                                .collect(Collectors.joining(", ", "register (", ")"))
                        : role.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
    }
}
