package io.ringmaster.server.journal;

import io.ringmaster.server.registry.RegistryEvent;
import io.ringmaster.server.registry.Remembered;
import io.ringmaster.time.Moment;
import java.io.IOException;
import java.io.InputStream;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a registry begins with.
 *
 * @param remembered what the journal says was known
 * @param events what it says happened, the oldest first
 */
record Opening(Remembered remembered, List<RegistryEvent> events) {

    private static final Logger log = LoggerFactory.getLogger(Opening.class);
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssSSS'Z'").withZone(ZoneOffset.UTC);

    /**
     * Reads the journal as far as it can be read and says how far that was. What could not be read is kept under another
     * name, or else nothing is written from now on.
     *
     * @param maxEvents how many events are wanted
     * @throws UnusableJournalException if a newer program wrote it
     */
    static Opening of(JournalFiles files, int maxEvents, Moment now) {
        Recollection recollection = new Recollection(maxEvents);
        Reading reading = read(files, recollection);
        switch (reading.ending()) {
            case WHOLE -> {}
            case TORN ->
                log.warn(
                        "The journal in {} ends in the middle of an entry, as a crash leaves it. The last {} bytes are cut off;"
                                + " the {} entries before are whole.",
                        files.place(),
                        reading.lost(),
                        reading.entries());
            case CORRUPT -> setAside(files, reading, now);
        }
        if (recollection.leftOut() > 0) {
            log.warn(
                    "The journal in {} has {} events of kinds that only a later version knows. They are left out of the history.",
                    files.place(),
                    recollection.leftOut());
        }
        Opening opening = new Opening(recollection.remembered(), recollection.events());
        log.info(
                "Begins with {} instances, {} overrides and {} events from the journal in {}.",
                opening.remembered.instances().size(),
                opening.remembered.overrides().size(),
                opening.events.size(),
                files.place());
        return opening;
    }

    private static Reading read(JournalFiles files, Recollection recollection) {
        try (InputStream in = files.read()) {
            return in == null ? new Reading(Reading.Ending.WHOLE, 0, 0, null) : Reading.of(in, recollection);
        } catch (IOException e) {
            return new Reading(Reading.Ending.CORRUPT, 0, 0, "it cannot be read: " + e);
        }
    }

    private static void setAside(JournalFiles files, Reading reading, Moment now) {
        String found = "The journal in " + files.place() + " is damaged: " + reading.flaw() + ", after "
                + reading.entries() + " entries that are whole and in use now. " + reading.lost()
                + " bytes after them are not. ";
        try {
            String aside = files.setAside("corrupt-" + TIME.format(now.instant()));
            log.error("{}The damaged file is kept as {} for people to look at.", found, aside);
        } catch (IOException e) {
            log.error("{}It could not be set aside ({}), so it stays and nothing is written from now on.", found, e);
            files.protect("a damaged journal is in the way, and could not be set aside: " + e);
        }
    }
}
