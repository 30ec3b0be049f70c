package io.ringmaster.server.journal;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** A real folder, which no other process uses as long as this is open. */
final class DiskFiles implements JournalFiles {

    private static final boolean POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

    private final Path directory;
    private final Path journal;
    private final Path next;
    private final @Nullable FileChannel lock;

    /** Why nothing may be written, or null. */
    private @Nullable String reason;

    private DiskFiles(Path directory, @Nullable FileChannel lock, @Nullable String reason) {
        this.directory = directory;
        this.journal = directory.resolve("journal");
        this.next = directory.resolve("journal.new");
        this.lock = lock;
        this.reason = reason;
    }

    /**
     * Opens a folder, and makes it if need be. One that cannot be written is opened for reading.
     *
     * @throws UnusableJournalException if another process uses it
     */
    static DiskFiles open(Path directory) {
        Path absolute = directory.toAbsolutePath().normalize();
        try {
            Files.createDirectories(absolute);
            return new DiskFiles(absolute, lock(absolute), null);
        } catch (IOException e) {
            return new DiskFiles(absolute, null, e + ", and it is not tried again before the next start");
        }
    }

    private static FileChannel lock(Path directory) throws IOException {
        FileChannel channel =
                FileChannel.open(directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                return channel;
            }
        } catch (OverlappingFileLockException byThisProcess) {
            channel.close();
            throw UnusableJournalException.inUse(directory);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        channel.close();
        throw UnusableJournalException.inUse(directory);
    }

    @Override
    public String place() {
        return directory.toString();
    }

    @Override
    public @Nullable InputStream read() throws IOException {
        try {
            return new BufferedInputStream(Files.newInputStream(journal), 1 << 16);
        } catch (NoSuchFileException none) {
            return null;
        }
    }

    @Override
    public Output create() throws IOException {
        if (reason != null) {
            throw new IOException(reason);
        }
        FileChannel channel = FileChannel.open(
                next, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
        return new Output() {
            @Override
            public void write(ByteBuffer bytes) throws IOException {
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
            }

            @Override
            public void sync() throws IOException {
                // The length of a file is among what is needed to read it back, so it is written as well.
                channel.force(false);
            }

            @Override
            public void close() throws IOException {
                channel.close();
            }
        };
    }

    @Override
    public void publish() throws IOException {
        Files.move(next, journal, StandardCopyOption.ATOMIC_MOVE);
        syncDirectory();
    }

    @Override
    public void discard() {
        try {
            Files.deleteIfExists(next);
        } catch (IOException stays) {
            // The next attempt begins by making it empty.
        }
    }

    /** A further name rather than another one: a crash before the next journal is published must not find none. */
    @Override
    public String setAside(String suffix) throws IOException {
        Path aside = directory.resolve("journal." + suffix);
        try {
            Files.createLink(aside, journal);
        } catch (IOException | UnsupportedOperationException noLinks) {
            Files.copy(journal, aside);
        }
        syncDirectory();
        return aside.toString();
    }

    @Override
    public void protect(String why) {
        reason = why;
    }

    /** Windows neither needs nor allows this. */
    private void syncDirectory() throws IOException {
        if (POSIX) {
            try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    @Override
    public void close() throws IOException {
        if (lock != null) {
            lock.close();
        }
    }
}
