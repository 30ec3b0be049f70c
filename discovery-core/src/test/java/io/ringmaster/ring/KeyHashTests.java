package io.ringmaster.ring;

import static org.assertj.core.api.Assertions.assertThat;

import com.dynatrace.hash4j.hashing.Hasher64;
import com.dynatrace.hash4j.hashing.Hashing;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** hash4j is the oracle: an implementation of the same specification by other people. */
class KeyHashTests {

    private static final Hasher64 ORACLE = Hashing.xxh3_64();

    private final Random random = new Random(20261124);

    @Test
    void asciiOfEveryLengthHashesAsTheSpecificationSays() {
        for (int length = 0; length <= 2100; length++) {
            assertHashesAsTheOracle(ascii(length));
        }
    }

    @Test
    void lengthsAroundWholeBlocksHashAsTheSpecificationSays() {
        for (int blocks = 1; blocks <= 20; blocks++) {
            for (int length = 1024 * blocks - 66; length <= 1024 * blocks + 66; length++) {
                assertHashesAsTheOracle(ascii(length));
            }
        }
    }

    @Test
    void aMebibyteHashesAsTheSpecificationSays() {
        assertHashesAsTheOracle(ascii(1 << 20));
        assertHashesAsTheOracle("ü".repeat(1 << 19));
    }

    @Test
    void otherScriptsHashAsTheirUtf8Bytes() {
        for (int length = 1; length <= 600; length++) {
            String text = random.ints(length, 1, 0x20000)
                    .filter(codePoint -> codePoint < 0xD800 || codePoint > 0xDFFF)
                    .mapToObj(Character::toString)
                    .collect(Collectors.joining());
            assertHashesAsTheOracle(text);
        }
    }

    @Test
    void latinLettersBeyondAsciiHashAsTheirUtf8Bytes() {
        for (int length = 1; length <= 300; length++) {
            assertHashesAsTheOracle(ascii(length - 1) + "é");
        }
    }

    @Test
    void unpairedSurrogateCountsAsAQuestionMark() {
        assertThat(KeyHash.of("a\uD800b")).isEqualTo(KeyHash.of("a?b"));
    }

    private String ascii(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        for (int i = 0; i < length; i++) {
            bytes[i] &= 0x7F;
        }
        return new String(bytes, StandardCharsets.US_ASCII);
    }

    private static void assertHashesAsTheOracle(String key) {
        assertThat(KeyHash.of(key))
                .as("hash of %s chars", key.length())
                .isEqualTo(ORACLE.hashBytesToLong(key.getBytes(StandardCharsets.UTF_8)));
    }
}
