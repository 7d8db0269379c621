package dev.softphone.loadtest.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The gateway simulator as a process that the test starts, not the run: where the two are to have different limits, or
 * the run must not know that the gateway is a simulator. Ends with {@link #close()}, or with the test's own process.
 */
public final class Gateway implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String READY = "listening ";
    private static final String PLACE = "ws://gateway.example";
    private static final long LIMIT_SECONDS = 60;

    private final Process process;
    private final Path work;
    private final String url;

    private Gateway(Process process, Path work, String url) {
        this.process = process;
        this.work = work;
        this.url = url;
    }

    /**
     * Starts the simulator of a scenario, and waits until it listens.
     *
     * @param under a command that runs the command after it; may be empty
     * @param options of the simulator
     */
    public static Gateway start(String scenario, List<String> under, String... options) throws Exception {
        Path work = Files.createTempDirectory("gateway-simulator-");
        List<String> command = new ArrayList<>(under);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:+UseSerialGC", "-Xmx512m", "-jar"));
        command.add(LoadRun.root()
                .resolve("gateway-simulator/target/gateway-simulator-0.1.0-SNAPSHOT.jar")
                .toString());
        command.add(LoadRun.scenario(scenario).resolve("simulator.yaml").toString());
        command.add("--exit-with-parent-stdin");
        command.addAll(List.of("--truth", work.resolve("truth.json").toString()));
        command.addAll(List.of(options));
        Process process = new ProcessBuilder(command)
                .redirectError(work.resolve("stderr").toFile())
                .start();
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        String line = CompletableFuture.supplyAsync(() -> {
                    try {
                        return String.valueOf(out.readLine());
                    } catch (IOException e) {
                        return e.toString();
                    }
                })
                .get(LIMIT_SECONDS, TimeUnit.SECONDS);
        if (!line.startsWith(READY)) {
            process.destroyForcibly();
            throw new IllegalStateException("the simulator did not start: " + line + "\n" + command + "\n"
                    + Files.readString(work.resolve("stderr")));
        }
        return new Gateway(process, work, line.substring(READY.length()).strip());
    }

    /** A run of the scenario's manifest, in which {@code ws://gateway.example} stands for this gateway. */
    public LoadRun run(String scenario) throws IOException {
        return run(scenario, url);
    }

    /** The same, by way of something else in front of this gateway. */
    public LoadRun run(String scenario, String front) throws IOException {
        Path manifest = work.resolve("test.yaml");
        String text = Files.readString(LoadRun.scenario(scenario).resolve("test.yaml"));
        if (!text.contains(PLACE)) {
            throw new IllegalArgumentException(
                    scenario + "/test.yaml: required a gateway " + PLACE + ", observed none");
        }
        Files.writeString(manifest, text.replace(PLACE, front));
        return LoadRun.of(manifest);
    }

    /** {@code ws://127.0.0.1:PORT}. */
    public String url() {
        return url;
    }

    public Process process() {
        return process;
    }

    /** Its counts so far, which it goes on with. */
    public JsonNode truthSoFar() throws IOException {
        URL counts = URI.create(url.replaceFirst("^ws:", "http:") + "/truth").toURL();
        try (InputStream in = counts.openStream()) {
            return JSON.readTree(in);
        }
    }

    /** Ends it; its counts. */
    public JsonNode truth() throws IOException {
        close();
        Path truth = work.resolve("truth.json");
        if (!Files.isRegularFile(truth)) {
            throw new IllegalStateException("no counts: " + Files.readString(work.resolve("stderr")));
        }
        return JSON.readTree(Files.readString(truth));
    }

    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
