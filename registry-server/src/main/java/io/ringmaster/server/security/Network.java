package io.ringmaster.server.security;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Addresses that begin alike. */
final class Network {

    private final IpSubnetFilterRule rule;

    private Network(IpSubnetFilterRule rule) {
        this.rule = rule;
    }

    /**
     * @param cidr such as {@code 10.0.0.0/8}, or a single address
     * @throws IllegalArgumentException if it is not
     */
    static Network of(String cidr) {
        int slash = cidr.indexOf('/');
        String address = slash < 0 ? cidr : cidr.substring(0, slash);
        int whole = NetUtil.isValidIpV6Address(address) ? 128 : 32;
        try {
            int prefix = slash < 0 ? whole : Integer.parseInt(cidr.substring(slash + 1));
            return new Network(new IpSubnetFilterRule(address, prefix, IpFilterRuleType.ACCEPT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "'" + cidr + "' is no network. Use one such as 10.0.0.0/8 or fd00::/8, or an address.", e);
        }
    }

    /**
     * @param host an address literal; a name is in no network, because what it stands for can change
     */
    boolean contains(String host) {
        InetAddress address = NetUtil.createInetAddressFromIpAddressString(host);
        return address != null && rule.matches(new InetSocketAddress(address, 0));
    }
}
