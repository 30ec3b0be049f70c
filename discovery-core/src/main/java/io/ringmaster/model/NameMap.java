package io.ringmaster.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A map by name that never changes: to put something into it makes another one. That copies what has the same hash in its last
 * twelve bits and two short rows, so it costs little however many names there are. No name and no value is null. Any thread reads it.
 *
 * @param <V> what there is for each name
 */
public final class NameMap<V> {

    /** There are as many rows as buckets in each. A power of two: with a thousand names few buckets have more than one. */
    private static final int ROW = 64;

    private static final int BUCKETS = ROW * ROW;

    private final Map<String, V>[][] buckets;
    private final int size;

    private NameMap(Map<String, V>[][] buckets, int size) {
        this.buckets = buckets;
        this.size = size;
    }

    /** Returns a map of nothing. */
    public static <V> NameMap<V> empty() {
        return of(Map.of());
    }

    /** Returns a map of what is in another one now. */
    public static <V> NameMap<V> of(Map<String, V> map) {
        Map<String, V>[][] buckets = newRows();
        for (Map<String, V>[] row : buckets) {
            Arrays.fill(row, Map.of());
        }
        map.forEach((name, value) -> {
            int bucket = bucket(name);
            buckets[bucket / ROW][bucket % ROW] = with(buckets[bucket / ROW][bucket % ROW], name, value);
        });
        return new NameMap<>(buckets, map.size());
    }

    /** Returns how many names there are. */
    public int size() {
        return size;
    }

    /** Returns what there is for a name, or null. */
    public @Nullable V get(String name) {
        return in(bucket(name)).get(name);
    }

    /** Returns what there is for a name, or something else. */
    public V getOrDefault(String name, V other) {
        return in(bucket(name)).getOrDefault(name, other);
    }

    /** Returns all names, sorted. */
    public Set<String> names() {
        Set<String> names = new TreeSet<>();
        filled().forEach(bucket -> names.addAll(bucket.keySet()));
        return names;
    }

    /** Returns all values, in no order. */
    public List<V> values() {
        List<V> values = new ArrayList<>(size);
        filled().forEach(bucket -> values.addAll(bucket.values()));
        return values;
    }

    /** Returns a map that has this value for this name, and else what this one has. */
    public NameMap<V> with(String name, V value) {
        int bucket = bucket(name);
        return replacing(bucket, with(in(bucket), name, value));
    }

    /** Returns a map without that name. */
    public NameMap<V> without(String name) {
        int bucket = bucket(name);
        if (!in(bucket).containsKey(name)) {
            return this;
        }
        Map<String, V> next = new HashMap<>(in(bucket));
        next.remove(name);
        return replacing(bucket, next);
    }

    private NameMap<V> replacing(int bucket, Map<String, V> next) {
        Map<String, V>[] row = buckets[bucket / ROW].clone();
        row[bucket % ROW] = next;
        Map<String, V>[][] copy = buckets.clone();
        copy[bucket / ROW] = row;
        return new NameMap<>(copy, size + next.size() - in(bucket).size());
    }

    /** Most are empty, and to ask each of them for what is in it would cost more than all the others. */
    private List<Map<String, V>> filled() {
        List<Map<String, V>> filled = new ArrayList<>();
        for (Map<String, V>[] row : buckets) {
            for (Map<String, V> bucket : row) {
                if (!bucket.isEmpty()) {
                    filled.add(bucket);
                }
            }
        }
        return filled;
    }

    private Map<String, V> in(int bucket) {
        return buckets[bucket / ROW][bucket % ROW];
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
    private static <V> Map<String, V>[][] newRows() {
        return new Map[ROW][ROW];
    }

    @Override
    public String toString() {
        return values().toString();
    }
}
