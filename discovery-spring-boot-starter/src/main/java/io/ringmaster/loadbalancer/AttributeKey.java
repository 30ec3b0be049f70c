package io.ringmaster.loadbalancer;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.client.loadbalancer.RequestData;

/** The key is an attribute of the request as a string. Only a {@code WebClient} and the gateways have attributes. */
record AttributeKey(String name) implements KeySource {

    @Override
    public @Nullable String key(RequestData request) {
        Map<String, Object> attributes = request.getAttributes();
        Object value = attributes == null ? null : attributes.get(name);
        return value == null ? null : value.toString();
    }
}
