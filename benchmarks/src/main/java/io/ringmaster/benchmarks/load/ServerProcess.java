package io.ringmaster.benchmarks.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** A server in a process of its own, and what the operating system and its JVM say of it. It ends with this program. */
final class ServerProcess implements AutoCloseable {

    private static final Duration TO_START = Duration.ofMinutes(2);
    private static final Duration TO_STOP = Duration.ofMinutes(1);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);

    /** What Linux counts CPU time in, on every architecture that Java runs on. */
    private static final double TICKS_PER_SECOND = 100;

    /** Linux knows the first 15 letters of the name. */
    private static final Pattern COMPILER = Pattern.compile("\\(C[12] CompilerThre");

    private final Process process;
    private final int port;
    private final Path java;
    private final Thread stopper;
    private final double secondsToReady;

    private ServerProcess(Process process, int port, Path java, String readyPath, Path log) {
        this.process = process;
        this.port = port;
        this.java = java;
        this.stopper = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(stopper);
        long start = System.nanoTime();
        awaitAnswer(readyPath, log);
        this.secondsToReady = (System.nanoTime() - start) / 1e9;
    }

    /**
     * Starts one and returns when it answers.
     *
     * @param java the launcher
     * @param arguments everything after it
     * @param readyPath what must be answered by 200
     * @param folder where it works and its output goes
     */
    static ServerProcess start(Path java, List<String> arguments, int port, String readyPath, Path folder) {
        List<String> command = new ArrayList<>(List.of(java.toString()));
        command.addAll(arguments);
        Path log = folder.resolve("server.log");
        try {
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            return new ServerProcess(process, port, java, readyPath, log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return port;
    }

    double secondsToReady() {
        return secondsToReady;
    }

    /** Returns the CPU seconds it has used so far, for itself and in the kernel, in steps of a hundredth. */
    double cpuSeconds() {
        return cpuSeconds(read("stat"));
    }

    /**
     * Returns the CPU seconds that something takes it, to the microsecond. What a thread takes that ends meanwhile is not in it; those
     * that do the work of a server do not end.
     */
    double cpuSecondsOf(Runnable something) {
        Map<Path, Long> before = cpuNanosOfThreads();
        something.run();
        long nanos = 0;
        for (Map.Entry<Path, Long> thread : cpuNanosOfThreads().entrySet()) {
            nanos += thread.getValue() - before.getOrDefault(thread.getKey(), 0L);
        }
        return nanos / 1e9;
    }

    private Map<Path, Long> cpuNanosOfThreads() {
        Map<Path, Long> nanos = new HashMap<>();
        for (Path thread : threads()) {
            try {
                String schedstat = Files.readString(thread.resolve("schedstat"));
                nanos.put(thread, Long.parseLong(schedstat.split(" ")[0]));
            } catch (IOException ended) {
                // Between the list and the look.
            }
        }
        return nanos;
    }

    /** Returns how many CPU seconds its JVM has taken to compile so far. */
    double compilerSeconds() {
        double seconds = 0;
        for (Path thread : threads()) {
            try {
                String stat = Files.readString(thread.resolve("stat"));
                if (COMPILER.matcher(stat).find()) {
                    seconds += cpuSeconds(stat);
                }
            } catch (IOException ended) {
                // Between the list and the look.
            }
        }
        return seconds;
    }

    private List<Path> threads() {
        List<Path> all = new ArrayList<>();
        try (DirectoryStream<Path> threads =
                Files.newDirectoryStream(Path.of("/proc", Long.toString(process.pid()), "task"))) {
            threads.forEach(all::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return all;
    }

    private static double cpuSeconds(String stat) {
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
    }

    /** Returns the bytes of memory that it holds. */
    long residentBytes() {
        return read("status")
                .lines()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                .findFirst()
                .orElseThrow();
    }

    /** Collects its garbage and returns the bytes of what is left of its heap. */
    long liveHeapBytes() {
        try {
            Process jcmd = new ProcessBuilder(
                            java.resolveSibling("jcmd").toString(), Long.toString(process.pid()), "GC.class_histogram")
                    .redirectErrorStream(true)
                    .start();
            String histogram = new String(jcmd.getInputStream().readAllBytes());
            return histogram
                    .lines()
                    .filter(line -> line.startsWith("Total"))
                    .mapToLong(line -> Long.parseLong(line.strip().split("\\s+")[2]))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("jcmd says: " + histogram.strip()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(TO_STOP.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().removeShutdownHook(stopper);
    }

    private void awaitAnswer(String path, Path log) {
        long deadline = System.nanoTime() + TO_START.toNanos();
        while (System.nanoTime() < deadline && process.isAlive()) {
            if (answers(path)) {
                return;
            }
            Pause.of(BETWEEN_LOOKS);
        }
        process.destroyForcibly();
        throw new IllegalStateException("It does not start; see " + log);
    }

    private boolean answers(String path) {
        try {
            HttpURLConnection connection = (HttpURLConnection)
                    URI.create("http://127.0.0.1:" + port + path).toURL().openConnection();
            connection.setConnectTimeout(500);
            connection.setReadTimeout(5000);
            return connection.getResponseCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    private String read(String file) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(process.pid()), file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
