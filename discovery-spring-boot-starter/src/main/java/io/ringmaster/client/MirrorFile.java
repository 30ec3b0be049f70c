package io.ringmaster.client;

import io.ringmaster.client.SavedMirror.NewerFormatException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file with the last good list of one application; its processes may share it. One that is damaged is set aside for
 * whoever wants to look at it, with one line in the log, and counts as none. For one thread at a time.
 */
final class MirrorFile {

    private static final Logger log = LoggerFactory.getLogger(MirrorFile.class);

    private static final int MAX_NAME_CHARS = 80;

    private final PrivateDirectory directory;
    private final String name;

    /**
     * @param application the name of the application; files of different ones differ
     */
    MirrorFile(Path directory, String application) {
        this.directory = new PrivateDirectory(directory);
        this.name = nameFor(application);
    }

    /**
     * Returns what is left of the name when what some file system dislikes, or takes for the same, is replaced; then a
     * checksum makes it unique.
     */
    static String nameFor(String application) {
        String safe = application.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_-]", "-");
        if (safe.equals(application) && safe.length() <= MAX_NAME_CHARS) {
            return safe + ".json";
        }
        CRC32C checksum = new CRC32C();
        checksum.update(application.getBytes(StandardCharsets.UTF_8));
        return safe.substring(0, Math.min(MAX_NAME_CHARS, safe.length())) + "." + Long.toHexString(checksum.getValue())
                + ".json";
    }

    Path path() {
        return directory.file(name);
    }

    /**
     * Returns what the file holds, or null if there is none or what it holds makes no sense.
     *
     * @throws IOException if the file or its directory cannot be used
     */
    @Nullable
    SavedMirror read(Instant now) throws IOException {
        directory.open();
        directory.sweep(name, now);
        byte[] bytes = directory.read(name, SavedMirror.MAX_BYTES);
        return bytes == null ? null : parse(bytes);
    }

    private @Nullable SavedMirror parse(byte[] bytes) throws IOException {
        try {
            return SavedMirror.parse(bytes);
        } catch (NewerFormatException newer) {
            log.warn("The saved list {} is not used: {}", path(), newer.getMessage());
        } catch (IllegalArgumentException damaged) {
            String aside = name + ".damaged";
            directory.rename(name, aside);
            log.warn(
                    "The saved list {} is damaged and not used: {}. It is kept as {}.",
                    path(),
                    damaged.getMessage(),
                    aside);
        }
        return null;
    }

    /**
     * Puts this list in place of the one in the file.
     *
     * @throws IOException if that is not possible; the file is what it was
     */
    void write(SavedMirror list) throws IOException {
        byte[] bytes = list.toBytes();
        if (bytes.length > SavedMirror.MAX_BYTES) {
            throw new IOException("The list takes " + bytes.length + " bytes; up to " + SavedMirror.MAX_BYTES
                    + " are written. Name the services to watch in ringmaster.client.services.");
        }
        directory.open();
        directory.replace(name, bytes);
    }
}
