package io.ringmaster.server.security;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.reactive.SslInfo;

/**
 * Whose each certificate is, by a name in it: the common name of its subject, or an alternative one that is a DNS name or a
 * URI. That the certificate is genuine has been checked when the connection was made.
 */
final class Certificates {

    private static final int DNS_NAME = 2;
    private static final int URI = 6;

    private final Map<String, Identity> identities = new HashMap<>();

    void add(String name, Identity identity) {
        identities.put(name, identity);
    }

    boolean isEmpty() {
        return identities.isEmpty();
    }

    /** Returns whose certificate a connection has shown; null if none, or nobody's, or one that has names of several. */
    @Nullable
    Identity find(@Nullable SslInfo connection) {
        X509Certificate[] chain = connection == null ? null : connection.getPeerCertificates();
        if (chain == null || chain.length == 0) {
            return null;
        }
        Set<Identity> found = new HashSet<>();
        for (String name : names(chain[0])) {
            Identity identity = identities.get(name);
            if (identity != null) {
                found.add(identity);
            }
        }
        return found.size() == 1 ? found.iterator().next() : null;
    }

    /** Parsed rather than searched for, because another part of the subject may look like a common name. */
    private static Set<String> names(X509Certificate certificate) {
        Set<String> names = new HashSet<>();
        try {
            for (Rdn part : new LdapName(certificate.getSubjectX500Principal().getName()).getRdns()) {
                if (part.getType().equalsIgnoreCase("CN")) {
                    names.add(String.valueOf(part.getValue()));
                }
            }
            Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
            if (alternatives != null) {
                for (List<?> alternative : alternatives) {
                    if (alternative.get(0).equals(DNS_NAME)
                            || alternative.get(0).equals(URI)) {
                        names.add(String.valueOf(alternative.get(1)));
                    }
                }
            }
        } catch (InvalidNameException | CertificateParsingException unreadable) {
            return Set.of();
        }
        return names;
    }
}
