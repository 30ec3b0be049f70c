package io.ringmaster.loadbalancer;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.client.loadbalancer.RequestData;

/** The key is the first value of a query parameter, decoded. */
record QueryKey(String name) implements KeySource {

    @Override
    public @Nullable String key(RequestData request) {
        URI url = request.getUrl();
        String query = url == null ? null : url.getRawQuery();
        if (query == null) {
            return null;
        }
        int start = 0;
        while (start <= query.length()) {
            int end = query.indexOf('&', start);
            if (end < 0) {
                end = query.length();
            }
            int equals = query.indexOf('=', start);
            if (equals >= 0 && equals < end && matches(query, start, equals)) {
                return decoded(query.substring(equals + 1, end));
            }
            start = end + 1;
        }
        return null;
    }

    private boolean matches(String query, int start, int end) {
        return end - start == name.length() && query.startsWith(name, start)
                || query.indexOf('%', start) >= 0
                        && decoded(query.substring(start, end)).equals(name);
    }

    /** Two spellings of one key must not be two keys; what cannot be decoded is taken as it is. */
    static String decoded(String raw) {
        if (raw.indexOf('%') < 0 && raw.indexOf('+') < 0) {
            return raw;
        }
        try {
            return URLDecoder.decode(raw, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return raw;
        }
    }
}
