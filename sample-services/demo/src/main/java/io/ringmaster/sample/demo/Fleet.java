package io.ringmaster.sample.demo;

import io.ringmaster.time.Ticker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The registry and the instances of the samples, as processes of this machine that listen on 127.0.0.1 and write a log each.
 * They end with this process, whatever ends it: {@link #close} stops them in order, and where {@code setpriv} is installed, as
 * it is with every common Linux, the kernel kills them if this process is killed. For that, the thread that starts them must
 * be one that lives as long as the process. One thread starts and stops; {@link #close} may come from another.
 */
final class Fleet implements AutoCloseable {

    /**
     * A process that was started.
     *
     * @param id how it is called: the instance id, unless it was left to the starter
     * @param process the process
     * @param log where its output goes
     */
    record Member(String id, Process process, Path log) {

        boolean isAlive() {
            return process.isAlive();
        }
    }

    /**
     * Where a process runs.
     *
     * @param host the address it listens at
     * @param enter the beginning of a command that takes it there
     * @param environment what it needs to know there
     */
    record Place(String host, List<String> enter, Map<String, String> environment) {

        static final Place LOOPBACK = new Place("127.0.0.1", List.of(), Map.of());
    }

    /**
     * A node of the registry.
     *
     * @param place where it runs
     * @param port where it is called
     * @param clusterPort where other nodes reach it
     * @param journal new for each fleet, so that it does not begin with what an earlier one left
     */
    private record RegistryNode(Place place, int port, int clusterPort, Path journal) {

        URI uri() {
            return URI.create("http://" + place.host() + ":" + port + "/");
        }
    }

    private static final String REGISTRY = "registry";
    private static final Duration STOP_WITHIN = Duration.ofSeconds(10);

    private final Identities identities;
    private final Jars jars;
    private final Path logs;
    private final Ticker ticker;
    private final HttpClient http;
    private final Place home;
    private final List<RegistryNode> nodes = new ArrayList<>();

    private final boolean dieWithParent = Files.isExecutable(Path.of("/usr/bin/setpriv"));

    /** Those that are expected to be alive, the registry first. Guarded by this. */
    private final List<Member> members = new ArrayList<>();

    private boolean closed;
    private volatile @Nullable Watch watch;

    /**
     * @param jars what to start; closed with the fleet
     * @param logs the folder for the logs
     */
    Fleet(Jars jars, Path logs, HttpClient http, Ticker ticker) throws IOException {
        this(jars, logs, http, ticker, List.of(Place.LOOPBACK));
    }

    /**
     * @param registries where the nodes of the registry run; all who are not sent elsewhere run at the place of the first one
     */
    Fleet(Jars jars, Path logs, HttpClient http, Ticker ticker, List<Place> registries) throws IOException {
        this(jars, logs, http, ticker, registries, Identities.NONE);
    }

    /**
     * @param identities who everybody is
     */
    Fleet(Jars jars, Path logs, HttpClient http, Ticker ticker, List<Place> registries, Identities identities)
            throws IOException {
        this.identities = identities;
        this.jars = jars;
        this.logs = logs;
        this.http = http;
        this.ticker = ticker;
        this.home = registries.get(0);
        for (Place place : registries) {
            nodes.add(new RegistryNode(
                    place, FreePorts.one(), FreePorts.one(), Files.createTempDirectory(logs, "registry-journal-")));
        }
    }

    /** Returns where the registry is, or will be: its first node, when there are several. */
    URI registry() {
        return registries().get(0);
    }

    /** Returns where all nodes of the registry are, or will be. */
    List<URI> registries() {
        return nodes.stream().map(RegistryNode::uri).toList();
    }

    /** Returns where applications of a service keep their list, once they have one. */
    Path savedList(String service) {
        return logs.resolve("mirror").resolve(service + ".json");
    }

    /** Whether the processes die even if this one is killed in a way that it cannot notice. */
    boolean diesWithParent() {
        return dieWithParent;
    }

    /** Starts the registry, or starts it again on the same port: its first node, when there are several. */
    Member startRegistry() throws IOException {
        return startRegistry(0);
    }

    /** Starts a node of the registry, or starts it again on the same port. */
    Member startRegistry(int index) throws IOException {
        RegistryNode node = nodes.get(index);
        List<String> arguments = new ArrayList<>(
                List.of("--server.port=" + node.port(), "--ringmaster.server.journal.directory=" + node.journal()));
        arguments.addAll(identities.ofRegistry());
        if (nodes.size() > 1) {
            arguments.addAll(List.of(
                    "--ringmaster.server.cluster.nodes="
                            + nodes.stream()
                                    .map(each -> each.place().host() + ":" + each.clusterPort())
                                    .collect(Collectors.joining(",")),
                    "--ringmaster.server.cluster.bind-address=" + node.place().host(),
                    "--ringmaster.server.cluster.port=" + node.clusterPort()));
        }
        Member registry = start(REGISTRY, nameOfRegistry(index), arguments, node.place());
        synchronized (this) {
            if (watch == null && !closed) {
                watch = new Watch(http, registry(), ticker);
            }
        }
        return registry;
    }

    /**
     * Returns a node of the registry that was started and not ended.
     *
     * @throws IllegalStateException if there is none
     */
    synchronized Member registryNode(int index) {
        return members.stream()
                .filter(member -> member.id().equals(nameOfRegistry(index)))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("The registry node " + (index + 1) + " is not running."));
    }

    private static String nameOfRegistry(int index) {
        return index == 0 ? REGISTRY : REGISTRY + "-" + (index + 1);
    }

    /** Starts an instance of a sample under an id that people can read. */
    Member start(String service, String id) throws IOException {
        return start(service, id, 0, home);
    }

    /**
     * Does so at a port and a place.
     *
     * @param port where it listens; 0 for any free one
     */
    Member start(String service, String id, int port, Place place) throws IOException {
        return start(service, id, List.of("--server.port=" + port, "--ringmaster.instance.instance-id=" + id), place);
    }

    /** Starts an instance of a sample that makes its own id. */
    Member startNameless(String service, String logName) throws IOException {
        return start(service, logName, List.of("--server.port=0"), home);
    }

    /** Starts an instance of the sample that has a Eureka client, which takes the registry for its Eureka server. */
    Member startWithEurekaClient(String id) throws IOException {
        String servers = registries().stream().map(node -> node + "eureka/").collect(Collectors.joining(","));
        return start(
                "eureka-pricing",
                id,
                List.of(
                        "--server.port=0",
                        "--eureka.client.service-url.defaultZone=" + servers,
                        "--eureka.instance.hostname=" + home.host(),
                        "--eureka.instance.instance-id=" + id),
                home);
    }

    private synchronized Member start(String service, String id, List<String> arguments, Place place)
            throws IOException {
        if (closed) {
            throw new IllegalStateException("The fleet is stopping.");
        }
        List<String> command = new ArrayList<>(place.enter());
        if (dieWithParent) {
            command.addAll(List.of("/usr/bin/setpriv", "--pdeathsig", "KILL"));
        }
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx96m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto"));
        command.addAll(List.of("-jar", jars.of(service).toString()));
        command.addAll(arguments);
        if (!service.equals(REGISTRY)) {
            command.addAll(identities.ofApplication(service));
        }
        command.addAll(List.of(
                "--server.address=" + place.host(),
                "--ringmaster.client.servers="
                        + registries().stream().map(URI::toString).collect(Collectors.joining(",")),
                // It tells when an application is ready, which is measured.
                "--logging.level.io.ringmaster.registration=debug",
                "--ringmaster.client.snapshot.directory=" + logs.resolve("mirror")));
        Path log = logs.resolve(id + ".log");
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(place.environment());
        builder.environment().putAll(identities.secretsOf(service));
        // What a process keeps on disk by default stays with its log.
        Process process = builder.directory(logs.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .start();
        Member member = new Member(id, process, log);
        members.add(member);
        process.onExit().thenRun(this::wakeWatch);
        return member;
    }

    /** Returns what the stream of the registry has shown so far. */
    Watch watch() {
        Watch current = watch;
        if (current == null) {
            throw new IllegalStateException("The registry has not been started.");
        }
        return current;
    }

    /**
     * Waits until the registry lists what is wanted.
     *
     * @param what what is waited for, in words
     * @throws TimeoutException if that is not so by the deadline
     * @throws IllegalStateException if a process ended that should be alive
     */
    List<Listed> await(String what, Predicate<List<Listed>> wanted, Deadline deadline)
            throws InterruptedException, TimeoutException {
        return watch().await(what, wanted, this::unexpectedEnd, deadline);
    }

    /** Waits until that many instances of a service are up. */
    List<Listed> awaitUp(String service, int count, Deadline deadline) throws InterruptedException, TimeoutException {
        return await(
                        count + " instances of " + service + " are up",
                        listed -> up(listed, service).size() >= count,
                        deadline)
                .stream()
                .filter(instance -> instance.service().equals(service))
                .toList();
    }

    static List<Listed> up(List<Listed> listed, String service) {
        return listed.stream()
                .filter(instance -> instance.service().equals(service) && instance.isUp())
                .toList();
    }

    /** Kills a process with SIGKILL, which it cannot notice, and waits for its end. */
    void kill(Member member) throws InterruptedException {
        forget(member);
        member.process().destroyForcibly().waitFor();
    }

    /** Asks a process to stop with SIGTERM, as every orchestrator does, and waits for its end. */
    void stop(Member member, Deadline deadline) throws InterruptedException, TimeoutException {
        forget(member);
        member.process().destroy();
        if (!member.process().waitFor(deadline.millisLeft(), TimeUnit.MILLISECONDS)) {
            throw new TimeoutException(member.id() + " did not stop after SIGTERM. Its log: " + member.log());
        }
    }

    /** Sends a signal, such as {@code STOP} and {@code CONT}. */
    void signal(Member member, String signal) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + signal, Long.toString(member.process().pid()))
                .start()
                .waitFor();
    }

    /** Stops everything that was started: the applications first, so that they can take their leave. */
    @Override
    public void close() {
        List<Member> running;
        Watch open;
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            running = List.copyOf(members);
            members.clear();
            open = watch;
        }
        if (open != null) {
            // Not under our lock: who waits for the watch holds its lock and asks us who is alive.
            open.close();
        }
        Deadline deadline = Deadline.in(STOP_WITHIN, ticker);
        List<Member> registry = running.stream()
                .filter(member -> member.id().startsWith(REGISTRY))
                .toList();
        List<Member> applications =
                running.stream().filter(member -> !registry.contains(member)).toList();
        end(applications, deadline);
        end(registry, deadline);
        try {
            jars.close();
        } catch (IOException inUse) {
            throw new UncheckedIOException(inUse);
        }
    }

    private static void end(List<Member> leaving, Deadline deadline) {
        leaving.forEach(member -> member.process().destroy());
        try {
            for (Member member : leaving) {
                if (!member.process().waitFor(deadline.millisLeft(), TimeUnit.MILLISECONDS)) {
                    member.process().destroyForcibly();
                }
            }
        } catch (InterruptedException hurry) {
            leaving.forEach(member -> member.process().destroyForcibly());
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void forget(Member member) {
        members.remove(member);
    }

    private void wakeWatch() {
        Watch current = watch;
        if (current != null) {
            current.wake();
        }
    }

    private synchronized @Nullable String unexpectedEnd() {
        return members.stream()
                .filter(member -> !member.isAlive())
                .findFirst()
                .map(member ->
                        member.id() + " ended with code " + member.process().exitValue() + ". The end of its log "
                                + member.log() + ":\n" + tail(member.log()))
                .orElse(null);
    }

    private static String tail(Path log) {
        try {
            List<String> lines = Files.readAllLines(log);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 15), lines.size()));
        } catch (IOException unreadable) {
            return "(cannot be read: " + unreadable.getMessage() + ")";
        }
    }
}
