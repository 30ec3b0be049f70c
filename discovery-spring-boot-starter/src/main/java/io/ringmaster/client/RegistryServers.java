package io.ringmaster.client;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/**
 * The servers of the registry and which of them is in use. The choice stays until that server fails, so that the stream and
 * the calls of a process meet at one node. The first is home: where this process belongs when all of them work. Any thread may
 * call it.
 */
public final class RegistryServers {

    private static final Pattern LOOPBACK =
            Pattern.compile("(?i)localhost|.+\\.localhost|127(\\.[0-9]{1,3}){3}|\\[::1]");

    private final List<URI> servers;
    private final AtomicInteger current = new AtomicInteger();

    /** The one that answered the latest call. */
    private volatile URI answering;

    private RegistryServers(List<URI> servers) {
        this.servers = List.copyOf(servers);
        this.answering = servers.get(0);
    }

    /**
     * Returns the servers with these addresses; the first is used first.
     *
     * @throws IllegalServerUrlException if there is none, or one cannot be used; the message says how to write it
     */
    public static RegistryServers of(List<String> urls) {
        if (urls.isEmpty()) {
            throw new IllegalServerUrlException(
                    "No registry server is given. Write one such as http://localhost:8761.");
        }
        return new RegistryServers(urls.stream().map(RegistryServers::parse).toList());
    }

    /**
     * Returns the servers with these addresses in an order of this process's own, so that many processes spread over them, and
     * those of one that fails over all others. The preferred ones come before the rest.
     *
     * @param preferred some of the addresses; others in it are passed over
     * @throws IllegalServerUrlException if there is none, or one cannot be used; the message says how to write it
     */
    public static RegistryServers spread(List<String> urls, Collection<String> preferred, Random random) {
        List<URI> near = preferred.stream().map(RegistryServers::parse).toList();
        List<URI> spread = new ArrayList<>(of(urls).servers);
        Collections.shuffle(spread, random);
        spread.sort(Comparator.comparing(server -> !near.contains(server)));
        return new RegistryServers(spread);
    }

    /** Returns the server in use. */
    public URI current() {
        return servers.get(current.get());
    }

    /** Returns all servers in the order in which they are tried. */
    public List<URI> all() {
        return servers;
    }

    /** Whether the server in use is the one where this process belongs. */
    boolean atHome() {
        return current.get() == 0;
    }

    /** The next call goes to where this process belongs, and to others only if that fails. */
    void goHome() {
        current.set(0);
    }

    /** A server has answered a call. */
    void answered(URI server) {
        answering = server;
    }

    /** Returns the server that answered the latest call, before any has the one that is tried first. */
    URI answering() {
        return answering;
    }

    /** Goes on to the next server, unless somebody else has already given up the failed one. */
    public void failed(URI server) {
        int index = servers.indexOf(server);
        current.compareAndSet(index, (index + 1) % servers.size());
    }

    /** Whether every server is on this very machine. Asks the name service for names that are not addresses. */
    public boolean allOnLoopback() {
        return servers.stream().map(URI::getHost).allMatch(RegistryServers::isLoopback);
    }

    /**
     * Returns the servers to which everything travels over a network in plain text. Asks no name service: only
     * {@code localhost} and address literals of loopback are taken for this very machine.
     */
    public List<URI> inPlainText() {
        return servers.stream()
                .filter(server -> server.getScheme().equalsIgnoreCase("http"))
                .filter(server -> !LOOPBACK.matcher(server.getHost()).matches())
                .toList();
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException unknown) {
            return false;
        }
    }

    private static URI parse(String url) {
        String text = url.strip();
        try {
            URI uri = new URI(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
            String scheme = uri.getScheme();
            if (!"http".equalsIgnoreCase(scheme) && !"https".equalsIgnoreCase(scheme)) {
                throw illegal(url, "It must begin with http:// or https://.");
            }
            if (uri.getHost() == null) {
                throw illegal(url, "It has no host that can be read.");
            }
            if (uri.getUserInfo() != null) {
                throw new IllegalServerUrlException("The address of a registry server holds a user name or password. "
                        + "Take them out; the secret of the registry is ringmaster.client.token.");
            }
            if (uri.getQuery() != null || uri.getFragment() != null) {
                throw illegal(url, "It must not hold '?' or '#'.");
            }
            return uri;
        } catch (URISyntaxException syntax) {
            throw illegal(url, syntax.getReason() + ".");
        }
    }

    private static IllegalServerUrlException illegal(String url, String why) {
        String shown = url.replaceAll("[^\\x20-\\x7E]", "?").replaceAll("//[^/]*@", "//…@");
        return new IllegalServerUrlException("'" + shown + "' is not the address of a registry server. " + why
                + " Write it such as http://localhost:8761.");
    }

    @Override
    public String toString() {
        return servers.toString();
    }
}
