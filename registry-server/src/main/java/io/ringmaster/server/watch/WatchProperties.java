package io.ringmaster.server.watch;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What can be set about the streams.
 *
 * @param heartbeat Time between two comment lines that prove to a watcher that its stream lives.
 * @param maxStreams Number of streams open at once at most.
 * @param maxStreamsPerCaller Number of streams open at once at most of one identity, or of one address where nobody shows who
 *     he is, unless it may do everything.
 */
@ConfigurationProperties("ringmaster.server.watch")
record WatchProperties(
        @DefaultValue("5s") Duration heartbeat,
        @DefaultValue("20000") int maxStreams,
        @DefaultValue("5000") int maxStreamsPerCaller) {

    WatchProperties {
        if (heartbeat.toMillis() < 100) {
            throw new IllegalArgumentException(
                    "ringmaster.server.watch.heartbeat is " + heartbeat + ". Use 100ms or more; 5s is usual.");
        }
        if (maxStreams < 1) {
            throw new IllegalArgumentException(
                    "ringmaster.server.watch.max-streams is " + maxStreams + ". Use 1 or more.");
        }
        if (maxStreamsPerCaller < 1) {
            throw new IllegalArgumentException(
                    "ringmaster.server.watch.max-streams-per-caller is " + maxStreamsPerCaller + ". Use 1 or more.");
        }
    }
}
