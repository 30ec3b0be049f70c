package io.ringmaster.server.cluster;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.pem.PemSslStore;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;

/** Authorities that issue certificates to nodes, and what a node holds of them. */
final class NodeCertificates {

    private NodeCertificates() {}

    static X509Bundle authority() throws Exception {
        return new CertificateBuilder()
                .subject("CN=nodes")
                .setIsCertificateAuthority(true)
                .buildSelfSigned();
    }

    static X509Bundle node(X509Bundle issuer) throws Exception {
        return new CertificateBuilder().subject("CN=node").buildIssuedBy(issuer);
    }

    /** Returns what a node holds that has a certificate of one authority, and trusts some. */
    static SslBundle bundle(X509Bundle issuer, X509Bundle... trusted) throws Exception {
        X509Bundle own = node(issuer);
        return bundle(own, own.getKeyPair().getPrivate(), trusted);
    }

    /** Returns what is there while only one of two files has been replaced. */
    static SslBundle withTheKeyOfAnother(X509Bundle authority) throws Exception {
        return bundle(node(authority), node(authority).getKeyPair().getPrivate(), authority);
    }

    private static SslBundle bundle(X509Bundle own, PrivateKey key, X509Bundle... trusted) {
        return SslBundle.of(new PemSslStoreBundle(
                PemSslStore.of(List.of(own.getCertificatePath()), key),
                PemSslStore.of(
                        Stream.of(trusted).map(X509Bundle::getCertificate).toList(), null)));
    }

    /** Writes what a node holds into the files that {@link #properties} name. */
    static void write(Path folder, X509Bundle own, X509Bundle... trusted) throws IOException {
        Files.writeString(folder.resolve("node.key"), own.getPrivateKeyPEM());
        Files.writeString(folder.resolve("node.pem"), own.getCertificatePathPEM());
        Files.writeString(
                folder.resolve("trusted.pem"),
                Arrays.stream(trusted).map(X509Bundle::getCertificatePEM).collect(Collectors.joining("\n")));
    }

    static List<String> properties(Path folder) {
        return List.of(
                "ringmaster.server.cluster.ssl.bundle=nodes",
                "spring.ssl.bundle.pem.nodes.keystore.certificate=" + folder.resolve("node.pem"),
                "spring.ssl.bundle.pem.nodes.keystore.private-key=" + folder.resolve("node.key"),
                "spring.ssl.bundle.pem.nodes.truststore.certificate=" + folder.resolve("trusted.pem"),
                "spring.ssl.bundle.pem.nodes.reload-on-update=true",
                "spring.ssl.bundle.watch.file.quiet-period=50ms");
    }
}
