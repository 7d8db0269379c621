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
    private static final int ATTEMPTS = 3;

    private final Path input;
    private final List<String> prefix = new ArrayList<>();
    private final List<String> jvm = new ArrayList<>();
    private final List<String> options = new ArrayList<>();
    private String output = "json";

    private LoadRun(Path input) {
        this.input = input;
    }

    /** Where the checkout is. */
    public static Path root() {
        String given = System.getProperty("repository.root", "");
        return Path.of(given.isEmpty() ? ".." : given).toAbsolutePath().normalize();
    }

    /** A folder with a manifest, {@code test.yaml}, and the script of a gateway, {@code simulator.yaml}. */
    public static Path scenario(String name) {
        return root().resolve("e2e/src/test/resources/scenarios").resolve(name);
    }

    /** Whether one of the causes in a status is the generator itself. */
    public static boolean blamesTheGenerator(JsonNode status) {
        return status.path("causes").findValuesAsText("type").stream().anyMatch(type -> type.startsWith("Generator"));
    }

    /** Of a manifest, or of a folder. */
    public static LoadRun of(Path input) {
        return new LoadRun(input);
    }

    /** A command that runs the command after it: {@code ip netns exec …}, {@code prlimit --nofile=1024:1024}. */
    public LoadRun under(String... command) {
        return under(Arrays.asList(command));
    }

    public LoadRun under(List<String> command) {
        prefix.addAll(command);
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

    /** For people; then the status is in the folder of {@code --out} only. */
    public LoadRun asText() {
        output = "text";
        return this;
    }

    /**
     * What a run left.
     *
     * @param status as {@code --output json} prints it; missing when nothing was printed
     * @param printed everything on standard output
     * @param truth the simulator's own counts; missing without a simulator
     * @param messages everything on standard error
     * @param out the folder of {@code --out}
     */
    public record Result(int exitCode, JsonNode status, String printed, JsonNode truth, String messages, Path out) {

        /** The type of the first cause, or the empty string. */
        public String cause() {
            return status.at("/causes/0/type").asText();
        }

        public String verdict() {
            return status.path("verdict").asText();
        }

        /** A number of the status, by JSON pointer; -1 where there is none. */
        public long count(String pointer) {
            return status.at(pointer).asLong(-1);
        }

        /** How often attempts, calls or connections ended so; {@code list} is rejections, failures or drops. */
        public long outcomes(String list, String stage, String code) {
            long sum = 0;
            for (JsonNode outcome : status.path(list)) {
                boolean same = outcome.path("stage").asText().equals(stage)
                        && outcome.path("code").asText().equals(code);
                sum += same ? outcome.path("count").asLong() : 0;
            }
            return sum;
        }

        /** A number of the simulator's, by JSON pointer: of an event, how often it happened. */
        public long truth(String pointer) {
            JsonNode found = truth.at(pointer);
            return found.isObject() ? found.path("count").asLong(-1) : found.asLong(-1);
        }

        /** The same result, with the counts of a simulator that was not the run's own. */
        public Result beside(JsonNode counts) {
            return new Result(exitCode, status, printed, counts, messages, out);
        }

        /** For failure messages. */
        @Override
        public String toString() {
            return "exit " + exitCode + "\n" + printed + "\n" + truth.toPrettyString() + "\n" + messages;
        }
    }

    /** A run under way. */
    public static final class Started {
        private final Process process;
        private final Path work;
        private final boolean json;

        private Started(Process process, Path work, boolean json) {
            this.process = process;
            this.work = work;
            this.json = json;
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
                    json ? json(work.resolve("stdout")) : JSON.missingNode(),
                    Files.readString(work.resolve("stdout")),
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
        command.addAll(List.of("run", input.toString(), "--output", output));
        command.addAll(List.of("--out", work.resolve("out").toString()));
        command.addAll(List.of("--truth", work.resolve("truth.json").toString()));
        command.addAll(options);
        Process process = new ProcessBuilder(command)
                .redirectOutput(work.resolve("stdout").toFile())
                .redirectError(work.resolve("stderr").toFile())
                .start();
        return new Started(process, work, output.equals("json"));
    }

    public Result run() throws IOException, InterruptedException {
        return start().result();
    }

    /**
     * A run with which this machine kept up. The generator itself says when it did not; such a run proves nothing of the
     * gateway, and another one is started, {@value #ATTEMPTS} in all.
     */
    public Result measured() throws IOException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            Result result = run();
            if (attempt == ATTEMPTS || !blamesTheGenerator(result.status())) {
                return result;
            }
            System.err.println("Once more, as this machine did not keep up with " + input + ": "
                    + result.status().path("causes"));
        }
    }
}
