package io.ringmaster.server.eureka;

import java.nio.charset.StandardCharsets;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The two forms of an answer. Whoever does not ask for JSON gets XML: several clients ask for nothing and read nothing else. */
enum EurekaFormat {
    JSON(MediaType.APPLICATION_JSON),
    XML(MediaType.APPLICATION_XML);

    private final MediaType type;

    EurekaFormat(MediaType type) {
        this.type = type;
    }

    static EurekaFormat accepted(HttpHeaders request) {
        return request.getOrEmpty(HttpHeaders.ACCEPT).stream().anyMatch(accept -> accept.contains("json")) ? JSON : XML;
    }

    MediaType type() {
        return type;
    }

    /** Returns a document as bytes. By way of a string, which takes half a pair of surrogates where bytes do not. */
    byte[] bytes(ObjectNode document) {
        return (this == JSON ? JsonMapper.shared().writeValueAsString(document) : EurekaXml.write(document))
                .getBytes(StandardCharsets.UTF_8);
    }
}
