package io.ringmaster.server.certificates;

import io.netty.util.NetUtil;
import io.ringmaster.model.CertificateRequest;
import io.ringmaster.model.InstanceKey;
import io.ringmaster.model.IssuedCertificate;
import io.ringmaster.model.Names;
import io.ringmaster.model.ServiceUri;
import io.ringmaster.server.registry.Actor;
import io.ringmaster.server.registry.RateLimit;
import io.ringmaster.server.registry.Refusal;
import io.ringmaster.server.registry.RefusedException;
import io.ringmaster.server.registry.Registry;
import io.ringmaster.time.Moment;
import java.math.BigInteger;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives certificates to those who may have them: an identity that was proven and may register the service, at the host that it
 * names, for a key that it has. Any thread may ask.
 *
 * <p>The first certificate for an application is an event of the history. Its renewals are in the log only: they would leave no room
 * for anything else.
 */
final class Issuer {

    /** A request that follows from a renewal on time finds the one before among so many. */
    private static final int REMEMBERED = 10_000;

    private static final Logger log = LoggerFactory.getLogger(Issuer.class);

    private static final String LABEL = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";
    private static final Pattern DNS_NAME = Pattern.compile(LABEL + "(\\." + LABEL + ")*");

    private final Registry registry;
    private final Duration lifetime;
    private final RateLimit limit;

    /** Written when another one replaces it, read by any thread. */
    private volatile Authority authority;

    /** Until when the last certificate of each application is good. Guarded by itself. */
    private final Map<String, Instant> known = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
            return size() > REMEMBERED;
        }
    };

    /**
     * @param authority who issues, until another one does
     * @param limit how often an identity may ask
     */
    Issuer(Registry registry, Authority authority, Duration lifetime, RateLimit limit) {
        this.registry = registry;
        this.authority = authority;
        this.lifetime = lifetime;
        this.limit = limit;
    }

    /** Lets another authority issue from now on. */
    void issueBy(Authority next) {
        authority = next;
    }

    /**
     * Issues a certificate.
     *
     * @throws RefusedException if whoever asks may not have it, or does not ask rightly
     */
    IssuedCertificate issue(String serviceName, CertificateRequest request, Actor by, Moment now) {
        String service = Refusal.INVALID_NAME.unlessLegal(() -> Names.service(serviceName));
        requireProvenAndPatient(by, now);
        String host = host(request.host());
        String instance = instance(request.instance(), host, by);
        PublicKey key = Applicant.proven(service, request, now.instant());
        requireRight(service, host, by);
        Authority issuer = authority;
        Instant end = end(issuer, now.instant());
        BigInteger serial = X509.newSerial();
        X509Certificate certificate = X509.application(
                issuer, serial, key, names(service, host), now.instant().minus(Applicant.CLOCKS_MAY_DIFFER), end);
        String digits = serial.toString(16);
        tell(service, instance, host, digits, end, by, now);
        return new IssuedCertificate(
                digits,
                pem(Stream.concat(Stream.of(certificate), issuer.between().stream())),
                pem(issuer.trusted().stream()),
                end,
                Duration.between(now.instant(), end)
                        .multipliedBy(2)
                        .dividedBy(3)
                        .toSeconds());
    }

    private void requireProvenAndPatient(Actor by, Moment now) {
        String identity = by.identity();
        if (identity == null) {
            throw new RefusedException(
                    Refusal.FORBIDDEN,
                    "A certificate says who somebody is, so the registry must know who asks: the shared token and callers without"
                            + " one get none. Give this application an identity of its own in"
                            + " 'ringmaster.server.identities' on the server.");
        }
        if (!limit.take(identity, now)) {
            throw new RefusedException(
                    Refusal.QUOTA_EXCEEDED,
                    "'" + identity
                            + "' asks for certificates more often than it may. Wait a second; who runs the registry may"
                            + " raise 'ringmaster.server.certificates.requests-per-second'.");
        }
    }

    /** Returns the host as it will stand in the certificate, or null. */
    private static @Nullable String host(@Nullable String claimed) {
        if (claimed == null || claimed.isEmpty()) {
            return null;
        }
        String host = claimed.toLowerCase(Locale.ROOT);
        boolean legal = host.length() <= 253
                && (isAddress(host)
                        ? host.indexOf('%') < 0
                        : DNS_NAME.matcher(host).matches());
        if (!legal) {
            throw new RefusedException(
                    Refusal.INVALID_REQUEST,
                    "'host' cannot stand in a certificate. Use a DNS name or an address without a zone, such as"
                            + " 'orders-1.internal' or '10.0.0.7', or leave it out for an application that nobody calls.");
        }
        return host;
    }

    /** Before it has registered, an application may have no id yet. */
    private static String instance(@Nullable String named, @Nullable String host, Actor by) {
        String instance = named != null && !named.isEmpty() ? named : host != null ? host : by.address();
        return Refusal.INVALID_NAME.unlessLegal(() -> Names.instanceId(instance));
    }

    private static void requireRight(String service, @Nullable String host, Actor by) {
        if (!by.mayRegister().test(service, host == null ? by.address() : host)) {
            throw new RefusedException(
                    Refusal.FORBIDDEN,
                    "'" + by.name() + "' may not have a certificate for '" + service + "'"
                            + (host == null ? "" : " at '" + host + "'")
                            + ": it needs the role 'register' for the service, and a host in its 'addresses' if it has any.");
        }
        // A bare name may be that of another service, and some clients look for that among the DNS names.
        if (host != null
                && !host.equals(service)
                && host.indexOf('.') < 0
                && !isAddress(host)
                && !by.mayRegister().test(host, by.address())) {
            throw new RefusedException(
                    Refusal.FORBIDDEN,
                    "'" + by.name() + "' may not have a certificate for the host '" + host
                            + "', because it could be the name of another service. Use an address or a name with a dot.");
        }
    }

    private static boolean isAddress(String host) {
        return NetUtil.createByteArrayFromIpAddressString(host) != null;
    }

    private static X509.Names names(String service, @Nullable String host) {
        List<String> dns = new ArrayList<>(List.of(service));
        boolean address = host != null && isAddress(host);
        if (host != null && !address && !host.equals(service)) {
            dns.add(host);
        }
        return new X509.Names(service, ServiceUri.of(service), dns, address ? host : null);
    }

    private Instant end(Authority issuer, Instant now) {
        Instant wanted = now.plus(lifetime).truncatedTo(ChronoUnit.SECONDS);
        Instant last = issuer.certificate().getNotAfter().toInstant();
        if (!now.isBefore(last)) {
            throw new IllegalStateException("The certificate of the authority that issues has ended at " + last + ".");
        }
        return wanted.isBefore(last) ? wanted : last;
    }

    private void tell(
            String service, String instance, @Nullable String host, String serial, Instant end, Actor by, Moment now) {
        String cause = "certificate " + serial + (host == null ? "" : " at " + host) + ", until " + end;
        Instant before;
        synchronized (known) {
            before = known.put(String.join(" ", by.name(), service, instance, String.valueOf(host)), end);
        }
        if (before == null || before.isBefore(now.instant())) {
            registry.certified(new InstanceKey(service, instance), cause, by, now);
        } else {
            log.debug("{}/{} has renewed: {}, by {} from {}", service, instance, cause, by.name(), by.address());
        }
    }

    private static String pem(Stream<X509Certificate> certificates) {
        return certificates.map(X509::pem).collect(Collectors.joining());
    }
}
