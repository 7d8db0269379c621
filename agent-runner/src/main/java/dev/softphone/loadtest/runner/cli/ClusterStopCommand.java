package dev.softphone.loadtest.runner.cli;

import dev.softphone.loadtest.runner.RefusedException;
import dev.softphone.loadtest.runner.serve.ApiException;
import dev.softphone.loadtest.runner.serve.WatchedTest;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code cluster stop TEST}. */
@Command(
        name = "stop",
        mixinStandardHelpOptions = true,
        description = "Sets spec.runPolicy to Stop: the softphones leave, and what was measured so far is judged.")
final class ClusterStopCommand implements Callable<Integer> {
    @Mixin
    private NamedTest named;

    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // picocli sets them
    ClusterStopCommand() {}

    @Override
    public Integer call() throws Exception {
        try (WatchedTest test = named.open()) {
            WatchedTest.Seen seen = NamedTest.look(test);
            PrintWriter out = spec.commandLine().getOut();
            if (seen.status() != null && seen.status().finishedAt() != null) {
                throw new RefusedException(test + ": required a test that is not over, observed phase "
                        + seen.status().phase());
            }
            try {
                if (!test.stop()) {
                    throw NamedTest.absent(test);
                }
            } catch (ApiException e) {
                throw NamedTest.refused(test, e);
            }
            out.println(test + ": asked to stop; it drains and is judged on what it measured.");
            out.flush();
        }
        return ExitCode.PASSED;
    }
}
