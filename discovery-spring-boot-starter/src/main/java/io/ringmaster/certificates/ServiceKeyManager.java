package io.ringmaster.certificates;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/** Shows the certificate that is good now, to whoever calls, and to those who are called and listed by the registry. */
final class ServiceKeyManager extends X509ExtendedKeyManager {

    private static final String KIND = "EC";

    private final CertificateRenewal certificates;
    private final ListedServices listed;

    ServiceKeyManager(CertificateRenewal certificates, ListedServices listed) {
        this.certificates = certificates;
        this.listed = listed;
    }

    @Override
    public @Nullable String chooseEngineClientAlias(
            String @Nullable [] keyTypes, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        return engine != null && isListed(engine.getPeerHost(), engine.getPeerPort()) ? alias(keyTypes) : null;
    }

    @Override
    public @Nullable String chooseClientAlias(
            String @Nullable [] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
        String host = ServiceTrustManager.peerHost(socket);
        return socket != null && isListed(host, socket.getPort()) ? alias(keyTypes) : null;
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        return alias(keyType);
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return alias(keyType);
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return aliases(keyType);
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        return aliases(keyType);
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(@Nullable String alias) {
        ServiceCertificate certificate = certificates.find(alias);
        return certificate == null ? null : certificate.chain().toArray(X509Certificate[]::new);
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(@Nullable String alias) {
        ServiceCertificate certificate = certificates.find(alias);
        return certificate == null ? null : certificate.key();
    }

    private boolean isListed(@Nullable String host, int port) {
        return host != null && listed.at(host, port) != null;
    }

    private String @Nullable [] aliases(String keyType) {
        String alias = alias(keyType);
        return alias == null ? null : new String[] {alias};
    }

    private @Nullable String alias(String @Nullable ... keyTypes) {
        ServiceCertificate current = certificates.current();
        // TLS 1.2 may ask for kinds such as EC_EC.
        boolean fits = keyTypes != null && Arrays.stream(keyTypes).anyMatch(kind -> kind.startsWith(KIND));
        return current != null && fits ? current.alias() : null;
    }
}
