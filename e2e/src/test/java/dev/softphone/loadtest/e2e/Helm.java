package dev.softphone.loadtest.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Helm of one major version, with a home of its own. The programs are those that {@code dev/helm/build} builds; the
 * environment variable {@value #BINARIES} names their folder.
 */
public enum Helm {
    THREE("helm3"),
    FOUR("helm4");

    public static final Path CHART = LoadRun.root().resolve("helm/softphone-loadtest");

    private static final String BINARIES = "HELM_BINARIES";
    /** What the renders are for; a Helm that was built from source knows no default of use. */
    private static final List<String> KUBERNETES = List.of("--kube-version", "1.35.0");

    private static final int MINUTES = 6;

    private final String program;

    Helm(String program) {
        this.program = program;
    }

    /** What a process said. */
    public record Output(int exitCode, String out, String messages) {}

    /** Skips the test, or fails it where nothing may be skipped, without the programs. */
    public static void required() {
        for (Helm helm : values()) {
            if (!Files.isExecutable(helm.path())) {
                throw Installed.absent(helm.program + ": required in the folder that " + BINARIES
                        + " names (dev/helm/build prints it), observed none in " + folder());
            }
        }
    }

    public Output lint() throws IOException, InterruptedException {
        return run(command("lint", "--strict", CHART.toString()));
    }

    /** The archive that it makes of a chart. */
    public Path packaged(Path chart, Path folder) throws IOException, InterruptedException {
        Output output =
                run(List.of(path().toString(), "package", chart.toString(), "--destination", folder.toString()));
        if (output.exitCode() != 0) {
            throw new IllegalStateException(output.messages());
        }
        // Its last line: Successfully packaged chart and saved it to: PATH
        String said = output.out().strip();
        return Path.of(said.substring(said.lastIndexOf(' ') + 1));
    }

    /** As for a release {@code slt} in {@code softphone-system}. */
    public Output template(Path values, String... options) throws IOException, InterruptedException {
        List<String> command = command("template", "slt", CHART.toString(), "-n", "softphone-system");
        command.addAll(List.of("-f", values.toString()));
        command.addAll(List.of(options));
        return run(command);
    }

    /** Of a cluster: {@code install}, {@code upgrade}, {@code test}, {@code uninstall}. */
    public Output onCluster(Path kubeconfig, String namespace, String... words)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(path().toString()));
        command.addAll(List.of(words));
        command.addAll(List.of("--kubeconfig", kubeconfig.toString(), "-n", namespace));
        return run(command);
    }

    private List<String> command(String... words) {
        List<String> command = new ArrayList<>(List.of(path().toString()));
        command.addAll(List.of(words));
        command.addAll(KUBERNETES);
        return command;
    }

    public static Output run(List<String> command) throws IOException, InterruptedException {
        Path home = Files.createTempDirectory("helm-");
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(home.resolve("out").toFile())
                .redirectError(home.resolve("messages").toFile());
        for (String kind : List.of("CACHE", "CONFIG", "DATA")) {
            builder.environment()
                    .put("HELM_" + kind + "_HOME", home.resolve(kind).toString());
        }
        Process process = builder.start();
        if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new IllegalStateException("did not end within " + MINUTES + " minutes: " + command);
        }
        return new Output(
                process.exitValue(), Files.readString(home.resolve("out")), Files.readString(home.resolve("messages")));
    }

    private Path path() {
        return Path.of(folder()).resolve(program);
    }

    private static String folder() {
        return System.getenv().getOrDefault(BINARIES, "");
    }
}
