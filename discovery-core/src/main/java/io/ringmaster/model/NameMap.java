package io.ringmaster.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A map by name that never changes: to put something into it makes another one. That copies what has the same hash in its last
 * eight bits and nothing else, so it costs little however many names there are. No name and no value is null. Any thread reads it.
 *
 * @param <V> what there is for each name
 */
public final class NameMap<V> {

    /** A power of two. With ten thousand names a copy has forty. */
    private static final int BUCKETS = 256;

    private final Map<String, V>[] buckets;
    private final int size;

    private NameMap(Map<String, V>[] buckets, int size) {
        this.buckets = buckets;
        this.size = size;
    }

    /** Returns a map of nothing. */
    public static <V> NameMap<V> empty() {
        return of(Map.of());
    }

    /** Returns a map of what is in another one now. */
    public static <V> NameMap<V> of(Map<String, V> map) {
        Map<String, V>[] buckets = newArray();
        for (int i = 0; i < BUCKETS; i++) {
            buckets[i] = Map.of();
        }
        map.forEach((name, value) -> {
            int bucket = bucket(name);
            buckets[bucket] = with(buckets[bucket], name, value);
        });
        return new NameMap<>(buckets, map.size());
    }

    /** Returns how many names there are. */
    public int size() {
        return size;
    }

    /** Returns what there is for a name, or null. */
    public @Nullable V get(String name) {
        return buckets[bucket(name)].get(name);
    }

    /** Returns what there is for a name, or something else. */
    public V getOrDefault(String name, V other) {
        return buckets[bucket(name)].getOrDefault(name, other);
    }

    /** Returns all names, sorted. */
    public Set<String> names() {
        Set<String> names = new TreeSet<>();
        for (Map<String, V> bucket : buckets) {
            names.addAll(bucket.keySet());
        }
        return names;
    }

    /** Returns all values, in no order. */
    public List<V> values() {
        List<V> values = new ArrayList<>(size);
        for (Map<String, V> bucket : buckets) {
            values.addAll(bucket.values());
        }
        return values;
    }

    /** Returns a map that has this value for this name, and else what this one has. */
    public NameMap<V> with(String name, V value) {
        int bucket = bucket(name);
        return replacing(bucket, with(buckets[bucket], name, value));
    }

    /** Returns a map without that name. */
    public NameMap<V> without(String name) {
        int bucket = bucket(name);
        if (!buckets[bucket].containsKey(name)) {
            return this;
        }
        Map<String, V> next = new HashMap<>(buckets[bucket]);
        next.remove(name);
        return replacing(bucket, next);
    }

    private NameMap<V> replacing(int bucket, Map<String, V> next) {
        Map<String, V>[] copy = buckets.clone();
        copy[bucket] = next;
        return new NameMap<>(copy, size + next.size() - buckets[bucket].size());
    }

    private static <V> Map<String, V> with(Map<String, V> bucket, String name, V value) {
        if (bucket.isEmpty()) {
            return Map.of(name, value);
        }
        Map<String, V> next = new HashMap<>(bucket);
        next.put(name, value);
        return next;
    }

    private static int bucket(String name) {
        int hash = name.hashCode();
        return (hash ^ hash >>> 16) & (BUCKETS - 1);
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // Java has no other way to make an array of a generic type.
    private static <V> Map<String, V>[] newArray() {
        return new Map[BUCKETS];
    }

    @Override
    public String toString() {
        return values().toString();
    }
}
