package io.ringmaster.loadbalancer;

import org.jspecify.annotations.Nullable;
import org.springframework.cloud.client.loadbalancer.RequestData;

/** The key is an attribute of the request as a string. */
record AttributeKey(String name) implements KeySource {

    @Override
    public @Nullable String key(RequestData request) {
        Object value = RestClientAttributes.find(request, name);
        return value == null ? null : value.toString();
    }
}
