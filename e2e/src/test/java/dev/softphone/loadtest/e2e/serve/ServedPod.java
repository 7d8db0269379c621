package dev.softphone.loadtest.e2e.serve;

import dev.softphone.loadtest.api.report.TerminationMessage;
import dev.softphone.loadtest.e2e.LoadRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The process of one pod. */
final class ServedPod implements AutoCloseable {
    private static final long LIMIT_MINUTES = 3;

    private final Process process;
    private final Path work;

    private ServedPod(Process process, Path work) {
        this.process = process;
        this.work = work;
    }

    static ServedPod start(Path files, Map<String, String> environment, String... options) throws IOException {
        Path work = Files.createTempDirectory("served-pod-");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "-jar",
                LoadRun.root()
                        .resolve("agent-runner/target/agent-runner-0.1.0-SNAPSHOT.jar")
                        .toString(),
                "serve"));
        command.addAll(List.of("--test", files.resolve("test.json").toString()));
        command.addAll(
                List.of("--allowed-targets", files.resolve("allowed-targets").toString()));
        command.addAll(List.of("--secrets-dir", files.resolve("secrets").toString()));
        command.addAll(
                List.of("--termination-log", work.resolve("termination-log").toString()));
        command.addAll(List.of(options));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(work.resolve("log").toFile());
        builder.environment().putAll(environment);
        return new ServedPod(builder.start(), work);
    }

    /** As the kubelet asks a pod to end. */
    void terminate() {
        process.destroy();
    }

    boolean running() {
        return process.isAlive();
    }

    int exitCode() throws IOException, InterruptedException {
        if (!process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new IllegalStateException("serve did not end within " + LIMIT_MINUTES + " minutes: " + log());
        }
        return process.exitValue();
    }

    /** Whether its run is over, as far as the run's own file says. */
    boolean hasLeftItsMessage() {
        return Files.isRegularFile(work.resolve("termination-log"));
    }

    /** What it left for the kubelet. */
    TerminationMessage terminationMessage() throws IOException {
        return TerminationMessage.parse(Files.readString(work.resolve("termination-log")));
    }

    String log() throws IOException {
        return Files.readString(work.resolve("log"));
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
