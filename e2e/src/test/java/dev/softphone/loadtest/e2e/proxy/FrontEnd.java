package dev.softphone.loadtest.e2e.proxy;

import dev.softphone.loadtest.e2e.Gateway;
import dev.softphone.loadtest.e2e.Installed;
import dev.softphone.loadtest.e2e.Processes;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** One proxy on loopback: a process in the foreground, with its configuration in a folder of its own. */
final class FrontEnd implements AutoCloseable {
    private static final long START_SECONDS = 30;
    private static final long STOP_SECONDS = 10;

    private final Process process;
    private final Path log;
    private final int port;

    private FrontEnd(Process process, Path log, int port) {
        this.process = process;
        this.log = log;
        this.port = port;
    }

    /** Starts a command and waits until something accepts connections on a port. */
    static FrontEnd start(Path directory, int port, List<String> command) throws IOException {
        Path log = directory.resolve("output");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        FrontEnd started = new FrontEnd(process, log, port);
        try {
            Awaitility.await()
                    .atMost(START_SECONDS, TimeUnit.SECONDS)
                    .failFast("ended", () -> {
                        if (!process.isAlive()) {
                            throw new AssertionError(command + " ended: " + Files.readString(started.log));
                        }
                    })
                    .until(started::listens);
        } catch (RuntimeException e) {
            started.close();
            throw e;
        }
        return started;
    }

    /** An nginx before a gateway, by a configuration among the test resources; its {@code access.log} starts empty. */
    static FrontEnd nginx(Path directory, String resource, Gateway gateway, Map<String, String> more)
            throws IOException {
        Path program = Installed.require("nginx");
        Files.deleteIfExists(directory.resolve("access.log"));
        int port = freePort();
        Map<String, String> values = new HashMap<>(more);
        values.put("directory", directory.toString());
        values.put("port", Integer.toString(port));
        values.put("gateway", port(gateway.url()));
        Path configuration = configuration(directory, resource, values);
        return start(
                directory,
                port,
                List.of(program.toString(), "-p", directory.toString(), "-c", configuration.toString()));
    }

    /** A configuration among the test resources, its {@code ${…}} filled in, as a file of the folder. */
    static Path configuration(Path directory, String resource, Map<String, String> values) throws IOException {
        String text;
        try (InputStream in = FrontEnd.class.getResourceAsStream("/proxy/" + resource)) {
            if (in == null) {
                throw new IllegalStateException("no /proxy/" + resource + " among the test resources");
            }
            text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        for (Map.Entry<String, String> value : values.entrySet()) {
            text = text.replace("${" + value.getKey() + "}", value.getValue());
        }
        return Files.writeString(directory.resolve(resource), text);
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** The port in an address such as {@code ws://127.0.0.1:5066}. */
    static String port(String url) {
        return Integer.toString(URI.create(url).getPort());
    }

    String url() {
        return "ws://127.0.0.1:" + port;
    }

    private boolean listens() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        Processes.end(process, STOP_SECONDS);
    }
}
