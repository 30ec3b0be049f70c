package io.ringmaster.client;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.ringmaster.model.BeatAnswer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Lets Jazzer search, guided by which code runs, for a stream or an answer that the client is not sound after. Not part of the
 * build; {@code docs/OPERATING.md} has the command, and {@link HostileRegistryTests} a shorter look in each build.
 */
class HostileStreamFuzz {

    @MethodSource
    @FuzzTest(maxDuration = "1m")
    void stream(byte[] bytes) {
        HostileStream.feed(bytes, 1 + bytes.length % 97);
    }

    static Stream<byte[]> stream() {
        HostileRegistryTests seeds = new HostileRegistryTests();
        return Stream.generate(seeds::stream).limit(20);
    }

    @MethodSource
    @FuzzTest(maxDuration = "1m")
    void answer(byte[] bytes) {
        for (Class<?> type : List.of(
                BeatAnswer.class, RegistryClient.Registered.class, Drained.class, RegistryClient.Problem.class)) {
            try {
                Wire.read(new String(bytes, StandardCharsets.UTF_8), type);
            } catch (IllegalArgumentException asItShall) {
                // Whoever called knows that it makes no sense.
            }
        }
    }

    static Stream<byte[]> answer() {
        return HostileRegistryTests.ANSWERS.values().stream().map(text -> text.getBytes(StandardCharsets.UTF_8));
    }
}
