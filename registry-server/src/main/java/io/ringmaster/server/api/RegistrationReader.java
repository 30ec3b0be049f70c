package io.ringmaster.server.api;

import io.ringmaster.model.Check;
import io.ringmaster.model.InstanceStatus;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads a registration as clients send it, token by token, because to bind it to records by reflection costs more.
 * What a client would not send is left to those who can say what is wrong with it.
 */
final class RegistrationReader {

    private @Nullable String scheme;
    private @Nullable String host;
    private @Nullable Integer port;
    private @Nullable String zone;
    private @Nullable Double weight;
    private @Nullable Map<String, String> metadata;
    private @Nullable Integer ttlSeconds;
    private @Nullable Check check;
    private @Nullable String session;
    private @Nullable Long incarnation;
    private @Nullable InstanceStatus status;

    private RegistrationReader() {}

    /**
     * Returns the body of the registration.
     *
     * @throws RuntimeException if no client would send it
     */
    static RegistrationBody read(JsonMapper json, byte[] body) {
        try (JsonParser parser = json.createParser(body)) {
            require(parser.nextToken() == JsonToken.START_OBJECT);
            RegistrationBody registration = new RegistrationReader().registration(parser);
            require(parser.nextToken() == null);
            return registration;
        }
    }

    private RegistrationBody registration(JsonParser parser) {
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            if (parser.nextToken() != JsonToken.VALUE_NULL) {
                member(name, parser);
            }
        }
        return new RegistrationBody(
                scheme, host, port, zone, weight, metadata, ttlSeconds, check, session, incarnation, status);
    }

    private void member(String name, JsonParser parser) {
        switch (name) {
            case "scheme" -> scheme = text(parser);
            case "host" -> host = text(parser);
            case "port" -> port = number(parser);
            case "zone" -> zone = text(parser);
            case "weight" -> {
                require(parser.currentToken().isNumeric());
                weight = parser.getDoubleValue();
            }
            case "metadata" -> metadata = words(parser);
            case "ttlSeconds" -> ttlSeconds = number(parser);
            case "check" -> check = check(parser);
            case "session" -> session = text(parser);
            case "incarnation" -> {
                require(parser.currentToken() == JsonToken.VALUE_NUMBER_INT);
                incarnation = parser.getLongValue();
            }
            case "status" -> status = InstanceStatus.valueOf(text(parser));
            default -> parser.skipChildren();
        }
    }

    private static Map<String, String> words(JsonParser parser) {
        require(parser.currentToken() == JsonToken.START_OBJECT);
        Map<String, String> words = new LinkedHashMap<>();
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            parser.nextToken();
            words.put(name, text(parser));
        }
        return words;
    }

    private static Check check(JsonParser parser) {
        require(parser.currentToken() == JsonToken.START_OBJECT);
        Check.Type type = null;
        String path = null;
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            parser.nextToken();
            switch (name) {
                case "type" -> type = type(text(parser));
                case "path" -> path = text(parser);
                default -> parser.skipChildren();
            }
        }
        if (type == null) {
            throw unusual();
        }
        return new Check(type, path);
    }

    private static Check.Type type(String word) {
        return switch (word) {
            case "tcp" -> Check.Type.TCP;
            case "http" -> Check.Type.HTTP;
            case "none" -> Check.Type.NONE;
            default -> throw unusual();
        };
    }

    private static String text(JsonParser parser) {
        require(parser.currentToken() == JsonToken.VALUE_STRING);
        return parser.getString();
    }

    private static int number(JsonParser parser) {
        require(parser.currentToken() == JsonToken.VALUE_NUMBER_INT);
        return parser.getIntValue();
    }

    private static void require(boolean usual) {
        if (!usual) {
            throw unusual();
        }
    }

    private static RuntimeException unusual() {
        return new IllegalArgumentException("No client would send this.");
    }
}
