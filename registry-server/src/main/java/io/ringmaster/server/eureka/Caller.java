package io.ringmaster.server.eureka;

import java.net.InetSocketAddress;
import org.springframework.http.server.reactive.ServerHttpRequest;

/** Who sends a request. */
final class Caller {

    private Caller() {}

    /** Returns the address literal that the request came from, without a zone index. */
    static String address(ServerHttpRequest request) {
        InetSocketAddress remote = request.getRemoteAddress();
        if (remote == null || remote.getAddress() == null) {
            return "127.0.0.1";
        }
        String literal = remote.getAddress().getHostAddress();
        int zone = literal.indexOf('%');
        return zone < 0 ? literal : literal.substring(0, zone);
    }
}
