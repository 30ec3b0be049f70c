package io.ringmaster.server.eureka;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What can be set about the bridge to another Eureka server.
 *
 * @param urls URLs of the nodes of one other Eureka server, such as 'http://old:8761/eureka/', with user and password in them if it
 *     wants any. What registers there is listed here, and the reverse.
 * @param pollInterval Time between two looks at what is listed there.
 */
@ConfigurationProperties("ringmaster.server.eureka.bridge")
record BridgeProperties(
        @DefaultValue List<URI> urls, @DefaultValue("10s") Duration pollInterval) {

    BridgeProperties {
        urls = urls.stream().map(BridgeProperties::folder).toList();
        if (pollInterval.toSeconds() < 1 || pollInterval.toMinutes() > 5) {
            throw new IllegalArgumentException("ringmaster.server.eureka.bridge.poll-interval is " + pollInterval
                    + ". Use 1s to 5m; 10s is usual, and the other server keeps its answer for 30s anyway.");
        }
    }

    private static URI folder(URI url) {
        if (url.getHost() == null || !("http".equals(url.getScheme()) || "https".equals(url.getScheme()))) {
            throw new IllegalArgumentException(
                    "ringmaster.server.eureka.bridge.urls holds something that is no URL of a Eureka"
                            + " server. Use such as http://old:8761/eureka/, the same as clients have in defaultZone.");
        }
        return url.getPath().endsWith("/") ? url : URI.create(url + "/");
    }
}
