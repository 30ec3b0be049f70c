package io.ringmaster.client;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A directory in which nobody but this user, or an administrator, can put a file, and the files in it: whoever could plant
 * one would decide where calls go. Where the file system knows owners and permissions, a directory or file that somebody
 * else owns or that everybody may write in is refused, and a symbolic link always. For one thread at a time.
 *
 * <p>A file is replaced as a whole: written beside, forced to disk, and moved over the old one in one step.
 */
final class PrivateDirectory {

    private static final FileAttribute<?> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private static final String TEMPORARY = ".tmp";

    /** A file that is being written is not older, unless its writer was killed. */
    private static final Duration ABANDONED = Duration.ofHours(1);

    private final Path path;
    private final boolean posix;

    /** The owner of what this process makes; null until it was needed. */
    private @Nullable UserPrincipal thisUser;

    PrivateDirectory(Path path) {
        this.path = path.toAbsolutePath();
        this.posix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    Path file(String name) {
        return path.resolve(name);
    }

    /**
     * Makes the directory if it is missing, and looks whether it is safe.
     *
     * @throws IOException if it cannot be made or written in, or is not safe
     */
    void open() throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectories(path, posix ? new FileAttribute<?>[] {OWNER_ONLY} : new FileAttribute<?>[0]);
        }
        requireSafe(path, attributes(path).isDirectory());
    }

    /**
     * Reads a file.
     *
     * @return its content, or null if there is no such file
     * @throws IOException if it cannot be read, is not safe, or is larger than that
     */
    byte @Nullable [] read(String name, int maxBytes) throws IOException {
        Path file = file(name);
        try {
            requireSafe(file, attributes(file).isRegularFile());
            try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
                byte[] bytes = in.readNBytes(maxBytes + 1);
                if (bytes.length > maxBytes) {
                    throw new IOException("It is larger than " + maxBytes + " bytes.");
                }
                return bytes;
            }
        } catch (NoSuchFileException none) {
            return null;
        }
    }

    /** Puts this content in place of what the file held. Whatever happens, the file holds the one or the other. */
    void replace(String name, byte[] content) throws IOException {
        // For its owner alone, wherever the file system knows permissions: that is what the JDK promises.
        Path temporary = Files.createTempFile(path, name, TEMPORARY);
        try {
            try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap(content);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(temporary, file(name), StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(temporary);
        }
        if (posix) {
            try (FileChannel directory = FileChannel.open(path, StandardOpenOption.READ)) {
                directory.force(true);
            }
        }
    }

    /** Gives a file another name, in place of what may have had it. */
    void rename(String name, String newName) throws IOException {
        Files.move(file(name), file(newName), StandardCopyOption.REPLACE_EXISTING);
    }

    /** Deletes what writers of this file left behind when they were killed. */
    void sweep(String name, Instant now) throws IOException {
        try (DirectoryStream<Path> left = Files.newDirectoryStream(path, name + "*" + TEMPORARY)) {
            for (Path temporary : left) {
                if (attributes(temporary).lastModifiedTime().toInstant().isBefore(now.minus(ABANDONED))) {
                    Files.deleteIfExists(temporary);
                }
            }
        } catch (DirectoryIteratorException failed) {
            throw failed.getCause();
        }
    }

    private static BasicFileAttributes attributes(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }

    private void requireSafe(Path file, boolean rightKind) throws IOException {
        if (!rightKind) {
            throw new IOException(
                    file + " is a symbolic link or something else that is not expected there. Remove it.");
        }
        if (!posix) {
            return;
        }
        PosixFileAttributes attributes =
                Files.readAttributes(file, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (attributes.permissions().contains(PosixFilePermission.OTHERS_WRITE)) {
            throw new IOException(
                    file + " can be written by everybody on this machine, who could then decide where calls"
                            + " go. Take that permission away, or name a directory below it, which is then made.");
        }
        UserPrincipal owner = attributes.owner();
        if (!owner.getName().equals("root") && !owner.equals(thisUser())) {
            throw new IOException(
                    file + " belongs to '" + owner.getName() + "' and not to the user that this application"
                            + " runs as. Name a directory of this user, or one that does not exist yet.");
        }
    }

    /** The owner of a file that this process makes, since the JDK has no other way to tell that holds everywhere. */
    private UserPrincipal thisUser() throws IOException {
        UserPrincipal known = thisUser;
        if (known == null) {
            Path own = Files.createTempFile(path, "owner", TEMPORARY);
            try {
                known = Files.getOwner(own);
                thisUser = known;
            } finally {
                Files.deleteIfExists(own);
            }
        }
        return known;
    }

    /** Tells why a file could not be used, as a sentence or what comes next to one. */
    static String reason(IOException failure) {
        return failure instanceof FileSystemException
                ? failure.getClass().getSimpleName() + " " + failure.getMessage()
                : String.valueOf(failure.getMessage());
    }
}
