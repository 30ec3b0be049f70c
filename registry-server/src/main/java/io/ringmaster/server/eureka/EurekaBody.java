package io.ringmaster.server.eureka;

import io.ringmaster.server.registry.Refusal;
import io.ringmaster.server.registry.RefusedException;
import java.util.List;
import java.util.Locale;
import javax.xml.stream.XMLStreamException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.web.server.UnsupportedMediaTypeStatusException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads the body of a registration in both forms. */
final class EurekaBody {

    private static final List<MediaType> TYPES =
            List.of(MediaType.APPLICATION_JSON, MediaType.APPLICATION_XML, MediaType.TEXT_XML);

    private EurekaBody() {}

    /**
     * Returns the instance in a body, wrapped or not. The type is compared in full, because a page in somebody's browser may send
     * others without being asked who it is.
     *
     * @throws UnsupportedMediaTypeStatusException if it is neither JSON nor XML
     * @throws RefusedException if it cannot be read
     */
    static JsonNode read(HttpHeaders headers, byte[] body) {
        MediaType type = type(headers);
        try {
            JsonNode said = MediaType.APPLICATION_JSON.equalsTypeAndSubtype(type)
                    ? JsonMapper.shared().readTree(body)
                    : EurekaXml.read(body);
            return said.path("instance").isObject() ? said.path("instance") : said;
        } catch (JacksonException | XMLStreamException unreadable) {
            throw new RefusedException(
                    Refusal.INVALID_REQUEST,
                    "The body is no legal " + type.getSubtype().toUpperCase(Locale.ROOT)
                            + " of an instance. Nothing of it was taken in.");
        }
    }

    private static MediaType type(HttpHeaders headers) {
        try {
            MediaType type = headers.getContentType();
            if (type != null && TYPES.stream().anyMatch(type::equalsTypeAndSubtype)) {
                return type;
            }
        } catch (InvalidMediaTypeException garbage) {
            // Not one of ours either.
        }
        throw new UnsupportedMediaTypeStatusException("neither JSON nor XML", TYPES);
    }
}
