package io.ringmaster.server.registry;

import org.jspecify.annotations.Nullable;

/**
 * A request that comes so often that it takes a short way past the framework, which costs several times what the registry does. The
 * same request can also take the long way, to a controller, and does so whenever anything about it is unusual.
 */
public interface FrequentCall {

    /**
     * What is sent.
     *
     * @param path as it was sent, with nothing in it that is escaped
     * @param body JSON
     * @param prefer the header of that name, or null
     * @param by who sends it, and may send it
     */
    record Sent(String path, byte[] body, @Nullable String prefer, Actor by) {}

    /**
     * What is answered.
     *
     * @param status the status of HTTP
     * @param json the body
     */
    record Answer(int status, byte[] json) {}

    /** Whether this is such a request. Called for every request, so it only looks at the two. */
    boolean is(String method, String path);

    /**
     * Does it. Never blocks.
     *
     * @return the answer; null if it must take the long way
     * @throws RuntimeException if it cannot be done; then nothing has changed, and it takes the long way, where refusals become answers
     */
    @Nullable
    Answer answer(Sent sent);
}
