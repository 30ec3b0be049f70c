package io.ringmaster.server.journal;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How far a journal could be read.
 *
 * @param ending how it ended
 * @param entries how many entries were read before
 * @param lost how many bytes after them were not read
 * @param flaw what is wrong there, in words, or null when nothing is
 */
record Reading(
        Ending ending, long entries, long lost, @Nullable String flaw) {

    /** How a journal ends. */
    enum Ending {
        /** After a whole entry. */
        WHOLE,
        /** With an entry that was never finished, as a crash leaves it, or with nothing but zeros, as a power cut may. */
        TORN,
        /** With something that nobody wrote. */
        CORRUPT
    }

    /**
     * Reads a journal and applies its entries up to the first flaw. Never more than one entry is in memory.
     *
     * @throws IOException if the file cannot be read
     * @throws UnusableJournalException if a newer program wrote it
     */
    static Reading of(InputStream in, Recollection recollection) throws IOException {
        byte[] head = in.readNBytes(JournalFormat.FILE_HEAD);
        if (head.length < JournalFormat.FILE_HEAD) {
            return new Reading(head.length == 0 ? Ending.WHOLE : Ending.TORN, 0, head.length, "it ends in its head");
        }
        int format = JournalFormat.format(head);
        if (format > JournalFormat.NUMBER) {
            throw UnusableJournalException.newer(format);
        }
        if (format < 1) {
            return flawed(in, 0, "it does not begin like a journal", head);
        }
        for (long entries = 0; ; entries++) {
            head = in.readNBytes(JournalFormat.ENTRY_HEAD);
            if (head.length == 0) {
                return new Reading(Ending.WHOLE, entries, 0, null);
            }
            if (head.length < JournalFormat.ENTRY_HEAD) {
                return new Reading(Ending.TORN, entries, head.length, "an entry was never finished");
            }
            int length = JournalFormat.length(head);
            if (length < 0) {
                return flawed(in, entries, "the head of an entry does not match its checksum", head);
            }
            byte[] json = in.readNBytes(length);
            if (json.length < length) {
                return new Reading(Ending.TORN, entries, head.length + json.length, "an entry was never finished");
            }
            if (!JournalFormat.matches(head, json)) {
                return flawed(in, entries, "an entry does not match its checksum", head, json);
            }
            try {
                JournalRecord entry = JournalFormat.read(json);
                if (entry == null) {
                    recollection.leaveOut();
                } else {
                    entry.applyTo(recollection);
                }
            } catch (RuntimeException illegal) {
                return flawed(in, entries, "an entry is not legal: " + illegal.getMessage(), head, json);
            }
        }
    }

    private static Reading flawed(InputStream in, long entries, String flaw, byte[]... read) throws IOException {
        long lost = 0;
        boolean zeros = true;
        for (byte[] bytes : read) {
            lost += bytes.length;
            zeros &= isZero(bytes, bytes.length);
        }
        byte[] rest = new byte[8192];
        for (int length = in.read(rest); length > 0; length = in.read(rest)) {
            lost += length;
            zeros &= isZero(rest, length);
        }
        return new Reading(zeros ? Ending.TORN : Ending.CORRUPT, entries, lost, flaw);
    }

    private static boolean isZero(byte[] bytes, int length) {
        return Arrays.mismatch(bytes, 0, length, new byte[length], 0, length) < 0;
    }
}
