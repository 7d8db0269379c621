package dev.softphone.loadtest.e2e.bench;

import dev.softphone.loadtest.e2e.LoadRun;
import dev.softphone.loadtest.e2e.Processes;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** The operator as its image starts it, with the same flags, as a process of this machine. */
final class OperatorProcess implements AutoCloseable {
    private static final Path APPLICATION = LoadRun.root().resolve("operator/target/quarkus-app/quarkus-run.jar");
    private static final Pattern ENTRY_POINT = Pattern.compile(
            "<entrypoint>\\$\\{image\\.jre}/bin/java,([^<]*),-XX:SharedArchiveFile=/app/operator.jsa,-jar,/app/quarkus-run.jar</entrypoint>");

    private final Process process;
    private final int port;
    private final double readySeconds;
    private final HttpClient http = HttpClient.newHttpClient();

    private OperatorProcess(Process process, int port) {
        this.process = process;
        this.port = port;
        long start = System.nanoTime();
        try {
            Awaitility.await("the operator is ready")
                    .atMost(Duration.ofMinutes(2))
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(20))
                    .ignoreExceptionsInstanceOf(IOException.class)
                    .failFast("the operator has ended", () -> !process.isAlive())
                    .until(() -> get("/q/health/ready").statusCode() == 200);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
        readySeconds = (System.nanoTime() - start) / 1e9;
    }

    /** The archive of its classes, from one start, as dev/images/archive makes the image's. */
    static Path archive(Path kubeconfig) throws IOException {
        Path archive = Files.createTempDirectory("operator-").resolve("operator.jsa");
        try (OperatorProcess operator = start(kubeconfig, "-XX:ArchiveClassesAtExit=" + archive)) {
            System.out.printf("operator without an archive of its classes: ready in %.2f s%n", operator.readySeconds());
        }
        return archive;
    }

    static OperatorProcess start(Path kubeconfig, Path archive) throws IOException {
        return start(kubeconfig, "-XX:SharedArchiveFile=" + archive);
    }

    private static OperatorProcess start(Path kubeconfig, String flag) throws IOException {
        Matcher flags = ENTRY_POINT.matcher(Files.readString(LoadRun.root().resolve("images/pom.xml")));
        if (!flags.find()) {
            throw new IllegalStateException("images/pom.xml: required the operator's entry point, observed none");
        }
        if (!Files.exists(APPLICATION)) {
            throw new IllegalStateException(APPLICATION + ": required the operator, built; observed nothing");
        }
        int port = freePort();
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.addAll(Arrays.asList(flags.group(1).split(",")));
        command.add("-XX:MaxRAM=320m"); // the limit of its pod
        command.add(flag);
        command.add("-jar");
        command.add(APPLICATION.toString());
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(Files.createTempFile("operator-", ".log").toFile());
        builder.environment().put("MALLOC_ARENA_MAX", "2"); // as in the image
        builder.environment().put("KUBECONFIG", kubeconfig.toString());
        builder.environment().put("QUARKUS_HTTP_PORT", String.valueOf(port));
        builder.environment().put("QUARKUS_HTTP_HOST", "127.0.0.1");
        builder.environment().put("SOFTPHONE_NAMESPACE", "default");
        builder.environment().put("SOFTPHONE_TARGETS_ALLOWED", "*.bench.test");
        builder.environment().put("QUARKUS_OPERATOR_SDK_NAMESPACES", "default");
        return new OperatorProcess(builder.start(), port);
    }

    /** From the start of the process until it says that it is ready. */
    double readySeconds() {
        return readySeconds;
    }

    double residentMegabytes() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc", String.valueOf(process.pid()), "status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) / 1024.0;
            }
        }
        throw new IllegalStateException("the operator has ended");
    }

    /** Lines of its metrics that begin with a name. */
    List<String> metrics(String name) throws Exception {
        return get("/q/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(name))
                .toList();
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        Processes.end(process, 20);
    }
}
