package io.ringmaster.server.cluster;

import io.ringmaster.time.FakeTicker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A network in one thread. Messages between two nodes come late and in order, some never, none across a cut; each node learns who is
 * there from what it can reach, some time after that changed. So views may differ, and with a partial cut they contradict each
 * other.
 */
final class SimulatedNetwork {

    private final FakeTicker clock;
    private final Random random;
    private final Map<String, Port> ports = new HashMap<>();
    private final Set<Set<String>> cuts = new HashSet<>();

    /** Which part of all messages is lost. */
    double loss;

    /** How late the latest messages are. */
    Duration delay = Duration.ofMillis(5);

    long delivered;

    SimulatedNetwork(FakeTicker clock, Random random) {
        this.clock = clock;
        this.random = random;
    }

    /** Connects a life of a node; a place is a machine that it runs on, and what is cut is the way between two places. */
    Port connect(String life, String place) {
        return new Port(life, place);
    }

    void cut(String onePlace, String otherPlace) {
        if (!onePlace.equals(otherPlace)) {
            cuts.add(Set.of(onePlace, otherPlace));
        }
    }

    void heal() {
        cuts.clear();
    }

    boolean reaches(String onePlace, String otherPlace) {
        return onePlace.equals(otherPlace) || !cuts.contains(Set.of(onePlace, otherPlace));
    }

    /** Lets everything happen that is due. */
    void step() {
        List<Port> all = new ArrayList<>(ports.values());
        all.sort((a, b) -> a.life.compareTo(b.life));
        all.forEach(Port::look);
        all.forEach(Port::deliver);
    }

    private record Letter(String from, String fromPlace, byte[] message, long dueNanos) {}

    /** One life of a node on the network. */
    final class Port implements PeerTransport {
        private final String life;
        private final String place;
        private final List<Letter> letters = new ArrayList<>();
        private final Map<String, Long> lastDue = new HashMap<>();
        private List<String> view = List.of();
        private List<String> seen = List.of();
        private long seenSinceNanos;
        private Duration toNotice = Duration.ZERO;
        private @Nullable Receiver receiver;

        /** Whether its process stands still. */
        boolean stopped;

        private Port(String life, String place) {
            this.life = life;
            this.place = place;
        }

        @Override
        public String self() {
            return life;
        }

        @Override
        public void start(Receiver newReceiver) {
            receiver = newReceiver;
            ports.put(life, this);
            seen = reachable();
            view = seen;
            newReceiver.viewChanged(view);
        }

        @Override
        public void broadcast(byte[] message) {
            view.forEach(node -> send(node, message));
        }

        @Override
        public void send(String node, byte[] message) {
            Port other = ports.get(node);
            if (other == null || other == this || !reaches(place, other.place) || random.nextDouble() < loss) {
                return;
            }
            long late = clock.now().nanos() + random.nextLong(1 + delay.toNanos());
            long due = Math.max(late, other.lastDue.getOrDefault(life, Long.MIN_VALUE));
            other.lastDue.put(life, due);
            other.letters.add(new Letter(life, place, message, due));
        }

        @Override
        public void close() {
            ports.remove(life);
        }

        List<String> view() {
            return view;
        }

        private List<String> reachable() {
            return ports.values().stream()
                    .filter(other -> other == this || (reaches(place, other.place) && !other.stopped))
                    .map(other -> other.life)
                    .sorted()
                    .toList();
        }

        private void look() {
            if (stopped) {
                return;
            }
            List<String> now = reachable();
            if (!now.equals(seen)) {
                seen = now;
                seenSinceNanos = clock.now().nanos();
                toNotice = Duration.ofMillis(300 + random.nextInt(1700));
            }
            if (!seen.equals(view) && clock.now().nanos() - seenSinceNanos >= toNotice.toNanos()) {
                view = seen;
                Receiver told = receiver;
                if (told != null) {
                    told.viewChanged(view);
                }
            }
        }

        private void deliver() {
            if (stopped) {
                return;
            }
            List<Letter> due = letters.stream()
                    .filter(letter -> letter.dueNanos <= clock.now().nanos())
                    .toList();
            letters.removeAll(due);
            for (Letter letter : due) {
                Receiver told = receiver;
                if (told != null && reaches(letter.fromPlace, place) && ports.get(life) == this) {
                    delivered++;
                    told.received(letter.from, letter.message);
                }
            }
        }
    }
}
