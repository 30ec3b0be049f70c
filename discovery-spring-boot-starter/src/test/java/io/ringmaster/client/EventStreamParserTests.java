package io.ringmaster.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.ringmaster.client.EventStreamParser.Event;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventStreamParserTests {

    private static final String TWO_EVENTS =
            ": hello\n\nevent: put\nid: a-1\ndata: {\"x\":\"ä€😀\"}\n\nevent: remove\nid: a-2\ndata: one\ndata: two\n\n";

    private static final List<Event> THE_TWO =
            List.of(new Event("put", "a-1", "{\"x\":\"ä€😀\"}"), new Event("remove", "a-2", "one\ntwo"));

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void readsEveryKindOfLineEnd(String lineEnd) {
        assertThat(parse(TWO_EVENTS.replace("\n", lineEnd), 1000)).isEqualTo(THE_TWO);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 7, 11})
    void readsTheSameHoweverTheBytesArrive(int piece) {
        assertThat(parse(TWO_EVENTS, piece)).isEqualTo(THE_TWO);
        assertThat(parse(TWO_EVENTS.replace("\n", "\r\n"), piece)).isEqualTo(THE_TWO);
    }

    @Test
    void halfAnEventIsNoEvent() {
        assertThat(parse("event: put\nid: a-1\ndata: {\"half\":", 1000)).isEmpty();
        assertThat(parse("event: put\nid: a-1\ndata: {}\n", 1000)).isEmpty();
    }

    @Test
    void anEventWithoutDataIsNone() {
        assertThat(parse("event: put\n\n\n\n: comment\n\n", 1000)).isEmpty();
    }

    @Test
    void followsTheStandardInItsCorners() {
        assertThat(parse("\uFEFFdata\n\n", 1000)).containsExactly(new Event("message", null, ""));
        assertThat(parse("data:no space\n\n", 1000)).containsExactly(new Event("message", null, "no space"));
        assertThat(parse("data:  two spaces\n\n", 1000)).containsExactly(new Event("message", null, " two spaces"));
        assertThat(parse("retry: 10\nnonsense\nmore: of it\ndata: x\n\n", 1000))
                .containsExactly(new Event("message", null, "x"));
    }

    @Test
    void theIdStaysUntilTheNextOne() {
        assertThat(parse("id: a-1\ndata: x\n\ndata: y\n\nid: a\0b\ndata: z\n\n", 1000))
                .extracting(Event::id)
                .containsExactly("a-1", "a-1", "a-1");
    }

    @Test
    void commentsDoNotAddUpToALongEvent() {
        EventStreamParser parser = new EventStreamParser(event -> {}, 100);
        byte[] comment = ": alive\n\n".getBytes(StandardCharsets.UTF_8);

        for (int i = 0; i < 1000; i++) {
            parser.feed(comment, comment.length);
        }
    }

    @Test
    void refusesAnEventWithoutEnd() {
        EventStreamParser parser = new EventStreamParser(event -> {}, 100);
        byte[] line = "data: 0123456789\n".getBytes(StandardCharsets.UTF_8);

        assertThatIllegalStateException()
                .isThrownBy(() -> {
                    for (int i = 0; i < 100; i++) {
                        parser.feed(line, line.length);
                    }
                })
                .withMessageContaining("longer than 100 bytes");
    }

    private static List<Event> parse(String text, int piece) {
        List<Event> events = new ArrayList<>();
        EventStreamParser parser = new EventStreamParser(events::add);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int from = 0; from < bytes.length; from += piece) {
            int length = Math.min(piece, bytes.length - from);
            byte[] part = new byte[length];
            System.arraycopy(bytes, from, part, 0, length);
            parser.feed(part, length);
        }
        return events;
    }
}
