package io.ringmaster.benchmarks.rivals;

import io.ringmaster.ring.Member;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The ring as most Java code has it: a {@link TreeMap} with 160 points for each member (times its weight) on a circle of
 * 2^32, four from each MD5 digest of the identity and a number; a key belongs to the next point. Written after Dubbo's
 * {@code ConsistentHashLoadBalance}, which goes back to ketama.
 */
public final class TreeMapRing implements Placement {

    private static final int DIGESTS = 160 / 4;

    private static final ThreadLocal<MessageDigest> MD5 = ThreadLocal.withInitial(() -> {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    });

    private record Node(int member) {}

    private final TreeMap<Long, Node> points = new TreeMap<>();
    private final int size;

    private TreeMapRing(List<Member> members) {
        this.size = members.size();
        for (int member = 0; member < size; member++) {
            Node node = new Node(member);
            String identity = members.get(member).identity();
            long digests = Math.max(1, Math.round(DIGESTS * members.get(member).weight()));
            for (int i = 0; i < digests; i++) {
                byte[] digest = md5(identity + i);
                for (int part = 0; part < 4; part++) {
                    points.put(position(digest, part), node);
                }
            }
        }
    }

    /** Returns the ring of these members. */
    public static TreeMapRing of(List<Member> members) {
        return new TreeMapRing(members);
    }

    /** Returns the member that owns the key, hashed by MD5 as the points are. */
    public int owner(String key) {
        return at(position(md5(key), 0));
    }

    @Override
    public int owner(long keyHash) {
        return at(keyHash >>> 32);
    }

    @Override
    public int first(long keyHash, boolean[] usable) {
        long position = keyHash >>> 32;
        for (Node node : points.tailMap(position).values()) {
            if (usable[node.member]) {
                return node.member;
            }
        }
        for (Node node : points.values()) {
            if (usable[node.member]) {
                return node.member;
            }
        }
        throw new IllegalArgumentException("No member is usable.");
    }

    @Override
    public double[] shares() {
        double[] shares = new double[size];
        long before = points.lastKey() - (1L << 32);
        for (Map.Entry<Long, Node> point : points.entrySet()) {
            shares[point.getValue().member] += Math.scalb((double) (point.getKey() - before), -32);
            before = point.getKey();
        }
        return shares;
    }

    private int at(long position) {
        Map.Entry<Long, Node> next = points.ceilingEntry(position);
        return (next == null ? points.firstEntry() : next).getValue().member;
    }

    private static byte[] md5(String text) {
        return MD5.get().digest(text.getBytes(StandardCharsets.UTF_8));
    }

    private static long position(byte[] digest, int part) {
        int at = 4 * part;
        return (digest[at + 3] & 0xFFL) << 24
                | (digest[at + 2] & 0xFFL) << 16
                | (digest[at + 1] & 0xFFL) << 8
                | (digest[at] & 0xFFL);
    }
}
