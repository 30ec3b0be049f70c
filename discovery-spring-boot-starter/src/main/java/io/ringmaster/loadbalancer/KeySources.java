package io.ringmaster.loadbalancer;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.client.loadbalancer.Request;
import org.springframework.cloud.client.loadbalancer.RequestData;
import org.springframework.cloud.client.loadbalancer.RequestDataContext;

/** Several places in a request, tried in order. */
final class KeySources implements HashKeyResolver {

    private final KeySource[] sources;
    private final List<String> specs;

    private KeySources(KeySource[] sources, List<String> specs) {
        this.sources = sources;
        this.specs = specs;
    }

    /**
     * Reads the value of a property.
     *
     * @throws InvalidHashKeyException if one of the places cannot be understood
     */
    static KeySources parse(String property, List<String> specs) {
        List<KeySource> sources = new ArrayList<>(specs.size());
        for (String spec : specs) {
            try {
                sources.add(KeySource.parse(spec));
            } catch (IllegalArgumentException e) {
                throw new InvalidHashKeyException(property, spec, String.valueOf(e.getMessage()));
            }
        }
        return new KeySources(sources.toArray(KeySource[]::new), List.copyOf(specs));
    }

    List<String> specs() {
        return specs;
    }

    @Override
    public @Nullable String resolve(String service, Request<?> request) {
        if (request.getContext() instanceof RequestDataContext context) {
            RequestData data = context.getClientRequest();
            if (data != null) {
                return firstKey(data);
            }
        }
        return null;
    }

    private @Nullable String firstKey(RequestData data) {
        for (KeySource source : sources) {
            String key = source.key(data);
            if (key != null && !key.isEmpty()) {
                return key;
            }
        }
        return null;
    }
}
