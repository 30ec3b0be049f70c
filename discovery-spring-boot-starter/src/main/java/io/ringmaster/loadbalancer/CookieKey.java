package io.ringmaster.loadbalancer;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.client.loadbalancer.RequestData;
import org.springframework.http.HttpHeaders;
import org.springframework.util.MultiValueMap;

/**
 * The key is the value of a cookie. The {@code Cookie} header is read here, because for blocking clients Spring Cloud cuts
 * it up wrongly and for Feign not at all; only a {@code WebClient}, whose cookies are no header yet, is asked for its own.
 */
record CookieKey(String name) implements KeySource {

    @Override
    public @Nullable String key(RequestData request) {
        HttpHeaders headers = request.getHeaders();
        List<String> lines = headers == null ? null : headers.get(HttpHeaders.COOKIE);
        if (lines != null) {
            for (int i = 0; i < lines.size(); i++) {
                String value = valueIn(lines.get(i));
                if (value != null) {
                    return value;
                }
            }
        }
        MultiValueMap<String, String> cookies = request.getCookies();
        return cookies == null ? null : cookies.getFirst(name);
    }

    /** Returns the value of this cookie in one line such as {@code a=1; session=x==}, without quotes, or null. */
    private @Nullable String valueIn(String line) {
        int start = 0;
        while (start < line.length()) {
            int semicolon = line.indexOf(';', start);
            int end = semicolon < 0 ? line.length() : semicolon;
            while (start < end && Character.isWhitespace(line.charAt(start))) {
                start++;
            }
            int equals = start + name.length();
            if (equals < end && line.charAt(equals) == '=' && line.startsWith(name, start)) {
                return unquoted(line.substring(equals + 1, end).strip());
            }
            start = end + 1;
        }
        return null;
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
        return quoted ? value.substring(1, value.length() - 1) : value;
    }
}
