package dev.softphone.loadtest.runner.cli;

import dev.softphone.loadtest.runner.RefusedException;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The gateway simulator as a process of its own, for the time of one run. It ends with this process, whatever happens to
 * it: its standard input is ours.
 */
final class SimulatorProcess implements AutoCloseable {
    private static final long START_SECONDS = 30;
    private static final long STOP_SECONDS = 10;
    private static final String READY = "listening ";

    private final Process process;
    private final URI address;

    private SimulatorProcess(Process process, URI address) {
        this.process = process;
        this.address = address;
    }

    /**
     * Starts it on a free loopback port and waits until it listens.
     *
     * @param truth where it writes its own counts at the end
     */
    static SimulatorProcess start(Path script, Optional<Path> truth)
            throws IOException, InterruptedException, RefusedException {
        List<String> command = new java.util.ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx512m",
                "-jar",
                jar().toString(),
                script.toString(),
                "--exit-with-parent-stdin"));
        truth.ifPresent(file -> {
            command.add("--truth");
            command.add(file.toString());
        });
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            String line =
                    CompletableFuture.supplyAsync(() -> firstLine(process)).get(START_SECONDS, TimeUnit.SECONDS);
            if (!line.startsWith(READY)) {
                process.destroy();
                throw new RefusedException(script + ": the simulator did not start; what it says stands above");
            }
            return new SimulatorProcess(
                    process, URI.create(line.substring(READY.length()).strip()));
        } catch (ExecutionException | TimeoutException e) {
            process.destroyForcibly();
            throw new RefusedException(
                    script + ": required a simulator that listens within " + START_SECONDS + " s, observed " + e);
        }
    }

    private static String firstLine(Process process) {
        try {
            BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
            String line = out.readLine();
            return line == null ? "" : line;
        } catch (IOException e) {
            return "";
        }
    }

    private static Path jar() throws RefusedException {
        String given = System.getProperty("softphone.simulator.jar", "");
        if (!given.isEmpty() && Files.isRegularFile(Path.of(given))) {
            return Path.of(given);
        }
        throw new RefusedException("a simulator.yaml needs the gateway simulator: required its jar in system property "
                + "softphone.simulator.jar, observed \"" + given + "\"; ./softphone-load sets it");
    }

    /** {@code ws://127.0.0.1:PORT}, or {@code wss}. */
    URI address() {
        return address;
    }

    /** Asks it to end and waits; its truth is written then. */
    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
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
