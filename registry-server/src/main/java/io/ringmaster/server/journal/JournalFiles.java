package io.ringmaster.server.journal;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The folder of a journal. A journal is never changed in place by anybody but the process that made it: each process, and
 * each compaction, begins a new file and puts it in the place of the old one. For one thread at a time.
 */
interface JournalFiles extends Closeable {

    /** A file that grows at its end. */
    interface Output extends Closeable {

        /** Hands all of the bytes to the operating system. */
        void write(ByteBuffer bytes) throws IOException;

        /** Returns when everything written so far is on the disk. */
        void sync() throws IOException;
    }

    /** Returns where it is, for people. */
    String place();

    /** Opens the journal, or returns null when there is none. */
    @Nullable
    InputStream read() throws IOException;

    /** Begins a new file beside the journal. */
    Output create() throws IOException;

    /** Puts the new file in the place of the journal. When it returns, that outlives a power cut. */
    void publish() throws IOException;

    /** Deletes a new file that will not be published, as well as that goes. */
    void discard();

    /**
     * Keeps the journal as it is now under a further name.
     *
     * @return where it is, for people
     */
    String setAside(String suffix) throws IOException;

    /** Lets nothing be written from now on, because that would destroy what could not be read. */
    void protect(String reason);
}
