package io.ringmaster.server.security;

import io.ringmaster.model.Names;
import io.ringmaster.server.registry.Refusal;
import io.ringmaster.server.registry.RefusedException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.PathContainer;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.security.authentication.AuthenticationCredentialsNotFoundException;
import org.springframework.web.server.MethodNotAllowedException;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * The one place that decides who may call what. Whatever is not in the table is not there, for anybody. Whose instance it
 * is, which no path tells, is looked at by the registry, under its lock.
 */
final class AccessRules {

    private static final Set<Role> ANYBODY = Set.of();
    private static final Set<Role> READ = EnumSet.of(Role.READ);
    private static final Set<Role> CLIENT = EnumSet.of(Role.READ, Role.REGISTER);
    private static final Set<Role> REGISTER = EnumSet.of(Role.REGISTER);
    private static final Set<Role> OPERATE = EnumSet.of(Role.OPERATE);
    private static final Set<Role> ADMIN = EnumSet.of(Role.ADMIN);

    private static final String SERVICE = "/v1/services/{service}";
    private static final String INSTANCE = SERVICE + "/instances/{id}";

    /** The application's name is not that of the service yet, so the registry looks at whether that may be registered. */
    private static final String EUREKA_INSTANCE = "/eureka/apps/{app}/{id}";

    /** The first that fits counts. */
    static final List<Rule> TABLE = List.of(
            // The page, which knows nothing but what it asks for.
            rule(ANYBODY, "/", HttpMethod.GET),
            rule(ANYBODY, "/*.*", HttpMethod.GET),
            rule(ANYBODY, "/js/**", HttpMethod.GET),
            rule(ANYBODY, "/css/**", HttpMethod.GET),
            rule(ANYBODY, "/v3/api-docs", HttpMethod.GET),
            rule(ANYBODY, "/sign-in", HttpMethod.GET, HttpMethod.POST, HttpMethod.DELETE),
            // Whoever looks after this process has no token.
            rule(ANYBODY, "/actuator/health/**", HttpMethod.GET),
            rule(ANYBODY, "/actuator/info", HttpMethod.GET),
            rule(READ, "/actuator/metrics/**", HttpMethod.GET),
            rule(READ, "/actuator/prometheus", HttpMethod.GET),
            rule(ADMIN, "/actuator/**", HttpMethod.GET, HttpMethod.POST, HttpMethod.DELETE),
            rule(READ, "/v1/services", HttpMethod.GET),
            rule(READ, SERVICE, HttpMethod.GET),
            rule(READ, SERVICE + "/instances", HttpMethod.GET),
            rule(READ, SERVICE + "/watchers", HttpMethod.GET),
            rule(READ, SERVICE + "/route", HttpMethod.GET),
            rule(READ, SERVICE + "/ring", HttpMethod.GET),
            rule(READ, INSTANCE, HttpMethod.GET),
            rule(CLIENT, INSTANCE + "/drain", HttpMethod.GET),
            rule(REGISTER, INSTANCE, HttpMethod.PUT, HttpMethod.DELETE),
            rule(REGISTER, INSTANCE + "/lease", HttpMethod.PUT),
            rule(REGISTER, INSTANCE + "/status", HttpMethod.PUT),
            rule(REGISTER, SERVICE + "/certificates", HttpMethod.POST),
            rule(OPERATE, INSTANCE + "/override", HttpMethod.PUT, HttpMethod.DELETE),
            rule(READ, "/v1/watch", HttpMethod.GET),
            // A caller that registers nothing has a heartbeat too.
            rule(CLIENT, "/v1/sessions/{session}", HttpMethod.PUT),
            rule(READ, "/v1/events", HttpMethod.GET),
            rule(READ, "/v1/cluster", HttpMethod.GET),
            rule(READ, "/prometheus/sd", HttpMethod.GET),
            rule(READ, "/eureka/apps", HttpMethod.GET),
            rule(READ, "/eureka/apps/{app}", HttpMethod.GET),
            rule(REGISTER, "/eureka/apps/{app}", HttpMethod.POST),
            rule(READ, EUREKA_INSTANCE, HttpMethod.GET),
            rule(REGISTER, EUREKA_INSTANCE, HttpMethod.PUT, HttpMethod.DELETE),
            rule(REGISTER, EUREKA_INSTANCE + "/metadata", HttpMethod.PUT),
            rule(OPERATE, EUREKA_INSTANCE + "/status", HttpMethod.PUT, HttpMethod.DELETE),
            rule(READ, "/eureka/instances/{id}", HttpMethod.GET),
            rule(READ, "/eureka/vips/{vip}", HttpMethod.GET),
            rule(READ, "/eureka/svips/{vip}", HttpMethod.GET));

    /** The same, as each request is looked up here, and to see that a path does not fit costs more than to see that a method does not. */
    private static final Map<HttpMethod, List<Rule>> BY_METHOD = TABLE.stream()
            .flatMap(rule -> rule.methods.stream())
            .distinct()
            .collect(Collectors.toUnmodifiableMap(
                    Function.identity(),
                    method -> TABLE.stream()
                            .filter(rule -> rule.methods.contains(method))
                            .toList()));

    /**
     * Who may send these methods to these paths: whoever has one of the roles, or anybody if there are none.
     *
     * @param segments what stands between the slashes of the path; none if that can be several things
     */
    record Rule(Set<Role> roles, PathPattern path, Set<HttpMethod> methods, List<String> segments) {

        /** Whether it is for a path in which nothing is escaped. Never for one with a wildcard; but those cover no other's. */
        boolean fits(String requested) {
            int at = 0;
            for (String segment : segments) {
                int end = at < requested.length() ? end(requested, at) : -1;
                boolean same = segment.startsWith("{")
                        ? end > at + 1
                        : end - at - 1 == segment.length() && requested.startsWith(segment, at + 1);
                if (!same) {
                    return false;
                }
                at = end;
            }
            return at > 0 && at == requested.length();
        }

        private @Nullable String service(String requested) {
            int at = 0;
            for (String segment : segments) {
                int end = end(requested, at);
                if (segment.equals("{service}")) {
                    String name = requested.substring(at + 1, end);
                    return Refusal.INVALID_NAME.unlessLegal(() -> Names.service(name));
                }
                at = end;
            }
            return null;
        }

        private static int end(String requested, int slash) {
            int next = requested.indexOf('/', slash + 1);
            return next < 0 ? requested.length() : next;
        }

        private @Nullable String service(PathContainer requested) {
            PathPattern.PathMatchInfo match = path.matchAndExtract(requested);
            String name = match == null ? null : match.getUriVariables().get("service");
            return name == null ? null : Refusal.INVALID_NAME.unlessLegal(() -> Names.service(name));
        }

        private String wanted(@Nullable String service) {
            return roles.stream()
                    .map(role -> "'" + role.name().toLowerCase(Locale.ROOT) + "'"
                            + (role == Role.REGISTER && service != null ? " for " + service : ""))
                    .collect(Collectors.joining(" or "));
        }
    }

    private AccessRules() {}

    private static Rule rule(Set<Role> roles, String path, HttpMethod... methods) {
        List<String> segments =
                path.indexOf('*') < 0 ? List.of(path.substring(1).split("/", -1)) : List.of();
        return new Rule(roles, PathPatternParser.defaultInstance.parse(path), Set.of(methods), segments);
    }

    /**
     * Does nothing if a request may go on.
     *
     * @param from the address literal that it comes from
     * @throws RuntimeException if it may not; the answer that follows tells the caller why
     */
    static void check(Identity who, String from, ServerHttpRequest request) {
        PathContainer path = request.getPath().pathWithinApplication();
        HttpMethod method = request.getMethod() == HttpMethod.HEAD ? HttpMethod.GET : request.getMethod();
        Rule rule = find(path, method);
        if (rule != null && rule.roles.isEmpty()) {
            return;
        }
        if (who.isUnproven() && (who.roles().isEmpty() || !method.equals(HttpMethod.GET))) {
            throw new AuthenticationCredentialsNotFoundException("Nothing is shown");
        }
        if (rule == null) {
            throw notThere(path, method);
        }
        checkAddress(who, from);
        String service = rule.service(path);
        if (!who.hasAny(rule.roles, service)) {
            throw who.isUnproven()
                    ? new AuthenticationCredentialsNotFoundException("Nothing is shown")
                    : forbidden(who, rule.wanted(service), request);
        }
    }

    /**
     * Whether somebody who has shown who he is may send this. It takes no path apart, as each beat comes here.
     *
     * @param from the address literal that it comes from
     * @param path with nothing in it that is escaped
     */
    static boolean allow(Identity who, String from, HttpMethod method, String path) {
        for (Rule rule : BY_METHOD.getOrDefault(method, List.of())) {
            if (rule.fits(path)) {
                return path.startsWith("/") && who.mayBeAt(from) && who.hasAny(rule.roles, rule.service(path));
            }
        }
        return false;
    }

    private static void checkAddress(Identity who, String from) {
        if (!who.mayBeAt(from)) {
            throw new RefusedException(
                    Refusal.FORBIDDEN,
                    "'" + who.name() + "' may not call from " + from
                            + ". Add that address to 'ringmaster.server.identities." + who.name()
                            + ".addresses' on the server, or call from one that is there.");
        }
    }

    private static RefusedException forbidden(Identity who, String wanted, ServerHttpRequest request) {
        return new RefusedException(
                Refusal.FORBIDDEN,
                "'" + who.name() + "' may not do that: " + request.getMethod() + " "
                        + request.getPath().value() + " needs the role " + wanted + ", and it has " + who.rights()
                        + ".");
    }

    static @Nullable Rule find(PathContainer path, HttpMethod method) {
        for (Rule rule : BY_METHOD.getOrDefault(method, List.of())) {
            if (rule.path.matches(path)) {
                return rule;
            }
        }
        return null;
    }

    private static RuntimeException notThere(PathContainer path, HttpMethod method) {
        List<Rule> ofPath =
                TABLE.stream().filter(each -> each.path.matches(path)).toList();
        if (ofPath.isEmpty()) {
            return new ResponseStatusException(HttpStatus.NOT_FOUND);
        }
        List<HttpMethod> methods = new ArrayList<>();
        ofPath.forEach(rule -> methods.addAll(rule.methods));
        return new MethodNotAllowedException(method, methods);
    }
}
