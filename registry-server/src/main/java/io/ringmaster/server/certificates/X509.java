package io.ringmaster.server.certificates;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.io.pem.PemGenerationException;
import org.jspecify.annotations.Nullable;

/** Makes keys and certificates. What is to stand in them has been decided by others. */
final class X509 {

    private static final int SERIAL_BITS = 127;
    private static final SecureRandom RANDOM = new SecureRandom();

    private X509() {}

    /** Returns a new key pair on the curve P-256. */
    static KeyPair newKeys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), RANDOM);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has this curve.", e);
        }
    }

    /** Returns a number that no other certificate has. */
    static BigInteger newSerial() {
        return new BigInteger(SERIAL_BITS, RANDOM).setBit(0);
    }

    /** Returns the certificate of an authority that vouches for itself and for nobody who would issue further ones. */
    static X509Certificate authority(KeyPair keys, Instant from, Instant until) {
        byte[] mark = new byte[4];
        RANDOM.nextBytes(mark);
        // Two authorities with one name would be taken for each other while one replaces the other.
        X500Principal name =
                new X500Principal("CN=Ringmaster services " + HexFormat.of().formatHex(mark));
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                name, newSerial(), Date.from(from), Date.from(until), name, keys.getPublic());
        try {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            builder.addExtension(
                    Extension.subjectKeyIdentifier,
                    false,
                    new JcaX509ExtensionUtils().createSubjectKeyIdentifier(keys.getPublic()));
            return sign(builder, keys.getPrivate());
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("The certificate of an authority could not be made.", e);
        }
    }

    /** Returns a certificate for an application, as a server and as a client. */
    static X509Certificate application(
            Authority authority, BigInteger serial, PublicKey key, Names names, Instant from, Instant until) {
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                authority.certificate().getSubjectX500Principal(),
                serial,
                Date.from(from),
                Date.from(until),
                new X500Principal("CN=" + names.common()),
                key);
        try {
            JcaX509ExtensionUtils extensions = new JcaX509ExtensionUtils();
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(new KeyPurposeId[] {
                KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth
            }));
            builder.addExtension(Extension.subjectAlternativeName, false, names.alternatives());
            builder.addExtension(Extension.subjectKeyIdentifier, false, extensions.createSubjectKeyIdentifier(key));
            builder.addExtension(
                    Extension.authorityKeyIdentifier,
                    false,
                    extensions.createAuthorityKeyIdentifier(authority.certificate()));
            return sign(builder, authority.key());
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("A certificate for '" + names.common() + "' could not be made.", e);
        }
    }

    /**
     * What a certificate calls its owner.
     *
     * @param common the common name
     * @param uri a URI
     * @param dns DNS names
     * @param address an address literal, or null
     */
    record Names(
            String common,
            String uri,
            List<String> dns,
            @Nullable String address) {

        private GeneralNames alternatives() {
            List<GeneralName> names = new ArrayList<>();
            names.add(new GeneralName(GeneralName.uniformResourceIdentifier, uri));
            dns.forEach(name -> names.add(new GeneralName(GeneralName.dNSName, name)));
            if (address != null) {
                names.add(new GeneralName(GeneralName.iPAddress, address));
            }
            return new GeneralNames(names.toArray(GeneralName[]::new));
        }
    }

    /** Returns a private key as PEM, in PKCS#8: the older form leaves out the curve, and readers would guess it. */
    static String pem(PrivateKey key) {
        try {
            return written(new JcaPKCS8Generator(key, null));
        } catch (PemGenerationException e) {
            throw new IllegalStateException("A private key could not be written.", e);
        }
    }

    /** Returns a certificate as PEM. */
    static String pem(X509Certificate certificate) {
        return written(certificate);
    }

    /** Whether a signature by the one is a signature of the other. */
    static boolean arePair(PrivateKey key, PublicKey other) {
        byte[] text = {1, 2, 3};
        try {
            Signature signature = Signature.getInstance(algorithm(key));
            signature.initSign(key);
            signature.update(text);
            byte[] signed = signature.sign();
            signature.initVerify(other);
            signature.update(text);
            return signature.verify(signed);
        } catch (GeneralSecurityException notEvenOfTheSameKind) {
            return false;
        }
    }

    private static String written(Object object) {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter pem = new JcaPEMWriter(text)) {
            pem.writeObject(object);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static X509Certificate sign(X509v3CertificateBuilder builder, PrivateKey key)
            throws GeneralSecurityException {
        String algorithm = algorithm(key);
        try {
            return new JcaX509CertificateConverter()
                    .getCertificate(builder.build(new JcaContentSignerBuilder(algorithm).build(key)));
        } catch (OperatorCreationException e) {
            throw new GeneralSecurityException("A key of the kind " + algorithm + " cannot sign certificates.", e);
        }
    }

    private static String algorithm(PrivateKey key) {
        return switch (key.getAlgorithm()) {
            case "EC" -> "SHA256withECDSA";
            case "RSA" -> "SHA256withRSA";
            default ->
                throw new IllegalArgumentException(
                        "a key of the kind " + key.getAlgorithm() + " cannot issue, use EC or RSA");
        };
    }
}
