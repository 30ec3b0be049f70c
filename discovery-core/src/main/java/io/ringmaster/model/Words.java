package io.ringmaster.model;

import java.util.AbstractList;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * Keeps small what many instances say alike. The names of services, zones and versions come with each registration as a text of
 * its own; of a hundred thousand instances they would be half of the heap.
 */
final class Words {

    /** A power of two. */
    private static final int SLOTS = 1 << 13;

    private static final int LONGEST = 64;

    /**
     * The last word of each hash. Any thread reads and writes it without a lock: a text is immutable, and whoever misses what
     * another has just written only keeps a text of his own.
     */
    private static final @Nullable String[] LATEST = new String[SLOTS];

    private Words() {}

    /** Returns a text of the same letters, the one that others have if possible. */
    static String shared(String text) {
        if (text.length() > LONGEST) {
            return text;
        }
        int hash = text.hashCode();
        int slot = (hash ^ hash >>> 16) & (SLOTS - 1);
        String latest = LATEST[slot];
        if (text.equals(latest)) {
            return latest;
        }
        LATEST[slot] = text;
        return text;
    }

    /** Returns a copy that cannot be changed and takes a third of the memory. */
    static Map<String, String> sorted(SortedMap<String, String> map) {
        String[] pairs = new String[2 * map.size()];
        int next = 0;
        for (Map.Entry<String, String> entry : map.entrySet()) {
            pairs[next++] = shared(entry.getKey());
            pairs[next++] = shared(entry.getValue());
        }
        return new Pairs(pairs);
    }

    /** Keys in rising order, each followed by its value. */
    private static final class Pairs extends AbstractMap<String, String> {

        private final String[] pairs;

        Pairs(String[] pairs) {
            this.pairs = pairs;
        }

        @Override
        public @Nullable String get(@Nullable Object key) {
            for (int i = 0; i < pairs.length; i += 2) {
                if (pairs[i].equals(key)) {
                    return pairs[i + 1];
                }
            }
            return null;
        }

        @Override
        public boolean containsKey(@Nullable Object key) {
            return get(key) != null;
        }

        @Override
        public Set<Entry<String, String>> entrySet() {
            return new AbstractSet<>() {
                @Override
                public Iterator<Entry<String, String>> iterator() {
                    return new AbstractList<Entry<String, String>>() {
                        @Override
                        public Entry<String, String> get(int index) {
                            return Map.entry(pairs[2 * index], pairs[2 * index + 1]);
                        }

                        @Override
                        public int size() {
                            return pairs.length / 2;
                        }
                    }.iterator();
                }

                @Override
                public int size() {
                    return pairs.length / 2;
                }
            };
        }
    }
}
