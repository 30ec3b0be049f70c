package io.ringmaster.sample.demo;

import java.io.IOException;
import java.util.concurrent.TimeoutException;

/** Something that goes wrong in operation, what is promised about it, and how that is measured. */
abstract class Fault {

    private final String name;
    private final String event;
    private final String promise;
    private final int usualRepetitions;

    /**
     * @param name the word by which it is chosen on the command line
     * @param event what happens, and from when to when the time is taken, in words
     * @param promise what is promised about the time and the calls, in words
     * @param usualRepetitions how often it happens unless told
     */
    Fault(String name, String event, String promise, int usualRepetitions) {
        this.name = name;
        this.event = event;
        this.promise = promise;
        this.usualRepetitions = usualRepetitions;
    }

    final String name() {
        return name;
    }

    final String event() {
        return event;
    }

    final String promise() {
        return promise;
    }

    final int usualRepetitions() {
        return usualRepetitions;
    }

    /**
     * Lets it happen that often.
     *
     * @param figures takes what was measured, and which promise was broken
     * @throws FaultSkipped if it cannot happen on this machine
     * @throws TimeoutException if what must follow did not
     * @throws IllegalStateException if a process ended that should be alive
     */
    abstract void measure(FaultBench bench, int repetitions, Figures figures)
            throws IOException, InterruptedException, TimeoutException;
}
