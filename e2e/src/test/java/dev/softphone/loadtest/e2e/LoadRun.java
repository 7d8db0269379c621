package dev.softphone.loadtest.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One run of {@code softphone-load run} as a process of its own, as a user would start it. The jars must be built: the
 * module order sees to that.
 */
public final class LoadRun {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long LIMIT_MINUTES = 5;

    private final Path input;
    private final List<String> prefix = new ArrayList<>();
    private final List<String> jvm = new ArrayList<>();
    private final List<String> options = new ArrayList<>();

    private LoadRun(Path input) {
        this.input = input;
    }

    /** Where the checkout is. */
    public static Path root() {
        String given = System.getProperty("repository.root", "");
        return Path.of(given.isEmpty() ? ".." : given).toAbsolutePath().normalize();
    }

    /** Of a manifest, or of a folder. */
    public static LoadRun of(Path input) {
        return new LoadRun(input);
    }

    /** A command that runs the command after it: {@code ip netns exec …}, {@code prlimit --nofile=1024:1024}. */
    public LoadRun under(String... command) {
        prefix.addAll(Arrays.asList(command));
        return this;
    }

    public LoadRun jvm(String... arguments) {
        jvm.addAll(Arrays.asList(arguments));
        return this;
    }

    public LoadRun with(String... arguments) {
        options.addAll(Arrays.asList(arguments));
        return this;
    }

    /**
     * What a run left.
     *
     * @param status as {@code --output json} prints it; missing when nothing was printed
     * @param truth the simulator's own counts; missing without a simulator
     * @param out the folder of {@code --out}
     */
    public record Result(int exitCode, JsonNode status, JsonNode truth, String messages, Path out) {

        /** The type of the first cause, or the empty string. */
        public String cause() {
            return status.at("/causes/0/type").asText();
        }

        /** For failure messages. */
        @Override
        public String toString() {
            return "exit " + exitCode + "\n" + status.toPrettyString() + "\n" + truth.toPrettyString() + "\n"
                    + messages;
        }
    }

    /** A run under way. */
    public static final class Started {
        private final Process process;
        private final Path work;

        private Started(Process process, Path work) {
            this.process = process;
            this.work = work;
        }

        public Process process() {
            return process;
        }

        /** What it has written to standard error so far. */
        public String messages() throws IOException {
            return Files.readString(work.resolve("stderr"));
        }

        /** Waits for its end. */
        public Result result() throws IOException, InterruptedException {
            if (!process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new IllegalStateException("softphone-load did not end within " + LIMIT_MINUTES + " minutes: "
                        + Files.readString(work.resolve("stderr")));
            }
            return new Result(
                    process.exitValue(),
                    json(work.resolve("stdout")),
                    json(work.resolve("truth.json")),
                    Files.readString(work.resolve("stderr")),
                    work.resolve("out"));
        }

        private static JsonNode json(Path file) throws IOException {
            return Files.isRegularFile(file) && Files.size(file) > 0
                    ? JSON.readTree(Files.readString(file))
                    : JSON.missingNode();
        }
    }

    public Started start() throws IOException {
        Path work = Files.createTempDirectory("softphone-load-");
        List<String> command = new ArrayList<>(prefix);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-XX:+UseSerialGC");
        command.add("-Dsoftphone.simulator.jar="
                + root().resolve("gateway-simulator/target/gateway-simulator-0.1.0-SNAPSHOT.jar"));
        command.addAll(jvm);
        command.add("-jar");
        command.add(root().resolve("agent-runner/target/agent-runner-0.1.0-SNAPSHOT.jar")
                .toString());
        command.addAll(List.of("run", input.toString(), "--output", "json"));
        command.addAll(List.of("--out", work.resolve("out").toString()));
        command.addAll(List.of("--truth", work.resolve("truth.json").toString()));
        command.addAll(options);
        Process process = new ProcessBuilder(command)
                .redirectOutput(work.resolve("stdout").toFile())
                .redirectError(work.resolve("stderr").toFile())
                .start();
        return new Started(process, work);
    }

    public Result run() throws IOException, InterruptedException {
        return start().result();
    }
}
