package io.ringmaster.benchmarks.load;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What clients of one kind of registry say to it. Everything else is the same for all kinds. */
interface Wire {

    /** Returns the word for it in the figures. */
    String name();

    /** Returns what follows the options of the JVM. */
    default List<String> program(Path jar) {
        return List.of("-jar", jar.toString());
    }

    /**
     * Returns how it is started beside the options of the JVM.
     *
     * @param work a folder of its own
     */
    List<String> arguments(int port, Path work);

    /** Returns what is answered by 200 as soon as the registry can be asked. */
    String readyPath();

    /**
     * Returns the registration of a process.
     *
     * @param mark a word among its metadata, which tells one registration of it from the next
     */
    Call register(Member member, String mark);

    Call deregister(Member member);

    Call beat(Member member);

    /** Returns the question for everything, as a client asks it at its start. */
    Call list();

    /** Returns the word with which that answer is complete, or null when it ends by itself. */
    @Nullable
    String endOfList();

    /** Returns how the one of that number asks for news of a service. */
    Call watch(int watcher, String service);

    /** Returns how often it asks, or null when one answer never ends. */
    @Nullable
    Duration pollEvery();

    /** Whether news comes by itself. */
    default boolean pushes() {
        return pollEvery() == null;
    }
}
