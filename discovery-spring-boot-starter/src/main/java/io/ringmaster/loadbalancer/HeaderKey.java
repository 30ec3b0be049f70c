package io.ringmaster.loadbalancer;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.client.loadbalancer.RequestData;
import org.springframework.http.HttpHeaders;

/** The key is the value of a header; the values of a header that stands there several times, joined with a comma. */
record HeaderKey(String name) implements KeySource {

    @Override
    public @Nullable String key(RequestData request) {
        HttpHeaders headers = request.getHeaders();
        List<String> values = headers == null ? null : headers.get(name);
        if (values == null || values.isEmpty()) {
            return null;
        }
        return values.size() == 1 ? values.get(0) : String.join(",", values);
    }
}
