package dev.softphone.loadtest.runner.cli;

import dev.softphone.loadtest.runner.RefusedException;
import dev.softphone.loadtest.runner.serve.WatchedTest;
import dev.softphone.loadtest.runner.terminal.StatusWords;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code cluster explain TEST}. */
@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        description = "Says the verdict of a test in words: its causes, their evidence, what to do, what to run next.")
final class ClusterExplainCommand implements Callable<Integer> {
    @Mixin
    private NamedTest named;

    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // picocli sets them
    ClusterExplainCommand() {}

    @Override
    public Integer call() throws Exception {
        try (WatchedTest test = named.open()) {
            WatchedTest.Seen seen = NamedTest.look(test);
            if (seen.status() == null) {
                throw new RefusedException(
                        test + ": required a test that an operator looks at, observed one without a status");
            }
            PrintWriter out = spec.commandLine().getOut();
            out.print(StatusWords.text(test.toString(), seen.status(), Views.style(), Views.columns()));
            out.flush();
        }
        return ExitCode.PASSED;
    }
}
