package dev.softphone.loadtest.e2e.kamailio;

import dev.softphone.loadtest.e2e.Installed;
import dev.softphone.loadtest.e2e.Processes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * One Kamailio on loopback, in a directory of its own, on a port that was free. Ended with {@link #close()}, by its
 * process.
 */
final class Kamailio implements AutoCloseable {
    static final String PASSWORD = "right-one-77ab";
    static final String DOMAIN = "example.test";

    private static final long START_SECONDS = 30;
    private static final long STOP_SECONDS = 10;

    /**
     * What differs from test to test.
     *
     * @param maxConnections {@code tcp_max_connections}; above it connections are accepted and closed without a byte
     * @param connectionLifetimeSeconds {@code tcp_connection_lifetime}; idle for longer, a connection is closed
     * @param keepAliveSeconds idle for longer, Kamailio pings by itself
     * @param nonceExpireSeconds then a nonce is stale
     * @param maxExpiresSeconds longest lifetime of a registration
     * @param algorithm of its challenges, {@code MD5} or {@code SHA-256}
     */
    record Settings(
            int maxConnections,
            int connectionLifetimeSeconds,
            int keepAliveSeconds,
            int nonceExpireSeconds,
            int maxExpiresSeconds,
            String algorithm) {
        static final Settings USUAL = new Settings(4096, 3605, 180, 300, 600, "MD5");

        Settings withMaxConnections(int count) {
            return new Settings(
                    count,
                    connectionLifetimeSeconds,
                    keepAliveSeconds,
                    nonceExpireSeconds,
                    maxExpiresSeconds,
                    algorithm);
        }

        Settings withConnectionLifetime(int seconds) {
            return new Settings(
                    maxConnections, seconds, keepAliveSeconds, nonceExpireSeconds, maxExpiresSeconds, algorithm);
        }

        Settings withNonceExpire(int seconds) {
            return new Settings(
                    maxConnections, connectionLifetimeSeconds, keepAliveSeconds, seconds, maxExpiresSeconds, algorithm);
        }

        Settings withMaxExpires(int seconds) {
            return new Settings(
                    maxConnections,
                    connectionLifetimeSeconds,
                    keepAliveSeconds,
                    nonceExpireSeconds,
                    seconds,
                    algorithm);
        }

        Settings withAlgorithm(String name) {
            return new Settings(
                    maxConnections,
                    connectionLifetimeSeconds,
                    keepAliveSeconds,
                    nonceExpireSeconds,
                    maxExpiresSeconds,
                    name);
        }
    }

    private final Path directory;
    private final Path control;
    private final int port;
    private final Process process;

    private Kamailio(Path directory, Path control, int port, Process process) {
        this.directory = directory;
        this.control = control;
        this.port = port;
        this.process = process;
    }

    /** Starts one and waits until it listens. Skips the test where Kamailio is not installed. */
    static Kamailio start(Path directory, Settings settings) throws IOException {
        Path program = Installed.require("kamailio");
        Path control = Installed.require("kamcmd");
        Path module = Installed.require(Path.of("/usr/lib"), Path.of("kamailio/modules/websocket.so"));
        int port = freePort();
        Path configuration = directory.resolve("kamailio.cfg");
        Files.writeString(
                configuration,
                template()
                        .replace("${port}", Integer.toString(port))
                        .replace("${directory}", directory.toString())
                        .replace("${modules}", module.getParent() + "/")
                        .replace("${password}", PASSWORD)
                        .replace("${maxConnections}", Integer.toString(settings.maxConnections()))
                        .replace("${connectionLifetime}", Integer.toString(settings.connectionLifetimeSeconds()))
                        .replace("${keepAliveTimeout}", Integer.toString(settings.keepAliveSeconds()))
                        .replace("${nonceExpire}", Integer.toString(settings.nonceExpireSeconds()))
                        .replace("${maxExpires}", Integer.toString(settings.maxExpiresSeconds()))
                        .replace("${algorithm}", settings.algorithm()));
        Process process = new ProcessBuilder(
                        program.toString(),
                        "-f",
                        configuration.toString(),
                        "-DD",
                        "-E",
                        "-m",
                        "128",
                        "-P",
                        directory.resolve("pid").toString(),
                        "-Y",
                        directory.toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("kamailio.log").toFile())
                .start();
        Kamailio kamailio = new Kamailio(directory, control, port, process);
        try {
            Awaitility.await()
                    .atMost(START_SECONDS, TimeUnit.SECONDS)
                    .failFast("kamailio ended", () -> {
                        if (!process.isAlive()) {
                            throw new AssertionError("kamailio ended: " + kamailio.log());
                        }
                    })
                    .until(kamailio::listens);
        } catch (RuntimeException e) {
            kamailio.close();
            throw e;
        }
        return kamailio;
    }

    String url() {
        return "ws://127.0.0.1:" + port + "/";
    }

    /** Its own counters, {@code group:name} to value, of the groups websocket, usrloc and registrar. */
    Map<String, Long> counters() throws IOException {
        Map<String, Long> counters = new TreeMap<>();
        String listed = command("stats.get_statistics", "websocket:", "usrloc:", "registrar:");
        for (String line : listed.split("\n", -1)) {
            int equals = line.indexOf(" = ");
            if (equals > 0) {
                counters.put(
                        line.substring(0, equals).trim(),
                        Long.parseLong(line.substring(equals + 3).trim()));
            }
        }
        return counters;
    }

    /**
     * Another client that connects and goes, ten times a second, until it is closed. Kamailio looks at its timers only
     * when something happens, or every 5 s; with this it closes idle connections when their time is up, as a server in
     * use does.
     */
    AutoCloseable visited() {
        ScheduledExecutorService visitor = Executors.newSingleThreadScheduledExecutor();
        visitor.scheduleWithFixedDelay(this::listens, 0, 100, TimeUnit.MILLISECONDS);
        return visitor::shutdownNow;
    }

    /** What it wrote, without its end where it still runs. */
    String log() {
        try {
            return Files.readString(directory.resolve("kamailio.log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** SIGTERM to its main process, which ends its children; SIGKILL to all of them where that does not help. */
    @Override
    public void close() {
        var children = process.descendants().toList();
        Processes.end(process, STOP_SECONDS);
        children.forEach(ProcessHandle::destroyForcibly);
    }

    private String command(String... words) throws IOException {
        String[] line = new String[words.length + 3];
        line[0] = control.toString();
        line[1] = "-s";
        line[2] = "unix:" + directory.resolve("ctl");
        System.arraycopy(words, 0, line, 3, words.length);
        Process asked = new ProcessBuilder(line).redirectErrorStream(true).start();
        try (InputStream answer = asked.getInputStream()) {
            return new String(answer.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private boolean listens() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
            return Files.exists(directory.resolve("ctl"));
        } catch (IOException e) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static String template() throws IOException {
        try (InputStream in = Kamailio.class.getResourceAsStream("/kamailio/kamailio.cfg")) {
            if (in == null) {
                throw new IllegalStateException("no /kamailio/kamailio.cfg among the test resources");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
