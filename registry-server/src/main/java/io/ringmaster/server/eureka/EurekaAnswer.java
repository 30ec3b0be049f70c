package io.ringmaster.server.eureka;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.zip.GZIPOutputStream;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import tools.jackson.databind.node.ObjectNode;

/** A document as it goes over the wire, written and packed once, however often it is given. Any thread may give it. */
final class EurekaAnswer {

    private final EurekaFormat format;
    private final byte[] plain;
    private volatile byte[] packed = {};

    EurekaAnswer(EurekaFormat format, ObjectNode document) {
        this.format = format;
        this.plain = format.bytes(document);
    }

    /** Returns the answer to a request with these headers: packed if it says that it can unpack. */
    ResponseEntity<byte[]> to(HttpHeaders request) {
        boolean unpacks = request.getOrEmpty(HttpHeaders.ACCEPT_ENCODING).stream()
                .anyMatch(encodings -> encodings.contains("gzip"));
        ResponseEntity.BodyBuilder answer = ResponseEntity.ok()
                .contentType(format.type())
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT, HttpHeaders.ACCEPT_ENCODING);
        return unpacks ? answer.header(HttpHeaders.CONTENT_ENCODING, "gzip").body(packed()) : answer.body(plain);
    }

    private byte[] packed() {
        if (packed.length == 0) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (OutputStream gzip = new GZIPOutputStream(bytes)) {
                gzip.write(plain);
            } catch (IOException inMemory) {
                throw new UncheckedIOException(inMemory);
            }
            packed = bytes.toByteArray();
        }
        return packed;
    }
}
