package dev.softphone.loadtest.runner.cli;

import dev.softphone.loadtest.runner.RefusedException;
import dev.softphone.loadtest.runner.terminal.Explain;
import dev.softphone.loadtest.verdict.CauseType;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code explain [CAUSE]}. */
@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        description = "Says what a cause means, how it is recognised and what to do; without one, lists them all.")
final class ExplainCommand implements Callable<Integer> {
    @Parameters(paramLabel = "CAUSE", arity = "0..1", description = "The name of a cause, as in status.causes[].type.")
    private @Nullable String name;

    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // picocli sets it
    ExplainCommand() {}

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        if (name == null) {
            out.print(Explain.all(Views.style(), Views.columns()));
            out.flush();
            return ExitCode.PASSED;
        }
        Optional<CauseType> type = Explain.find(name);
        if (type.isEmpty()) {
            throw new RefusedException("CAUSE: required one of "
                    + Arrays.stream(CauseType.values()).map(Enum::name).collect(Collectors.joining(", "))
                    + ", observed " + name);
        }
        out.print(Explain.text(type.get(), Views.style(), Views.columns()));
        out.flush();
        return ExitCode.PASSED;
    }
}
