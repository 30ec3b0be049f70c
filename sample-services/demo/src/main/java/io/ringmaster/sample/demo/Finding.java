package io.ringmaster.sample.demo;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came out for one fault.
 *
 * @param fault its name
 * @param event what happened
 * @param repetitions how often
 * @param calls how many calls were made meanwhile
 * @param failed how many of them failed
 * @param half the time within which half of the repetitions were over; empty if no time was taken
 * @param p99 the same for 99 per cent
 * @param max the same for all
 * @param promise what is promised
 * @param broken which promises were not kept, as sentences
 * @param remarks what else was seen
 * @param skipped why it could not happen on this machine, or null if it could
 */
record Finding(
        String fault,
        String event,
        int repetitions,
        int calls,
        int failed,
        String half,
        String p99,
        String max,
        String promise,
        List<String> broken,
        List<String> remarks,
        @Nullable String skipped) {

    Finding {
        broken = List.copyOf(broken);
        remarks = List.copyOf(remarks);
    }

    static Finding skipped(Fault fault, String why) {
        return new Finding(
                fault.name(), fault.event(), 0, 0, 0, "", "", "", fault.promise(), List.of(), List.of(), why);
    }

    /** Returns whether everything that was promised is true; a fault that did not happen proves nothing. */
    String verdict() {
        return skipped != null ? "skipped" : broken.isEmpty() ? "yes" : "NO";
    }
}
