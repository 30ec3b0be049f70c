package io.ringmaster.server.dns;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Locale;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What can be set about DNS.
 *
 * @param enabled Whether the registry answers DNS, over UDP and TCP.
 * @param port Port for DNS. A port below 1024, such as 53, needs rights that the registry should not have: let the resolver of the
 *     host or of the cluster forward the domain to this one.
 * @param address Address to answer DNS at. DNS shows no token, so another address than a loopback one needs
 *     'ringmaster.server.anonymous-read=true'.
 * @param domain Domain below which the names are: 'inventory.service.' and this one. Other names are refused.
 * @param ttl Time for which others may keep an answer. A dead instance may be called for so much longer.
 * @param repliesPerSecond UDP answers to one network (/24, or /56 of IPv6) in a second. What is beyond is told to use TCP, or not
 *     answered, so that nobody can use the registry to flood a third party under its address.
 */
@ConfigurationProperties("ringmaster.server.dns")
record DnsProperties(
        @DefaultValue("false") boolean enabled,
        @DefaultValue("8600") int port,
        @DefaultValue("127.0.0.1") InetAddress address,
        @DefaultValue("ringmaster") String domain,
        @DefaultValue("1s") Duration ttl,
        @DefaultValue("1000") int repliesPerSecond) {

    private static final String PREFIX = "ringmaster.server.dns.";
    private static final int MAX_DOMAIN = 100;
    private static final Duration MAX_TTL = Duration.ofHours(1);
    private static final String LABEL = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";

    DnsProperties {
        domain = domain.toLowerCase(Locale.ROOT);
        require(port >= 0 && port <= 65_535, "port is " + port + ". Use 1 to 65535; 8600 is usual.");
        require(
                domain.length() <= MAX_DOMAIN && domain.matches(LABEL + "(\\." + LABEL + ")*"),
                "domain is '" + domain + "'. Use a domain without a dot at its end, such as 'ringmaster' or"
                        + " 'discovery.example.com'.");
        require(!ttl.isNegative() && ttl.compareTo(MAX_TTL) <= 0, "ttl is " + ttl + ". Use 0s to 1h; 1s is usual.");
        require(repliesPerSecond > 0, "replies-per-second is " + repliesPerSecond + ". Use 1 or more; 1000 is usual.");
    }

    private static void require(boolean legal, String otherwise) {
        if (!legal) {
            throw new IllegalArgumentException(PREFIX + otherwise);
        }
    }
}
