package dev.softphone.loadtest.runner.cli;

import dev.softphone.loadtest.runner.RefusedException;
import dev.softphone.loadtest.runner.compare.Comparison;
import dev.softphone.loadtest.runner.compare.KnownRun;
import dev.softphone.loadtest.runner.compare.RunFiles;
import dev.softphone.loadtest.runner.serve.WatchedTest;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code cluster compare RUN RUN}. */
@Command(
        name = "compare",
        mixinStandardHelpOptions = true,
        description = {
            "Shows two runs side by side: verdict, causes, what differs in the spec, counts, shares, percentiles.",
            "A RUN is a folder that --out or report wrote, a file with a status (JSON or YAML), or the name of a test in"
                    + " the cluster, NAME or NAMESPACE/NAME. What is there as a file is taken for one."
        })
final class ClusterCompareCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "RUN", description = "The first one.")
    private String first;

    @Parameters(index = "1", paramLabel = "RUN", description = "The second one.")
    private String second;

    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "NAMESPACE",
            description = "Where tests without one are (default: the current one).")
    private @Nullable String namespace;

    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // picocli sets them
    ClusterCompareCommand() {}

    @Override
    public Integer call() throws Exception {
        KnownRun one = read(first);
        KnownRun other = read(second);
        PrintWriter out = spec.commandLine().getOut();
        out.print(Comparison.text(one, other));
        out.flush();
        return ExitCode.PASSED;
    }

    private KnownRun read(String run) throws Exception {
        if (Files.exists(Path.of(run))) {
            return RunFiles.read(Path.of(run));
        }
        int slash = run.indexOf('/');
        String name = run.substring(slash + 1);
        if (name.indexOf('/') >= 0 || name.isEmpty() || slash == 0) {
            throw new RefusedException(
                    run + ": required a folder, a file, NAME or NAMESPACE/NAME, observed nothing there");
        }
        try (WatchedTest test = WatchedTest.open(slash < 0 ? namespace : run.substring(0, slash), name)) {
            WatchedTest.Seen seen;
            try {
                seen = NamedTest.look(test);
            } catch (RefusedException e) {
                throw new RefusedException(e.getMessage() + "; nor is there a file " + run);
            }
            if (seen.status() == null || seen.status().softphones() == null) {
                throw new RefusedException(test + ": required a test that measured something, observed phase "
                        + (seen.status() == null ? "unknown" : seen.status().phase()));
            }
            return KnownRun.of(test.toString(), seen.manifest(), seen.status());
        }
    }
}
