package io.ringmaster.server.liveness;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;

/**
 * Keeps the registry from being used to scan a network: it probes an instance only at the address that its registration
 * came from. One that registered over loopback runs on this host, so any address of this host is its own.
 */
final class ProbeFence {

    private ProbeFence() {}

    static boolean allows(InetAddress target, String registeredFrom) {
        InetAddress from = NetUtil.createInetAddressFromIpAddressString(registeredFrom);
        if (from == null) {
            return false;
        }
        return target.equals(from) || (from.isLoopbackAddress() && isOfThisHost(target));
    }

    private static boolean isOfThisHost(InetAddress address) {
        try {
            return address.isLoopbackAddress() || NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException e) {
            return false;
        }
    }
}
