package io.ringmaster.server.registry;

import io.ringmaster.model.Revision;
import io.ringmaster.time.Moment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The client processes that have streams or send heartbeats. Guarded by the registry's lock. */
final class SessionTable {

    /** How long a process that has no stream and sends nothing is remembered. */
    private static final Duration REMEMBERED = Duration.ofMinutes(1);

    private static final Duration LOOK_THROUGH_EVERY = Duration.ofSeconds(15);

    private final Map<String, Session> sessions = new HashMap<>();
    private final Map<Long, Stream> streams = new HashMap<>();
    private final Tally byIdentity = new Tally();
    private long lastStream;
    private int withStream;
    private @Nullable Moment lookedThrough;

    private record Stream(@Nullable String session, Set<String> services, Instant since) {}

    private static final class Session {
        @Nullable
        String application;

        @Nullable
        Revision applied;

        /** Whose it is, or null where nobody proves who he is. */
        final @Nullable String identity;

        int streams;

        /** On the monotonic clock. */
        long lastSeenNanos;

        Session(@Nullable String identity) {
            this.identity = identity;
        }
    }

    int size() {
        return sessions.size();
    }

    /** Returns how many are of this identity. */
    int sizeOf(String identity) {
        return byIdentity.of(identity);
    }

    int openStreams() {
        return streams.size();
    }

    boolean knows(String session) {
        return sessions.containsKey(session);
    }

    /** Returns whose it is; null when that is not proven, or the session not known. */
    @Nullable
    String identity(String id) {
        Session session = sessions.get(id);
        return session == null ? null : session.identity;
    }

    boolean hasStream(@Nullable String session) {
        Session known = session == null ? null : sessions.get(session);
        return known != null && known.streams > 0;
    }

    /** Returns how many sessions have a stream. */
    int withStream() {
        return withStream;
    }

    /** Returns whether the session has applied another revision than when it was last heard. */
    boolean beat(
            String id,
            @Nullable String identity,
            @Nullable String application,
            @Nullable Revision applied,
            Moment now) {
        Session session = seen(id, identity, now);
        boolean news = !Objects.equals(session.applied, applied);
        // Nothing is replaced by its equal: what is old and points to what is new makes work for the collector.
        if (news) {
            session.applied = applied;
        }
        if (!Objects.equals(session.application, application)) {
            session.application = application;
        }
        return news;
    }

    /** Returns the number by which the stream is closed again. */
    long open(@Nullable String session, @Nullable String identity, Set<String> services, Moment now) {
        if (session != null && seen(session, identity, now).streams++ == 0) {
            withStream++;
        }
        streams.put(++lastStream, new Stream(session, services, now.instant()));
        return lastStream;
    }

    /** Returns the session that has no stream any more, or null if it has others, was not named, or is closed already. */
    @Nullable
    String close(long number, Moment now) {
        Stream stream = streams.remove(number);
        if (stream == null || stream.session == null) {
            return null;
        }
        Session session = seen(stream.session, null, now);
        if (--session.streams > 0) {
            return null;
        }
        withStream--;
        return stream.session;
    }

    List<Watcher> watchers(String service) {
        List<Watcher> watchers = new ArrayList<>();
        for (Stream stream : streams.values()) {
            Session session = stream.session == null ? null : sessions.get(stream.session);
            Watcher watcher = new Watcher(
                    stream.session,
                    session == null ? null : session.application,
                    stream.services,
                    stream.since,
                    session == null ? null : session.applied);
            if (watcher.watches(service)) {
                watchers.add(watcher);
            }
        }
        return watchers;
    }

    /**
     * Returns one stream for each session that watches a service and lives.
     *
     * @param silence how long a session may send nothing until it counts for dead
     */
    List<Watcher> live(String service, Duration silence, Moment now) {
        Map<String, Watcher> live = new TreeMap<>();
        for (Watcher watcher : watchers(service)) {
            Session session = watcher.session() == null ? null : sessions.get(watcher.session());
            if (session != null && now.since(session.lastSeenNanos).compareTo(silence) < 0) {
                live.putIfAbsent(watcher.session(), watcher);
            }
        }
        return List.copyOf(live.values());
    }

    /** To be called often; it looks through all of them now and then only. */
    void forgetSilent(Moment now) {
        if (lookedThrough != null && now.since(lookedThrough).compareTo(LOOK_THROUGH_EVERY) < 0) {
            return;
        }
        lookedThrough = now;
        sessions.values().removeIf(session -> {
            boolean silent =
                    session.streams == 0 && now.since(session.lastSeenNanos).compareTo(REMEMBERED) > 0;
            if (silent) {
                byIdentity.fewer(session.identity);
            }
            return silent;
        });
    }

    private Session seen(String id, @Nullable String identity, Moment now) {
        Session session = sessions.computeIfAbsent(id, missing -> {
            byIdentity.more(identity);
            return new Session(identity);
        });
        session.lastSeenNanos = now.nanos();
        return session;
    }
}
