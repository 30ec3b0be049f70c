package io.ringmaster.sample.demo;

import java.io.IOException;
import java.util.concurrent.TimeoutException;

/** Something that goes wrong in operation, what is promised about it, and how that is measured. */
interface Fault {

    /** Returns the word by which it is chosen on the command line. */
    String name();

    /** Returns what happens, and from when to when the time is taken, in words. */
    String event();

    /** Returns what is promised about the time and the calls, in words. */
    String promise();

    /** Returns how often it happens unless told. */
    int usualRepetitions();

    /**
     * Lets it happen that often.
     *
     * @param figures takes what was measured, and which promise was broken
     * @throws FaultSkipped if it cannot happen on this machine
     * @throws TimeoutException if what must follow did not
     * @throws IllegalStateException if a process ended that should be alive
     */
    void measure(FaultBench bench, int repetitions, Figures figures)
            throws IOException, InterruptedException, TimeoutException;
}
