package io.ringmaster.certificates;

import io.ringmaster.model.ServiceUri;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which service a certificate is for. That it is genuine has to be known before. */
final class CertifiedService {

    private static final int URI = 6;

    private CertifiedService() {}

    /** Returns the service; null if the certificate is for none, or for several. */
    static @Nullable String of(X509Certificate certificate) {
        String found = null;
        try {
            Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
            if (alternatives == null) {
                return null;
            }
            for (List<?> alternative : alternatives) {
                String service =
                        alternative.get(0).equals(URI) ? ServiceUri.service(String.valueOf(alternative.get(1))) : null;
                if (service != null && found != null) {
                    return null;
                }
                found = service == null ? found : service;
            }
        } catch (CertificateParsingException unreadable) {
            return null;
        }
        return found;
    }
}
