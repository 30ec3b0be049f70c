package io.ringmaster.server.eureka;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringmaster.server.RunningRegistry;
import io.ringmaster.server.RunningRegistry.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * Replays what real clients say, from their start to their end, and compares what they are told to the last byte but for times and
 * the space between members. A time of the run is written as 1767000000000 or 2026-01-01T00:00:00Z.
 */
class RecordedExchangesTests {

    private static final Path FOLDER = Path.of("src/test/resources/eureka");
    private static final JsonMapper JSON = new JsonMapper();

    private static RunningRegistry server;

    @BeforeAll
    static void start() {
        server = RunningRegistry.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private record Exchange(String request, List<String> headers, String body, String status, String answer) {}

    @TestFactory
    Stream<DynamicTest> clientsAreToldWhatTheyWaitFor() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            List<Path> sorted = files.sorted().toList();
            assertThat(sorted).hasSizeGreaterThan(3);
            return sorted.stream()
                    .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> replay(file)));
        }
    }

    private static void replay(Path file) throws IOException {
        for (Exchange exchange : read(Files.readString(file))) {
            String[] line = exchange.request.split(" ", 2);
            String[] headers = exchange.headers.stream()
                    .flatMap(header -> Stream.of(header.split(": ", 2)))
                    .toArray(String[]::new);
            Answer answer = server.send(line[0], line[1], exchange.body.isEmpty() ? null : exchange.body, headers);
            String where = exchange.request + " answers " + answer.body();
            assertThat(answer.status()).as(where).isEqualTo(Integer.parseInt(exchange.status));
            assertThat(canonical(answer.body()
                            .replaceAll("1767[0-9]{9}", "1767000000000")
                            .replaceAll("2026-01-01T[0-9:]+Z", "2026-01-01T00:00:00Z")))
                    .as(where)
                    .isEqualTo(canonical(exchange.answer));
        }
        assertThat(server.get("/eureka/apps").body()).as("who is left").doesNotContain("<application>");
        // What changed in one is nothing to the next.
        server.clock().advance(RecentChanges.KEPT);
    }

    private static String canonical(String body) {
        return body.startsWith("{") ? JSON.readTree(body).toString() : body.replaceAll(">\\s+<", "><");
    }

    /** An exchange is {@code >>> } and a request, headers, an empty line, a body; {@code <<< } and a status, a body. */
    private static List<Exchange> read(String text) {
        List<Exchange> exchanges = new ArrayList<>();
        String[] parts = text.split("(?m)^>>> ");
        for (int i = 1; i < parts.length; i++) {
            String[] sides = parts[i].split("(?m)^<<< ", 2);
            String[] head = sides[0].split("\n\n", 2);
            List<String> lines = head[0].lines().toList();
            String[] answer = sides[1].split("\n", 2);
            exchanges.add(new Exchange(
                    lines.get(0),
                    lines.subList(1, lines.size()),
                    head.length > 1 ? head[1].strip() : "",
                    answer[0],
                    answer[1].strip()));
        }
        return exchanges;
    }
}
