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
 * A further host, made of a network namespace and a pair of virtual Ethernet devices. Several reach each other through this one. The process that makes it must be in a
 * network namespace of its own already, in which it may do everything; both end, with all that was set, when their processes do.
 */
final class OtherHost implements AutoCloseable {

    private static final String FIRST = "10.77.1.";

    private final Process holder;
    private final List<String> enter;
    private final String address;

    /** The device on this side. */
    private final String device;

    /**
     * @param number 1 for the first, and so on
     */
    OtherHost(int number) throws IOException, InterruptedException {
        String gateway = "10.77." + number + ".1";
        address = "10.77." + number + ".2";
        device = "rmhere" + number;
        run(List.of("ip", "link", "set", "lo", "up"));
        holder = new ProcessBuilder("setpriv", "--pdeathsig", "KILL", "unshare", "-n", "sleep", "3600").start();
        enter = List.of("nsenter", "-t", Long.toString(holder.pid()), "-n");
        awaitNamespace();
        run(List.of(
                "ip", "link", "add", device, "type", "veth", "peer", "name", "rmthere", "netns", "" + holder.pid()));
        run(List.of("ip", "addr", "add", gateway + "/30", "dev", device));
        run(List.of("ip", "link", "set", device, "up"));
        runThere("ip", "link", "set", "lo", "up");
        runThere("ip", "addr", "add", address + "/30", "dev", "rmthere");
        runThere("ip", "link", "set", "rmthere", "up");
        if (number > 1) {
            runThere("ip", "route", "add", FIRST + "0/30", "via", gateway);
            forward();
        }
    }

    /** Lets the first host reach the others through this one. */
    void reaches(OtherHost other) throws IOException, InterruptedException {
        runThere("ip", "route", "add", other.address + "/32", "via", FIRST + "1");
    }

    private static void forward() {
        try {
            Files.writeString(Path.of("/proc/sys/net/ipv4/ip_forward"), "1");
        } catch (IOException e) {
            throw new FaultSkipped("forwarding between network namespaces is not permitted here");
        }
    }

    /** Returns where to start processes on this side, given what they need to know. */
    static Fleet.Place thisSide(Map<String, String> environment) {
        return new Fleet.Place(FIRST + "1", List.of(), environment);
    }

    /** Returns where to start processes on the other host, given what they need to know. */
    Fleet.Place place(Map<String, String> environment) {
        return new Fleet.Place(address, enter, environment);
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
        run(rule("INPUT", device, chance));
        run(rule("FORWARD", device, chance));
        List<String> other = new ArrayList<>(enter);
        other.addAll(rule("INPUT", "rmthere", chance));
        run(other);
    }

    /** Loses none any more, of any other host. */
    void loseNone() throws IOException, InterruptedException {
        run(List.of("iptables", "-F"));
        runThere("iptables", "-F");
    }

    @Override
    public void close() {
        holder.destroyForcibly();
    }

    private static List<String> rule(String chain, String device, List<String> chance) {
        List<String> rule = new ArrayList<>(List.of("iptables", "-A", chain, "-i", device));
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
