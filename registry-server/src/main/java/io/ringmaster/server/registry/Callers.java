package io.ringmaster.server.registry;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** Tells at once who sends a request, for a {@link FrequentCall}. Any thread may ask; nothing blocks. */
public interface Callers {

    /**
     * What a request shows of who sends it.
     *
     * @param method the method
     * @param path as it was sent, with nothing in it that is escaped
     * @param host the name by which this server was called
     * @param authorization the header of that name
     * @param remote where it comes from
     */
    record Shown(
            String method,
            String path,
            @Nullable String host,
            @Nullable String authorization,
            @Nullable InetSocketAddress remote) {}

    /**
     * Returns who sends the request, if it is plain who that is and that he may send it now.
     *
     * @return null if it is not plain; that refuses nothing, it must be looked into
     */
    @Nullable
    Actor plain(Shown shown);
}
