package io.ringmaster.server.registry;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * A stream that very many read at once. It takes the same short way as a {@link FrequentCall}, so that what the framework needs for
 * a request is not kept for as long as the stream is open.
 */
public interface FrequentStream {

    /** Whether this is such a request. Called for every request, so it only looks at the two. */
    boolean is(String method, String path);

    /** Returns the headers of the answer. */
    Map<String, String> headers();

    /**
     * Returns what is sent: each of the inner ones is flushed when it has ended.
     *
     * @param query the parameters, decoded
     * @param lastEventId the header of that name
     * @param by who asks, and may ask
     * @throws RuntimeException if it is refused, at once or as the first signal; then it takes the long way, where refusals become
     *     answers
     */
    Flow.Publisher<Flow.Publisher<byte[]>> open(
            Map<String, List<String>> query, @Nullable String lastEventId, Actor by);
}
