package io.ringmaster.server.certificates;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ssl.pem.PemContent;

/**
 * The authority that a single node makes for itself at its first start: a private key and its certificate, as PEM, in a file that
 * nobody but its owner may read. The key is nowhere else.
 */
final class AuthorityFile {

    static final String NAME = "certificate-authority.pem";

    private static final Logger log = LoggerFactory.getLogger(AuthorityFile.class);

    /** Nobody is there to renew it, and applications learn of another one only when they renew their own. */
    private static final Duration LIFETIME = Duration.ofDays(3650);

    private static final Set<PosixFilePermission> OWNER =
            Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);

    private AuthorityFile() {}

    /**
     * Returns the authority that is kept in a folder, having made it if there is none.
     *
     * @throws UnusableAuthorityException if it can be neither read nor made, or others may read it
     */
    static Authority open(Path directory, Instant now) {
        Path file = directory.toAbsolutePath().normalize().resolve(NAME);
        try {
            Authority known = read(file);
            return known != null ? known : create(file, now);
        } catch (IOException | IllegalStateException | IllegalArgumentException failure) {
            throw new UnusableAuthorityException(
                    "The authority that issues certificates cannot be read from " + file + " or written there: "
                            + failure + ".",
                    "Let the registry read and write that folder, restore the file from a backup, or set"
                            + " ringmaster.server.certificates.directory to another folder. A new authority is one that no"
                            + " running application knows before it renews its certificate.");
        }
    }

    private static @Nullable Authority read(Path file) throws IOException {
        String pem;
        try {
            requireOwnerOnly(file);
            pem = Files.readString(file);
        } catch (NoSuchFileException none) {
            return null;
        }
        PemContent content = PemContent.of(pem);
        PrivateKey key = content.getPrivateKey();
        List<X509Certificate> certificates = content.getCertificates();
        if (key == null || certificates.isEmpty()) {
            throw new IOException("it does not hold a private key and a certificate");
        }
        return of(key, certificates.get(0));
    }

    private static Authority create(Path file, Instant now) throws IOException {
        KeyPair keys = X509.newKeys();
        X509Certificate certificate = X509.authority(keys, now, now.plus(LIFETIME));
        Path directory = file.getParent();
        Files.createDirectories(directory);
        // For its owner alone, wherever the file system knows permissions: that is what the JDK promises.
        Path temporary = Files.createTempFile(directory, NAME, ".tmp");
        try {
            try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap(
                        (X509.pem(keys.getPrivate()) + X509.pem(certificate)).getBytes(StandardCharsets.UTF_8));
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(temporary);
        }
        log.info(
                "Made an authority that issues certificates to applications. It is kept in {}: back it up like a key.",
                file);
        return of(keys.getPrivate(), certificate);
    }

    private static Authority of(PrivateKey key, X509Certificate certificate) {
        return new Authority(key, certificate, List.of(), List.of(certificate));
    }

    private static void requireOwnerOnly(Path file) throws IOException {
        if (!file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return;
        }
        if (!OWNER.containsAll(Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS))) {
            throw new UnusableAuthorityException(
                    file
                            + " holds the private key that issues certificates, and others than its owner may read or write it.",
                    "Find out who did, and 'chmod 600 " + file
                            + "'. If somebody else may have read it, delete it: a new authority is made at the next start, and the"
                            + " certificates of the old one count for nothing once applications have renewed theirs.");
        }
    }
}
