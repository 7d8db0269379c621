package dev.softphone.loadtest.runner.cli;

import dev.softphone.loadtest.api.v1alpha1.RunPolicy;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneLoadTestStatus;
import dev.softphone.loadtest.runner.RefusedException;
import dev.softphone.loadtest.runner.serve.WatchedTest;
import dev.softphone.loadtest.runner.terminal.StatusWords;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code cluster watch TEST}. */
@Command(
        name = "watch",
        mixinStandardHelpOptions = true,
        description = {
            "Shows a test of a cluster while it goes on, then its verdict, also by the exit code, as of a run here.",
            "Interrupting it ends the watching and not the test."
        })
final class ClusterWatchCommand implements Callable<Integer> {
    @Mixin
    private NamedTest named;

    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // picocli sets them
    ClusterWatchCommand() {}

    @Override
    public Integer call() throws Exception {
        try (WatchedTest test = named.open()) {
            Watching.Looked over =
                    watching(test).untilOver(NamedTest.look(test), () -> Views.progress(test.toString(), true));
            PrintWriter out = spec.commandLine().getOut();
            out.println(words(test, over.status()));
            out.flush();
            return exitCode(over);
        }
    }

    private Watching watching(WatchedTest test) {
        PrintWriter err = spec.commandLine().getErr();
        return new Watching(
                test.toString(),
                () -> test.look().orElseThrow(() -> NamedTest.absent(test)),
                new SystemTime(),
                err::println);
    }

    /** All that a run here says at its end; by the status alone where its report cannot be had. */
    private static String words(WatchedTest test, SoftphoneLoadTestStatus status) {
        if (status.reportRef() != null) {
            try {
                return Views.summary(
                        ClusterReportCommand.input(ClusterReportCommand.stored(test, status)),
                        List.of(),
                        Optional.empty());
            } catch (RefusedException e) {
                return StatusWords.text(test.toString(), status, Views.style(), Views.columns()) + e.getMessage();
            }
        }
        return StatusWords.text(test.toString(), status, Views.style(), Views.columns());
    }

    private static int exitCode(Watching.Looked over) {
        SoftphoneLoadTestStatus status = over.status();
        if (status.verdict() == null) {
            return ExitCode.REFUSED;
        }
        boolean stopped = over.manifest().at("/spec/runPolicy").asText().equals(RunPolicy.Stop.name());
        return stopped && interrupted(status.conditions()) ? ExitCode.INCONCLUSIVE : ExitCode.of(status.verdict());
    }

    private static boolean interrupted(@Nullable List<SoftphoneLoadTestStatus.Condition> conditions) {
        return conditions != null
                && conditions.stream()
                        .anyMatch(condition -> condition.type().equals("Finished")
                                && condition.reason().equals("Interrupted"));
    }

    private static final class SystemTime implements Watching.Time {
        @Override
        public Instant now() {
            return Clock.systemUTC().instant();
        }

        @Override
        public void pass(Duration duration) throws InterruptedException {
            Thread.sleep(duration.toMillis());
        }
    }
}
