package io.ringmaster.server;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.AsciiString;
import io.ringmaster.server.registry.FrequentCall;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What makes a request one that needs neither a framework nor a whole server for HTTP. */
final class PlainRequest {

    private static final String JSON = "application/json";

    /** As our clients say it. */
    private static final String JSON_OR_A_PROBLEM = "application/json, application/problem+json";

    /** What may stand in a path as it is, without what is escaped, and without a parameter. */
    private static final String IN_A_PATH = "/-._~!$&'()*+,:@=";

    private static final Pattern HOST = Pattern.compile("([A-Za-z0-9.-]+|\\[[0-9A-Fa-f:.]+])(?::[0-9]{1,5})?");

    /** What each of them asks for is done elsewhere. */
    private static final List<AsciiString> UNUSUAL = List.of(
            HttpHeaderNames.TRANSFER_ENCODING,
            HttpHeaderNames.CONTENT_ENCODING,
            HttpHeaderNames.EXPECT,
            HttpHeaderNames.ORIGIN,
            AsciiString.cached("forwarded"),
            AsciiString.cached("x-forwarded-for"));

    private PlainRequest() {}

    /** Returns what such a request asks for, or null if it is not plain, or none of these. */
    static @Nullable FrequentCall find(HttpRequest request, List<FrequentCall> calls) {
        for (FrequentCall call : calls) {
            if (call.is(request.method().name(), request.uri())) {
                return isPlain(request) ? call : null;
            }
        }
        return null;
    }

    /** Returns the name in a Host header, without the port, or null if it is none. */
    static @Nullable String host(String header) {
        Matcher matcher = HOST.matcher(header);
        return matcher.matches() ? matcher.group(1) : null;
    }

    private static boolean isPlain(HttpRequest request) {
        HttpHeaders headers = request.headers();
        return request.decoderResult().isSuccess()
                && request.protocolVersion().equals(HttpVersion.HTTP_1_1)
                && HttpUtil.isKeepAlive(request)
                && HttpUtil.getContentLength(request, 0L) > 0
                && isJson(headers.get(HttpHeaderNames.CONTENT_TYPE))
                && acceptsJson(headers.get(HttpHeaderNames.ACCEPT))
                && !asksForMore(headers)
                && isPlainPath(request.uri());
    }

    private static boolean asksForMore(HttpHeaders headers) {
        for (AsciiString name : UNUSUAL) {
            if (headers.contains(name)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isPlainPath(String path) {
        for (int i = 0; i < path.length(); i++) {
            if (!mayBeInAPath(path.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isJson(@Nullable String type) {
        return type != null && type.equalsIgnoreCase(JSON);
    }

    private static boolean acceptsJson(@Nullable String accept) {
        return accept == null || accept.equals("*/*") || accept.equals(JSON_OR_A_PROBLEM) || isJson(accept);
    }

    private static boolean mayBeInAPath(char character) {
        return character >= 'a' && character <= 'z'
                || character >= 'A' && character <= 'Z'
                || character >= '0' && character <= '9'
                || IN_A_PATH.indexOf(character) >= 0;
    }
}
