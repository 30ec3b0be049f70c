package io.ringmaster.ring;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What the ring answers to chosen questions, in the form of {@code vectors.json}; the form is told in docs/PROTOCOL.md. */
final class RingVectors {

    private static final JsonMapper JSON = JsonMapper.shared();

    private static final List<String> KEYS =
            List.of("", "a", "customer-4711", "3f2b8c1e-77aa-4d0e-9d4e-0a6c1f5be2d9", "Zürich", "注文-42", "🎪");

    private RingVectors() {}

    static ObjectNode generate() {
        ObjectNode vectors = JSON.createObjectNode();
        ArrayNode hashes = vectors.putArray("keyHashes");
        KEYS.forEach(key -> hash(hashes, key, 1));
        String text = "The quick brown fox jumps over the lazy dog. Pack my box with five dozen liquor jugs. ";
        for (int length : new int[] {2, 3, 4, 7, 8, 9, 15, 16, 17, 24, 32, 33, 64, 65, 85}) {
            hash(hashes, text.substring(0, length), 1);
        }
        for (int times : new int[] {96, 97, 128, 129, 160, 161, 239, 240, 241, 1024, 1025, 1088, 1089, 4097, 100_000}) {
            hash(hashes, "x", times);
        }
        hash(hashes, "ü", 120);
        hash(hashes, "ü", 121);
        hash(hashes, "0123456789abcdef!", 1000);

        ArrayNode rings = vectors.putArray("rings");
        ring(rings, "one member", 16, true, List.of(new Member("inventory-1", 1)));
        ring(rings, "three equal members", 16, true, members(3, 1));
        ring(
                rings,
                "weights",
                16,
                true,
                List.of(
                        new Member("light", 0.5),
                        new Member("usual", 1),
                        new Member("double", 2),
                        new Member("heavy", 5.3),
                        new Member("none", 0)));
        ring(rings, "fifty members, mixed weights", 12, true, members(50, 1, 2, 5));
        ring(rings, "no member has weight", 10, true, members(4, 0));
        ring(rings, "two without weight beside others", 11, true, members(6, 0, 1, 0.3));
        ring(
                rings,
                "weights beyond the limits",
                10,
                true,
                List.of(
                        new Member("huge", 1e300),
                        new Member("limit", 1e9),
                        new Member("usual", 1),
                        new Member("tiny", 1e-300),
                        new Member("none", 0)));
        ring(
                rings,
                "identities of all scripts",
                10,
                true,
                List.of(new Member("café", 1), new Member("日本", 1), new Member("🎪", 1), new Member("a\tb", 1)));
        ring(rings, "more slots", 20, false, members(10, 1, 1, 4));
        return vectors;
    }

    private static void hash(ArrayNode hashes, String key, int repeat) {
        ObjectNode vector = hashes.addObject().put("key", key);
        if (repeat > 1) {
            vector.put("repeat", repeat);
        }
        vector.put("hash", hex(KeyHash.of(key.repeat(repeat))));
    }

    private static void ring(ArrayNode rings, String name, int slotBits, boolean table, List<Member> members) {
        HashRing ring = HashRing.of(members, slotBits);
        ObjectNode vector = rings.addObject().put("name", name).put("slotBits", slotBits);
        ArrayNode given = vector.putArray("members");
        members.forEach(
                member -> given.addObject().put("identity", member.identity()).put("weight", member.weight()));
        ArrayNode numbered = vector.putArray("numbered");
        IntStream.range(0, ring.size())
                .forEach(index -> numbered.add(ring.member(index).identity()));
        if (table) {
            vector.put("tableHash", hex(tableHash(ring, slotBits)));
        }
        ArrayNode keys = vector.putArray("keys");
        for (String key : members.size() > 10 ? KEYS.subList(2, 4) : KEYS) {
            ObjectNode asked = keys.addObject().put("key", key);
            asked.put("slot", KeyHash.of(key) >>> (Long.SIZE - slotBits));
            ArrayNode order = asked.putArray("order");
            Arrays.stream(ring.order(KeyHash.of(key)))
                    .forEach(index -> order.add(ring.member(index).identity()));
        }
    }

    private static long tableHash(HashRing ring, int slotBits) {
        ByteBuffer table = ByteBuffer.allocate(2 << slotBits).order(ByteOrder.LITTLE_ENDIAN);
        for (long slot = 0; slot < 1L << slotBits; slot++) {
            table.putShort((short) ring.owner(slot << (Long.SIZE - slotBits)));
        }
        return Xxh3.hash(new String(table.array(), StandardCharsets.ISO_8859_1));
    }

    private static List<Member> members(int size, double... weights) {
        return IntStream.range(0, size)
                .mapToObj(i -> new Member("10.0.0." + i + ":8080", weights[i % weights.length]))
                .toList();
    }

    private static String hex(long hash) {
        return String.format("%016x", hash);
    }
}
