package io.ringmaster.server.security;

import io.ringmaster.server.registry.RateLimit;
import io.ringmaster.time.Ticker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.server.reactive.ServerHttpRequest;

/** Writes a line about who was refused what; of one caller no more than about one in a second, however often he tries. */
final class RefusalLog {

    private static final Logger log = LoggerFactory.getLogger("ringmaster.access");

    private static final int LONGEST_PATH = 200;

    private final Ticker ticker;
    private final RateLimit lines;

    RefusalLog(Ticker ticker) {
        this.ticker = ticker;
        this.lines = new RateLimit(1, ticker.now());
    }

    void refused(String caller, String address, ServerHttpRequest request, String why) {
        if (lines.take(caller + " " + address, ticker.now())) {
            log.atWarn()
                    .addKeyValue("by", caller)
                    .addKeyValue("from", address)
                    .log("{} from {} was refused {} {}: {}", caller, address, request.getMethod(), path(request), why);
        }
    }

    private static String path(ServerHttpRequest request) {
        String path = request.getPath().value().replaceAll("[^!-~]", "?");
        return path.length() <= LONGEST_PATH ? path : path.substring(0, LONGEST_PATH) + "…";
    }
}
