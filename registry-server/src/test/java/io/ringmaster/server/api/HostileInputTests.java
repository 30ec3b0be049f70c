package io.ringmaster.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringmaster.server.EventStream;
import io.ringmaster.server.RunningRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Requests that are almost legal, made from a seed: {@code -Dhostile.seed=} repeats a run, {@code -Dhostile.count=} makes it
 * longer. Whatever comes, the server answers with a problem or closes the connection, tells nothing of its inside, and goes on.
 */
class HostileInputTests {

    private static final long SEED = Long.getLong("hostile.seed", 20261130);
    private static final int COUNT = Integer.getInteger("hostile.count", 400);

    private static final List<String> METHODS =
            List.of("GET", "PUT", "DELETE", "POST", "PATCH", "HEAD", "TRACE", "G\u0001T");

    private static final List<String> PATHS = List.of(
            "/v1/services",
            "/v1/services/orders",
            "/v1/services/orders/instances",
            "/v1/services/orders/instances?limit=1&zone=a&metadata.k=v",
            "/v1/services/orders/instances/orders-1",
            "/v1/services/orders/instances/orders-1/lease",
            "/v1/services/orders/instances/orders-1/status",
            "/v1/services/orders/instances/orders-1/override",
            "/v1/services/orders/instances/orders-1/drain",
            "/v1/services/orders/ring?without=orders-1",
            "/v1/services/orders/route?key=k",
            "/v1/sessions/session-one",
            "/v1/events?limit=10",
            "/v1/cluster",
            "/actuator/health",
            "/js/clock.js",
            "/");

    private static final List<String> PATH_TRICKS = List.of(
            "..",
            "/../",
            "/./",
            "//",
            "%2e%2e/",
            "%2F",
            "%5C",
            "\\",
            "%00",
            "%0d%0aSet-Cookie:a=b",
            "%",
            "%zz",
            ";a=b",
            "%3B",
            "?",
            "#",
            "*",
            "{service}",
            "$" + "{jndi:ldap://x}",
            "%c0%ae",
            "\u00e9",
            "%ff",
            "%F0%9F%98%80",
            "'\"<script>",
            "x".repeat(5_000),
            "&limit=-1",
            "&limit=99999999999",
            "&without=%00");

    private static final List<String> BODIES = List.of(
            "{\"host\":\"10.0.0.1\",\"port\":8080,\"zone\":\"a\",\"weight\":1,\"metadata\":{\"k\":\"v\"},\"ttlSeconds\":9,"
                    + "\"session\":\"session-one\",\"incarnation\":1,\"status\":\"UP\",\"check\":{\"type\":\"none\"}}",
            "{\"status\":\"DRAINING\",\"incarnation\":1}",
            "{\"status\":\"OUT_OF_SERVICE\",\"weight\":0.5,\"reason\":\"r\",\"expiresAt\":\"2999-01-01T00:00:00Z\"}",
            "{\"application\":\"a\",\"revision\":\"abc-1\",\"instances\":[{\"service\":\"orders\",\"id\":\"orders-1\",\"incarnation\":1,"
                    + "\"inFlight\":1}],\"failedCalls\":[{\"service\":\"orders\",\"id\":\"orders-1\"}],\"loadOf\":[\"orders\"]}");

    private static final List<String> BODY_TRICKS = List.of(
            "[".repeat(20_000),
            "{\"a\":".repeat(5_000),
            "1".repeat(30_000),
            "1e999999999",
            "-1",
            "9223372036854775808",
            "0.1",
            "NaN",
            "null",
            "\"\"",
            "\"\\ud800\"",
            "\"\\u0000\"",
            "\"\\r\\nevent: put\\r\\ndata: {}\"",
            "\"" + "y".repeat(40_000) + "\"",
            "{\"k\":{\"k\":1}}",
            "\u00ff\u00fe",
            "\"port\":1,\"port\":2",
            "/* c */",
            "'",
            "");

    private static final List<String> HEADERS = List.of(
            "Content-Type: text/plain",
            "Content-Type: application/json; charset=utf-32",
            "Content-Type: \u0000",
            "Transfer-Encoding: chunked",
            "Content-Length: 5",
            "Content-Length: -1",
            "Expect: 100-continue",
            "Content-Encoding: gzip",
            "Host: evil.example",
            "Last-Event-ID: x-99999999999999999999",
            "If-None-Match: \"\u00e9",
            "Authorization: Bearer " + "z".repeat(5_000),
            "Accept: */*;q=2, \u0001",
            "Upgrade: h2c\r\nHTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA\r\nConnection: Upgrade, HTTP2-Settings",
            "X-Forwarded-For: 10.0.0.1",
            "X: " + "h".repeat(9_000),
            " folded: header",
            "no-colon");

    private final Random random = new Random(SEED);

    @Test
    void whateverComesItAnswersOrClosesAndGoesOn() throws IOException {
        Map<String, Integer> outcomes = new TreeMap<>();
        try (RunningRegistry server = RunningRegistry.start("server.netty.idle-timeout=100ms")) {
            for (int i = 0; i < COUNT; i++) {
                byte[] request = request();
                String answer = exchange(server.port(), request);
                String seen = answer.isEmpty() ? "closed" : answer.substring(9, Math.min(12, answer.length()));
                outcomes.merge(seen, 1, Integer::sum);
                assertThat(answer)
                        .as("request %d of -Dhostile.seed=%d: %s", i, SEED, shown(request))
                        .doesNotContainPattern("HTTP/1.1 5(?!01)")
                        .doesNotContain("Exception", "java.")
                        .doesNotContainPattern("(?m)^Set-Cookie");
                // A sentence may say what was wrong, without its line breaks. Only a routing key, which is any text,
                // keeps them.
                if (!shown(request).contains("/route")) {
                    assertThat(answer)
                            .as("request %d of -Dhostile.seed=%d: %s", i, SEED, shown(request))
                            .doesNotContain("\\nSet-Cookie");
                }
            }
            assertThat(server.get("/v1/services").status()).isEqualTo(200);
            try (EventStream stream = EventStream.open(server.port(), "/v1/watch")) {
                stream.upTo("synced");
            }
        }
        assertThat(outcomes).containsKeys("200", "400");
        System.out.println(COUNT + " hostile requests: " + outcomes);
    }

    private byte[] request() {
        StringBuilder head = new StringBuilder();
        head.append(random.nextInt(4) == 0 ? pick(METHODS) : random.nextBoolean() ? "PUT" : "GET")
                .append(' ');
        head.append(tricked(pick(PATHS), PATH_TRICKS, 3))
                .append(" HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n");
        byte[] body = tricked(pick(BODIES), BODY_TRICKS, 2)
                .getBytes(random.nextBoolean() ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1);
        if (random.nextInt(3) == 0) {
            head.append(pick(HEADERS)).append("\r\n");
        } else {
            head.append("Content-Type: application/json\r\n");
        }
        head.append("Content-Length: ").append(body.length).append("\r\n\r\n");
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.writeBytes(head.toString().getBytes(StandardCharsets.ISO_8859_1));
        request.writeBytes(body);
        return request.toByteArray();
    }

    /** Puts a trick, or none, at some place of a text, or in the place of a value. */
    private String tricked(String text, List<String> tricks, int ofHowMany) {
        if (random.nextInt(ofHowMany) == 0) {
            return text;
        }
        int from = random.nextInt(text.length() + 1);
        int colon = text.indexOf(':', from);
        if (colon > 0 && random.nextBoolean()) {
            int end = colon + 1;
            while (end < text.length() && ",}]".indexOf(text.charAt(end)) < 0) {
                end++;
            }
            return text.substring(0, colon + 1) + pick(tricks) + text.substring(end);
        }
        return text.substring(0, from) + pick(tricks) + text.substring(from);
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    /** Returns what comes back until the connection is closed; empty if nothing does. */
    private static String exchange(int port, byte[] request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(20_000);
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            try {
                socket.getOutputStream().write(request);
                InputStream in = socket.getInputStream();
                in.transferTo(answer);
            } catch (SocketException reset) {
                // It closed before it had read everything.
            }
            return answer.toString(StandardCharsets.ISO_8859_1);
        }
    }

    private static String shown(byte[] request) {
        String text = new String(request, StandardCharsets.ISO_8859_1);
        return text.length() <= 400 ? text : text.substring(0, 400) + "…";
    }
}
