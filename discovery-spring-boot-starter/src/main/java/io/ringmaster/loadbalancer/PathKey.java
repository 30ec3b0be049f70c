package io.ringmaster.loadbalancer;

import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.client.loadbalancer.RequestData;

/**
 * The key is one segment of the path, decoded. The pattern {@code /carts/{id}} fits every path that begins so:
 * {@code /carts/42} and {@code /carts/42/items} both have the key {@code 42}. A {@code *} stands for any one segment.
 *
 * @param segments the segments of the pattern
 * @param keyIndex which of them is the key
 */
record PathKey(List<String> segments, int keyIndex) implements KeySource {

    private static final String ANY = "*";

    static PathKey parse(String pattern) {
        if (!pattern.startsWith("/")) {
            throw new IllegalArgumentException("a path begins with '/'");
        }
        List<String> segments = List.of(pattern.substring(1).split("/", -1));
        int keyIndex = -1;
        for (int i = 0; i < segments.size(); i++) {
            String segment = segments.get(i);
            if (segment.matches("\\{[^{}*]+}")) {
                if (keyIndex >= 0) {
                    throw new IllegalArgumentException("it marks two segments as the key; write '*' for the other");
                }
                keyIndex = i;
            } else if (segment.matches(".*[{}].*") || segment.contains(ANY) && !segment.equals(ANY)) {
                throw new IllegalArgumentException("'" + segment + "' is no whole segment, '*' or '{name}'");
            }
        }
        if (keyIndex < 0) {
            throw new IllegalArgumentException("it marks no segment as the key, such as '{id}'");
        }
        return new PathKey(segments, keyIndex);
    }

    @Override
    public @Nullable String key(RequestData request) {
        URI url = request.getUrl();
        String path = url == null ? null : url.getRawPath();
        if (path == null) {
            return null;
        }
        String key = null;
        int start = 1;
        for (int i = 0; i < segments.size(); i++) {
            if (start > path.length()) {
                return null;
            }
            int slash = path.indexOf('/', start);
            int end = slash < 0 ? path.length() : slash;
            if (i == keyIndex) {
                key = path.substring(start, end);
            } else if (!fits(segments.get(i), path, start, end)) {
                return null;
            }
            start = end + 1;
        }
        // A plus in a path is a plus, not a blank.
        return key == null || key.indexOf('%') < 0 ? key : QueryKey.decoded(key.replace("+", "%2B"));
    }

    private static boolean fits(String segment, String path, int start, int end) {
        return segment.equals(ANY) || end - start == segment.length() && path.startsWith(segment, start);
    }
}
