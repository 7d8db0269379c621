package dev.softphone.loadtest.e2e.prosody;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.softphone.loadtest.e2e.Installed;
import dev.softphone.loadtest.e2e.Processes;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * One Prosody on loopback, in a directory of its own, that can be ended and started again on its port. Three small modules
 * of the test's own stand beside it: the password is a token and the user name in SASL a bare JID, every connection's
 * stanzas are counted, and a platform calls the softphones. Everything else is Prosody's: WebSocket framing, SASL, binding,
 * stream management, publish-subscribe, external services, routing.
 */
final class Prosody implements AutoCloseable {
    static final String DOMAIN = "org.test";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long START_SECONDS = 60;
    private static final long STOP_SECONDS = 30;
    private static final int ASK_MILLIS = 20_000;

    /** Below the local ports of Linux: a softphone that connects while nothing listens must not meet itself. */
    private static final int LOWEST_PORT = 20_000;

    private static final int HIGHEST_PORT = 32_000;
    private static final String LOG = "prosody.log";
    private static final List<String> MODULES = List.of("mod_auth_token.lua", "mod_witness.lua", "mod_platform.lua");

    private final Path program;
    private final Path directory;
    private final List<String> addresses;
    private final int port;
    private @Nullable Process process;

    private Prosody(Path program, Path directory, List<String> addresses, int port) {
        this.program = program;
        this.directory = directory;
        this.addresses = addresses;
        this.port = port;
    }

    /**
     * Starts one and waits until it answers. Skips the test where Prosody is not installed.
     *
     * @param addresses of loopback, to listen on
     * @param modules of Prosody's, besides those of every test
     */
    static Prosody start(Path directory, List<String> addresses, String... modules) throws IOException {
        Path program = Installed.require("prosody");
        Path ours = Files.createDirectories(directory.resolve("modules"));
        Files.createDirectories(directory.resolve("certs"));
        Files.deleteIfExists(directory.resolve(LOG));
        for (String module : MODULES) {
            Files.writeString(ours.resolve(module), resource(module));
        }
        Prosody prosody = new Prosody(program, directory, addresses, freePort(addresses));
        Files.writeString(directory.resolve("prosody.cfg.lua"), prosody.configuration(modules));
        prosody.start();
        return prosody;
    }

    private String configuration(String... modules) throws IOException {
        return resource("prosody.cfg.lua")
                .replace("${directory}", directory.toString())
                .replace("${domain}", DOMAIN)
                .replace("${port}", Integer.toString(port))
                .replace(
                        "${modules}",
                        Stream.of(modules).map(module -> ", \"" + module + '"').collect(Collectors.joining()))
                .replace(
                        "${interfaces}",
                        addresses.stream().map(address -> '"' + address + '"').collect(Collectors.joining(", ")))
                .replace(
                        "${components}",
                        addresses.stream()
                                .map(address -> "Component \"notifications." + address + "\" \"pubsub\"\n"
                                        + "  autocreate_on_subscribe = true\n")
                                .collect(Collectors.joining("\n")));
    }

    /** On the same port, with the same users; nobody is connected. */
    void start() throws IOException {
        Process started = new ProcessBuilder(
                        program.toString(),
                        "--config",
                        directory.resolve("prosody.cfg.lua").toString(),
                        "-F")
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("prosody.out").toFile())
                .start();
        process = started;
        try {
            Awaitility.await()
                    .atMost(START_SECONDS, TimeUnit.SECONDS)
                    .failFast("prosody ended", () -> {
                        if (!started.isAlive()) {
                            throw new AssertionError("prosody ended: " + told());
                        }
                    })
                    .ignoreExceptionsInstanceOf(IOException.class)
                    .until(() -> witness().has("bound"));
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** SIGKILL: the kernel ends every connection, at one instant. */
    void kill() throws InterruptedException {
        Process running = process;
        if (running != null) {
            running.destroyForcibly().waitFor();
        }
    }

    /** SIGTERM: it takes its leave of every stream. */
    void shutDown() {
        close();
    }

    @Override
    public void close() {
        if (process != null) {
            Processes.end(process, STOP_SECONDS);
        }
    }

    /** {@code ws://} and one of its addresses. */
    String url(String address) {
        return "ws://" + address + ":" + port;
    }

    /** What its witness counted since it was last started. */
    JsonNode witness() throws IOException {
        URLConnection asked = URI.create("http://" + addresses.get(0) + ":" + port + "/witness")
                .toURL()
                .openConnection();
        asked.setConnectTimeout(ASK_MILLIS);
        asked.setReadTimeout(ASK_MILLIS);
        try (InputStream in = asked.getInputStream()) {
            return JSON.readTree(in);
        }
    }

    /** Its log, which begins with warnings; that it was asked to end is none. */
    List<String> complaints() throws IOException {
        Path log = directory.resolve(LOG);
        return Files.exists(log)
                ? Files.readAllLines(log).stream()
                        .filter(line -> !line.endsWith("\tReceived SIGTERM"))
                        .toList()
                : List.of();
    }

    private String told() throws IOException {
        return Files.readString(directory.resolve("prosody.out"));
    }

    private static int freePort(List<String> addresses) throws IOException {
        SplittableRandom random = new SplittableRandom();
        for (int tries = 0; tries < 100; tries++) {
            int port = random.nextInt(LOWEST_PORT, HIGHEST_PORT);
            if (addresses.stream().allMatch(address -> free(address, port))) {
                return port;
            }
        }
        throw new IOException("no free port from " + LOWEST_PORT + " to " + HIGHEST_PORT);
    }

    private static boolean free(String address, int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(address, port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = Prosody.class.getResourceAsStream("/prosody/" + name)) {
            if (in == null) {
                throw new IllegalStateException("no /prosody/" + name + " among the test resources");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
