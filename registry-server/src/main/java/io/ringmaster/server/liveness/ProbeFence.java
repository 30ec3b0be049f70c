package io.ringmaster.server.liveness;

import io.netty.handler.ipfilter.IpFilterRule;
import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;

/**
 * Keeps the registry from being used to scan a network: it probes an instance only at the address that its registration
 * came from, or in a network that an administrator has allowed. One that registered over loopback runs on this host, so any
 * address of this host is its own.
 */
final class ProbeFence {

    private final List<IpFilterRule> allowed;

    /**
     * @param allowedNetworks in CIDR notation
     * @throws IllegalArgumentException if one is not
     */
    ProbeFence(List<String> allowedNetworks) {
        this.allowed = allowedNetworks.stream().map(ProbeFence::network).toList();
    }

    boolean allows(InetAddress target, String registeredFrom) {
        InetAddress from = NetUtil.createInetAddressFromIpAddressString(registeredFrom);
        boolean own = from != null && (target.equals(from) || (from.isLoopbackAddress() && isOfThisHost(target)));
        return own || allowed.stream().anyMatch(network -> network.matches(new InetSocketAddress(target, 0)));
    }

    private static IpFilterRule network(String cidr) {
        int slash = cidr.indexOf('/');
        try {
            int prefix = Integer.parseInt(cidr.substring(slash + 1));
            return new IpSubnetFilterRule(cidr.substring(0, Math.max(slash, 0)), prefix, IpFilterRuleType.ACCEPT);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "ringmaster.server.probe.allowed-networks holds '" + cidr
                            + "'. Use networks such as 10.0.0.0/8 or fd00::/8, with commas between them.",
                    e);
        }
    }

    private static boolean isOfThisHost(InetAddress address) {
        try {
            return address.isLoopbackAddress() || NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException e) {
            return false;
        }
    }
}
