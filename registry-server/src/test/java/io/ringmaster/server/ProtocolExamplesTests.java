package io.ringmaster.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.ringmaster.server.RunningRegistry.Answer;
import io.ringmaster.server.api.OpenApi;
import io.ringmaster.server.api.OpenApi.Exchange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Replays the examples of {@code docs/PROTOCOL.md} in the order of the page, each section against a fresh server: every
 * {@code http request} block, and after it the {@code http response} or the first events of the stream ({@code sse}).
 * {@code "…"} stands for any value; a member that the page does not show is an error. Then what was answered is held against
 * the OpenAPI description, of which it is also the examples; {@code -Ddocs.update=true} writes that anew.
 */
class ProtocolExamplesTests {

    private static final Path PAGE = Path.of("../docs/PROTOCOL.md");
    private static final String ANY = "…";
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    private Path folder;

    private final List<Exchange> exchanges = new ArrayList<>();

    /** A fenced block and the line on which it begins. */
    private record Block(String kind, String text, int line) {

        String firstLine() {
            return text.lines().findFirst().orElse("");
        }

        /** Returns the lines between the first and the first empty one. */
        List<String> headers() {
            return text.lines()
                    .skip(1)
                    .takeWhile(line -> !line.isBlank())
                    .map(String::strip)
                    .toList();
        }

        String body() {
            int empty = text.indexOf("\n\n");
            return empty < 0 ? "" : text.substring(empty).strip();
        }
    }

    @TestFactory
    Stream<DynamicTest> thePageSaysWhatTheServerDoes() throws IOException {
        Map<String, List<Block>> sections = sections(Files.readAllLines(PAGE));
        assertThat(sections.values().stream().mapToInt(List::size).sum()).isGreaterThan(20);
        Stream<DynamicTest> examples = sections.entrySet().stream()
                .map(section -> DynamicTest.dynamicTest(section.getKey(), () -> replay(section.getValue())));
        return Stream.concat(
                examples,
                Stream.of(
                        DynamicTest.dynamicTest(
                                "OpenAPI: the served description is current",
                                () -> OpenApi.requireCurrent(exchanges, folder)),
                        DynamicTest.dynamicTest(
                                "OpenAPI: everything above is as described",
                                () -> OpenApi.served().requireAllowed(exchanges))));
    }

    private void replay(List<Block> blocks) {
        try (RunningRegistry server = RunningRegistry.start(properties(blocks))) {
            for (int i = 0; i < blocks.size(); i += 2) {
                Block request = blocks.get(i);
                Block expected = i + 1 < blocks.size() ? blocks.get(i + 1) : null;
                if (!request.kind().equals("http request") || expected == null) {
                    fail("line %d: a request and its answer take turns", request.line());
                } else if (expected.kind().equals("sse")) {
                    stream(server, request, expected);
                } else {
                    answer(server, request, expected);
                }
            }
        }
    }

    /** Where a token is shown, the registry knows whose it is, and gives him certificates. */
    private String[] properties(List<Block> blocks) {
        boolean tokens = blocks.stream().anyMatch(block -> block.text().contains("Authorization: Bearer token-of-"));
        String identity = "ringmaster.server.identities.warehouse.";
        return tokens
                ? new String[] {
                    "ringmaster.server.certificates.enabled=true",
                    "ringmaster.server.certificates.directory=" + folder,
                    identity + "tokens=sha256:fb8cdbe7a85a81b264995fcb80bb58750c8a961ac8e0924f27136f95b125863b",
                    identity + "roles=read,register",
                    identity + "services=inventory"
                }
                : new String[] {"ringmaster.server.settling-time=20s"};
    }

    private void answer(RunningRegistry server, Block request, Block expected) {
        String[] line = request.firstLine().split(" ", 2);
        String body = request.body();
        String[] headers = request.headers().stream()
                .flatMap(header -> Stream.of(header.split(": ", 2)))
                .toArray(String[]::new);
        Answer answer = server.send(line[0], line[1], body.isEmpty() ? null : body, headers);
        exchanges.add(new Exchange(line[0], line[1], body.isEmpty() ? null : body, answer.status(), answer.body()));
        String where = "line " + expected.line() + ", " + request.firstLine() + " answers " + answer.body();
        assertThat(answer.status()).as(where).isEqualTo(Integer.parseInt(expected.firstLine()));
        for (String header : expected.headers()) {
            String[] pair = header.split(": ", 2);
            if (!pair[1].equals(ANY)) {
                assertThat(answer.header(pair[0])).as(where).isEqualTo(pair[1]);
            }
        }
        if (expected.body().isEmpty()) {
            assertThat(answer.body()).as(where).isEmpty();
        } else {
            assertMatches(where, "", JSON.readTree(expected.body()), answer.json());
        }
    }

    private static void stream(RunningRegistry server, Block request, Block expected) {
        String path = request.firstLine().split(" ", 2)[1];
        String[] headers = request.headers().toArray(String[]::new);
        try (EventStream stream = EventStream.open(server.port(), path, headers)) {
            for (String event : expected.text().strip().split("\n\n")) {
                EventStream.Event received = stream.next();
                String where = "line " + expected.line() + ", got " + received;
                for (String field : event.split("\n")) {
                    String[] pair = field.split(": ", 2);
                    switch (pair[0]) {
                        case "event" -> assertThat(received.name()).as(where).isEqualTo(pair[1]);
                        case "id" ->
                            assertThat(received.id())
                                    .as(where)
                                    .satisfies(id -> assertThat(pair[1].equals(ANY) ? ANY : id)
                                            .isEqualTo(pair[1]));
                        case "data" -> assertMatches(where, "", JSON.readTree(pair[1]), received.json());
                        default -> fail("%s: no field '%s'", where, pair[0]);
                    }
                }
            }
        }
    }

    private static void assertMatches(String where, String at, JsonNode expected, JsonNode actual) {
        String here = where + "\nat " + (at.isEmpty() ? "/" : at);
        if (expected.isString() && expected.asString().equals(ANY)) {
            return;
        }
        if (expected.isObject()) {
            assertThat(actual.isObject()).as(here).isTrue();
            assertThat(actual.propertyNames()).as(here).containsExactlyInAnyOrderElementsOf(expected.propertyNames());
            for (String name : expected.propertyNames()) {
                assertMatches(where, at + "/" + name, expected.get(name), actual.get(name));
            }
        } else if (expected.isArray()) {
            assertThat(actual).as(here).hasSameSizeAs(expected);
            for (int i = 0; i < expected.size(); i++) {
                assertMatches(where, at + "/" + i, expected.get(i), actual.get(i));
            }
        } else if (expected.isNumber()) {
            assertThat(actual.isNumber()).as(here).isTrue();
            assertThat(actual.decimalValue()).as(here).isEqualByComparingTo(expected.decimalValue());
        } else {
            assertThat(actual).as(here).isEqualTo(expected);
        }
    }

    private static Map<String, List<Block>> sections(List<String> lines) {
        Map<String, List<Block>> sections = new LinkedHashMap<>();
        String section = "";
        String kind = null;
        int begin = 0;
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (kind == null && line.startsWith("## ")) {
                section = line.substring(3);
            } else if (kind == null && line.startsWith("```")) {
                kind = line.substring(3).strip();
                begin = i + 1;
                text.setLength(0);
            } else if (kind != null && line.equals("```")) {
                if (kind.startsWith("http ") || kind.equals("sse")) {
                    sections.computeIfAbsent(section, name -> new ArrayList<>())
                            .add(new Block(kind, text.toString(), begin));
                }
                kind = null;
            } else if (kind != null) {
                text.append(line).append('\n');
            }
        }
        return sections;
    }
}
