package io.ringmaster.ring;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.HexFormat;

/**
 * XXH3-64 with seed 0 and the default secret. The names of the steps are those of the specification,
 * <a href="https://github.com/Cyan4973/xxHash/blob/dev/doc/xxhash_spec.md">xxhash_spec.md</a>.
 *
 * <p>The input is a string of bytes, one per char: that is what plain ASCII already is in memory, so the usual key is
 * hashed where it lies, and there is one code for all. Costs a few nanoseconds plus about one per byte.
 */
final class Xxh3 {

    private static final long PRIME32_1 = 0x9E3779B1L;
    private static final long PRIME32_2 = 0x85EBCA77L;
    private static final long PRIME32_3 = 0xC2B2AE3DL;
    private static final long PRIME64_1 = 0x9E3779B185EBCA87L;
    private static final long PRIME64_2 = 0xC2B2AE3D27D4EB4FL;
    private static final long PRIME64_3 = 0x165667B19E3779F9L;
    private static final long PRIME64_4 = 0x85EBCA77C2B2AE63L;
    private static final long PRIME64_5 = 0x27D4EB2F165667C5L;
    private static final long PRIME_MX1 = 0x165667919E3779F9L;
    private static final long PRIME_MX2 = 0x9FB21C651E98DF25L;

    private static final byte[] SECRET = HexFormat.of()
            .parseHex("b8fe6c3923a44bbe7c01812cf721ad1cded46de9839097db7240a4a4b7b3671f"
                    + "cb79e64eccc0e578825ad07dccff7221b8084674f743248ee03590e6813a264c"
                    + "3c2852bb91c300cb88d0658b1b532ea371644897a20df94e3819ef46a9deacd8"
                    + "a8fa763fe39c343ff9dcbbc7c70b4f1d8a51e04bcdb45931c89f7ec9d9787364"
                    + "eac5ac8334d3ebc3c581a0fffa1363eb170ddd51b7f0da49d316552629d4689e"
                    + "2b16be587d47a1fc8ff8b8d17ad031ce45cb3a8f95160428afd7fbcabb4b407e");
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final int STRIPE = 64;
    private static final int BLOCK = 1024;

    private Xxh3() {}

    /** Returns the hash of bytes, each of them a char below 0x100. */
    static long hash(String bytes) {
        int length = bytes.length();
        if (length <= 16) {
            return upTo16(bytes, length);
        }
        if (length <= 128) {
            return upTo128(bytes, length);
        }
        return length <= 240 ? upTo240(bytes, length) : longer(bytes, length);
    }

    private static long upTo16(String bytes, int length) {
        if (length > 8) {
            long low = read64(bytes, 0) ^ secret(24) ^ secret(32);
            long high = read64(bytes, length - 8) ^ secret(40) ^ secret(48);
            return avalanche(length + Long.reverseBytes(low) + high + foldedProduct(low, high));
        }
        if (length >= 4) {
            long input = read32(bytes, length - 4) + (read32(bytes, 0) << 32);
            long h = input ^ secret(8) ^ secret(16);
            h ^= Long.rotateLeft(h, 49) ^ Long.rotateLeft(h, 24);
            h *= PRIME_MX2;
            h ^= (h >>> 35) + length;
            h *= PRIME_MX2;
            return h ^ (h >>> 28);
        }
        if (length > 0) {
            long input = (long) bytes.charAt(0) << 16
                    | (long) bytes.charAt(length >>> 1) << 24
                    | bytes.charAt(length - 1)
                    | (long) length << 8;
            return avalancheXxh64(input ^ ((secret(0) ^ secret(4)) & 0xFFFF_FFFFL));
        }
        return avalancheXxh64(secret(56) ^ secret(64));
    }

    private static long upTo128(String bytes, int length) {
        long sum = length * PRIME64_1;
        for (int i = (length - 1) >>> 5; i >= 0; i--) {
            sum += mix16(bytes, 16 * i, 32 * i);
            sum += mix16(bytes, length - 16 * (i + 1), 32 * i + 16);
        }
        return avalanche(sum);
    }

    private static long upTo240(String bytes, int length) {
        long sum = length * PRIME64_1;
        for (int at = 0; at < 128; at += 16) {
            sum += mix16(bytes, at, at);
        }
        sum = avalanche(sum);
        for (int at = 128; at + 16 <= length; at += 16) {
            sum += mix16(bytes, at, at - 128 + 3);
        }
        return avalanche(sum + mix16(bytes, length - 16, 136 - 17));
    }

    private static long longer(String bytes, int length) {
        long[] lanes = {
            PRIME32_3, PRIME64_1, PRIME64_2, PRIME64_3, PRIME64_4, PRIME32_2, PRIME64_5, PRIME32_1,
        };
        int last = length - STRIPE;
        for (int at = 0; at < length - 1 - (length - 1) % STRIPE; at += STRIPE) {
            accumulate(lanes, bytes, at, at % BLOCK / 8);
            if (at % BLOCK == BLOCK - STRIPE) {
                scramble(lanes);
            }
        }
        accumulate(lanes, bytes, last, SECRET.length - STRIPE - 7);

        long sum = length * PRIME64_1;
        for (int i = 0; i < 8; i += 2) {
            sum += foldedProduct(lanes[i] ^ secret(11 + 8 * i), lanes[i + 1] ^ secret(19 + 8 * i));
        }
        return avalanche(sum);
    }

    private static void accumulate(long[] lanes, String bytes, int at, int secretAt) {
        for (int i = 0; i < 8; i++) {
            long value = read64(bytes, at + 8 * i);
            long keyed = value ^ secret(secretAt + 8 * i);
            lanes[i ^ 1] += value;
            lanes[i] += (keyed & 0xFFFF_FFFFL) * (keyed >>> 32);
        }
    }

    private static void scramble(long[] lanes) {
        for (int i = 0; i < 8; i++) {
            long lane = lanes[i];
            lanes[i] = (lane ^ (lane >>> 47) ^ secret(SECRET.length - STRIPE + 8 * i)) * PRIME32_1;
        }
    }

    private static long mix16(String bytes, int at, int secretAt) {
        return foldedProduct(read64(bytes, at) ^ secret(secretAt), read64(bytes, at + 8) ^ secret(secretAt + 8));
    }

    /** Returns the two halves of the unsigned 128-bit product, one XORed with the other. */
    private static long foldedProduct(long a, long b) {
        long high = Math.multiplyHigh(a, b) + ((a >> 63) & b) + ((b >> 63) & a);
        return a * b ^ high;
    }

    private static long avalanche(long h) {
        h = (h ^ (h >>> 37)) * PRIME_MX1;
        return h ^ (h >>> 32);
    }

    private static long avalancheXxh64(long h) {
        h = (h ^ (h >>> 33)) * PRIME64_2;
        h = (h ^ (h >>> 29)) * PRIME64_3;
        return h ^ (h >>> 32);
    }

    private static long secret(int at) {
        return (long) LONGS.get(SECRET, at);
    }

    private static long read64(String bytes, int at) {
        return read32(bytes, at) | read32(bytes, at + 4) << 32;
    }

    private static long read32(String bytes, int at) {
        return bytes.charAt(at)
                | bytes.charAt(at + 1) << 8
                | bytes.charAt(at + 2) << 16
                | (long) bytes.charAt(at + 3) << 24;
    }
}
