package io.ringmaster;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;

/**
 * What some code allocates. Unlike its time that is the same on every machine, however busy, so a test can hold it against a
 * figure. A compiler that optimizes makes it less at some moment, never more.
 */
public final class AllocatedBytes {

    private static final int WARM_UP = 20;
    private static final int RUNS = 21;

    private AllocatedBytes() {}

    /** Returns the bytes that a run allocates on this thread: the middle of several, after some that load what is loaded once. */
    public static long perRun(Runnable run) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (int i = 0; i < WARM_UP; i++) {
            run.run();
        }
        long[] bytes = new long[RUNS];
        for (int i = 0; i < RUNS; i++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            run.run();
            bytes[i] = threads.getCurrentThreadAllocatedBytes() - before;
        }
        Arrays.sort(bytes);
        return bytes[RUNS / 2];
    }
}
