package io.ringmaster.server.session;

import io.ringmaster.model.Revision;
import io.ringmaster.model.SessionBeat;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads a beat as clients send it, token by token: to bind it to records by reflection is a tenth of what a beat costs. What a client
 * would not send is left to those who can say what is wrong with it.
 */
final class BeatReader {

    private BeatReader() {}

    /**
     * Returns the beat.
     *
     * @throws RuntimeException if no client would send it
     */
    static SessionBeat read(JsonMapper json, byte[] body) {
        try (JsonParser parser = json.createParser(body)) {
            require(parser.nextToken() == JsonToken.START_OBJECT);
            SessionBeat beat = beat(parser);
            require(parser.nextToken() == null);
            return beat;
        }
    }

    private static SessionBeat beat(JsonParser parser) {
        String application = null;
        Revision revision = null;
        List<SessionBeat.Held> instances = List.of();
        List<SessionBeat.FailedCall> failedCalls = List.of();
        List<String> loadOf = List.of();
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            JsonToken value = parser.nextToken();
            switch (name) {
                case "application" -> application = text(parser);
                case "revision" -> revision = value == JsonToken.VALUE_NULL ? null : Revision.parse(text(parser));
                case "instances" -> instances = list(parser, BeatReader::held);
                case "failedCalls" -> failedCalls = list(parser, BeatReader::failedCall);
                case "loadOf" -> loadOf = list(parser, BeatReader::text);
                default -> parser.skipChildren();
            }
        }
        return new SessionBeat(application, revision, instances, failedCalls, loadOf);
    }

    private static SessionBeat.Held held(JsonParser parser) {
        require(parser.currentToken() == JsonToken.START_OBJECT);
        String service = "";
        String id = "";
        long incarnation = 0;
        Integer inFlight = null;
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            JsonToken value = parser.nextToken();
            switch (name) {
                case "service" -> service = text(parser);
                case "id" -> id = text(parser);
                case "incarnation" -> {
                    require(value == JsonToken.VALUE_NUMBER_INT);
                    incarnation = parser.getLongValue();
                }
                case "inFlight" -> {
                    require(value == JsonToken.VALUE_NUMBER_INT);
                    inFlight = parser.getIntValue();
                }
                default -> parser.skipChildren();
            }
        }
        return new SessionBeat.Held(service, id, incarnation, inFlight);
    }

    private static SessionBeat.FailedCall failedCall(JsonParser parser) {
        require(parser.currentToken() == JsonToken.START_OBJECT);
        String service = "";
        String id = "";
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            parser.nextToken();
            switch (name) {
                case "service" -> service = text(parser);
                case "id" -> id = text(parser);
                default -> parser.skipChildren();
            }
        }
        return new SessionBeat.FailedCall(service, id);
    }

    private static <T> List<T> list(JsonParser parser, Function<JsonParser, T> element) {
        require(parser.currentToken() == JsonToken.START_ARRAY);
        List<T> list = new ArrayList<>(1);
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            list.add(element.apply(parser));
        }
        return list;
    }

    private static String text(JsonParser parser) {
        require(parser.currentToken() == JsonToken.VALUE_STRING);
        return parser.getString();
    }

    private static void require(boolean usual) {
        if (!usual) {
            throw new IllegalArgumentException("No client would send this.");
        }
    }
}
