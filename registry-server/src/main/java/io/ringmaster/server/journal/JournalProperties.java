package io.ringmaster.server.journal;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What can be set about the journal.
 *
 * @param enabled Whether what happens is kept on disk, so that a restarted registry knows it.
 * @param directory Folder of the journal, of this process alone. Below the working directory 'ringmaster-data/' and the port
 *     by default; with a random port and no folder set, nothing is kept on disk.
 * @param fsyncInterval Time that a change may be with the operating system only, and is lost if the machine crashes. 0s waits
 *     for the disk after every batch. Operators' words and persistent instances are never answered before they are on disk.
 * @param maxSize Size of the file at which it is written anew, with what still counts. It may grow to twice of what counts.
 */
@ConfigurationProperties("ringmaster.server.journal")
record JournalProperties(
        @DefaultValue("true") boolean enabled,
        @Nullable String directory,
        @DefaultValue("1s") Duration fsyncInterval,
        @DefaultValue("32MB") DataSize maxSize) {

    JournalProperties {
        if (fsyncInterval.isNegative() || fsyncInterval.toHours() >= 1) {
            throw new IllegalArgumentException(
                    "ringmaster.server.journal.fsync-interval is " + fsyncInterval + ". Use 0s to 59m; 1s is usual.");
        }
        if (maxSize.toBytes() < 0) {
            throw new IllegalArgumentException(
                    "ringmaster.server.journal.max-size is " + maxSize + ". Use 0 or more; 32MB is usual.");
        }
    }

    /**
     * Returns where the journal is, or null when there is to be none.
     *
     * @param port where the registry listens, or 0 for wherever it finds room
     */
    @Nullable
    Path directory(int port) {
        if (!enabled) {
            return null;
        }
        if (directory != null && !directory.isBlank()) {
            return Path.of(directory);
        }
        return port > 0 ? Path.of("ringmaster-data", Integer.toString(port)) : null;
    }
}
