package io.ringmaster.benchmarks.load;

import io.netty.handler.codec.http.HttpMethod;
import java.nio.charset.StandardCharsets;

/**
 * One request.
 *
 * @param method the method
 * @param path the path with its query
 * @param accept what the client wants to read
 * @param body JSON; empty when there is none
 */
record Call(HttpMethod method, String path, String accept, byte[] body) {

    private static final String JSON = "application/json";

    static Call get(String path, String accept) {
        return new Call(HttpMethod.GET, path, accept, new byte[0]);
    }

    static Call of(HttpMethod method, String path, String json) {
        return new Call(method, path, JSON, json.getBytes(StandardCharsets.UTF_8));
    }
}
