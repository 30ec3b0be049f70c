package io.ringmaster.benchmarks.load;

import io.netty.handler.codec.http.HttpMethod;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * One request.
 *
 * @param method the method
 * @param path the path with its query
 * @param headers those that say what the client wants to read
 * @param body JSON; empty when there is none
 */
record Call(HttpMethod method, String path, Map<String, String> headers, byte[] body) {

    private static final String JSON = "application/json";

    static Call get(String path, String accept) {
        return new Call(HttpMethod.GET, path, Map.of("Accept", accept), new byte[0]);
    }

    static Call of(HttpMethod method, String path, String json) {
        return of(method, path, Map.of("Accept", JSON), json);
    }

    static Call of(HttpMethod method, String path, Map<String, String> headers, String json) {
        return new Call(method, path, headers, json.getBytes(StandardCharsets.UTF_8));
    }
}
