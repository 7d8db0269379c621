package dev.softphone.loadtest.runner.cli;

import dev.softphone.loadtest.api.read.SpecReader;
import dev.softphone.loadtest.api.status.StatusYaml;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneLoadTestStatus;
import dev.softphone.loadtest.report.ReportInput;
import dev.softphone.loadtest.runner.RefusedException;
import dev.softphone.loadtest.runner.serve.ApiException;
import dev.softphone.loadtest.runner.serve.StoredReport;
import dev.softphone.loadtest.runner.serve.WatchedTest;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code cluster report TEST}. */
@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        description = "Writes the files that a run on this machine writes, of a test of a cluster that is over.")
final class ClusterReportCommand implements Callable<Integer> {
    @Mixin
    private NamedTest named;

    @Option(
            names = {"-o", "--out"},
            paramLabel = "DIR",
            description = "Where to (default: TEST-report).")
    private @Nullable Path out;

    @Option(
            names = "--output",
            paramLabel = "FORMAT",
            description = "On standard output: text (default), or json: only the status.")
    private RunCommand.Output output = RunCommand.Output.text;

    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // picocli sets them
    ClusterReportCommand() {}

    @Override
    public Integer call() throws Exception {
        try (WatchedTest test = named.open()) {
            SoftphoneLoadTestStatus seen = NamedTest.look(test).status();
            StoredReport stored = stored(test, seen);
            SoftphoneLoadTestStatus status = Objects.requireNonNull(seen);
            ReportInput input = input(stored);
            Path folder = out == null ? Path.of(test.name() + "-report") : out;
            List<String> files = new OutputFolder(folder).write(status, input, stored.manifest());
            PrintWriter writer = spec.commandLine().getOut();
            if (output == RunCommand.Output.json) {
                writer.println(StatusYaml.json(status));
            } else {
                Optional<String> next = files.stream()
                        .filter(file -> file.endsWith("next-test.yaml"))
                        .findFirst()
                        .map(file -> "kubectl create -n " + test.namespace() + " -f " + file);
                writer.println(Views.summary(input, files, next));
            }
            writer.flush();
        }
        return ExitCode.PASSED;
    }

    static ReportInput input(StoredReport stored) throws RefusedException {
        return stored.report()
                .input(RefusedException.unlessAccepted(
                        SpecReader.read(stored.manifest().deepCopy())));
    }

    /** Refused where there is none, with the reason. */
    static StoredReport stored(WatchedTest test, @Nullable SoftphoneLoadTestStatus status) throws RefusedException {
        if (status == null || status.reportRef() == null) {
            throw new RefusedException(test + ": required a test that was judged, and so has a report; observed phase "
                    + (status == null ? "unknown: no operator looks at it" : status.phase()));
        }
        String name = status.reportRef().name();
        try {
            return test.report(name)
                    .orElseThrow(() -> new RefusedException(test + ": required its report, ConfigMap " + name
                            + " in namespace " + test.namespace() + ", observed none"));
        } catch (ApiException e) {
            throw NamedTest.refused(test, e);
        } catch (IllegalArgumentException e) {
            throw new RefusedException(String.valueOf(e.getMessage()));
        }
    }
}
