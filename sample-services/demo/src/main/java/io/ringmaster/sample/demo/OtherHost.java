package io.ringmaster.sample.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * A second host, made of a network namespace and a pair of virtual Ethernet devices. The process that makes it must be in a
 * network namespace of its own already, in which it may do everything; both end, with all that was set, when their processes do.
 */
final class OtherHost implements AutoCloseable {

    private static final String HERE = "10.77.0.1";

    private static final String THERE = "10.77.0.2";

    private final Process holder;
    private final List<String> enter;

    OtherHost() throws IOException, InterruptedException {
        run(List.of("ip", "link", "set", "lo", "up"));
        holder = new ProcessBuilder("setpriv", "--pdeathsig", "KILL", "unshare", "-n", "sleep", "3600").start();
        enter = List.of("nsenter", "-t", Long.toString(holder.pid()), "-n");
        awaitNamespace();
        run(List.of(
                "ip", "link", "add", "rmhere", "type", "veth", "peer", "name", "rmthere", "netns", "" + holder.pid()));
        run(List.of("ip", "addr", "add", HERE + "/30", "dev", "rmhere"));
        run(List.of("ip", "link", "set", "rmhere", "up"));
        runThere("ip", "link", "set", "lo", "up");
        runThere("ip", "addr", "add", THERE + "/30", "dev", "rmthere");
        runThere("ip", "link", "set", "rmthere", "up");
    }

    /** Returns where to start processes on this side, given what they need to know. */
    static Fleet.Place thisSide(Map<String, String> environment) {
        return new Fleet.Place(HERE, List.of(), environment);
    }

    /** Returns where to start processes on the other host, given what they need to know. */
    Fleet.Place place(Map<String, String> environment) {
        return new Fleet.Place(THERE, enter, environment);
    }

    /** Pulls its plug. */
    void unplug() throws IOException, InterruptedException {
        runThere("ip", "link", "set", "rmthere", "down");
    }

    /** Puts the plug in again. */
    void plugIn() throws IOException, InterruptedException {
        runThere("ip", "link", "set", "rmthere", "up");
    }

    /** Loses that part of the packets in each direction, above 0 and up to 1. */
    void lose(double part) throws IOException, InterruptedException {
        List<String> chance = part == 1
                ? List.of()
                : List.of(
                        "-m",
                        "statistic",
                        "--mode",
                        "random",
                        "--probability",
                        String.format(Locale.ROOT, "%.3f", part));
        run(rule(THERE, chance));
        List<String> other = new ArrayList<>(enter);
        other.addAll(rule(HERE, chance));
        run(other);
    }

    /** Loses none any more. */
    void loseNone() throws IOException, InterruptedException {
        run(List.of("iptables", "-F", "INPUT"));
        runThere("iptables", "-F", "INPUT");
    }

    @Override
    public void close() {
        holder.destroyForcibly();
    }

    private static List<String> rule(String from, List<String> chance) {
        List<String> rule = new ArrayList<>(List.of("iptables", "-A", "INPUT", "-s", from));
        rule.addAll(chance);
        rule.addAll(List.of("-j", "DROP"));
        return rule;
    }

    /** The process is there before its namespace is. */
    private void awaitNamespace() throws IOException {
        Path ours = Files.readSymbolicLink(Path.of("/proc/self/ns/net"));
        while (Files.readSymbolicLink(Path.of("/proc/" + holder.pid() + "/ns/net"))
                .equals(ours)) {
            if (!holder.isAlive()) {
                throw new FaultSkipped("a second network namespace is not permitted here");
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    private void runThere(String... command) throws IOException, InterruptedException {
        List<String> whole = new ArrayList<>(enter);
        whole.addAll(List.of(command));
        run(whole);
    }

    private static void run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new FaultSkipped("'" + String.join(" ", command) + "' says: " + output.strip());
        }
    }
}
