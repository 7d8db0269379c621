package dev.softphone.loadtest.runner.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.softphone.loadtest.api.v1alpha1.RunPolicy;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneLoadTestStatus;
import dev.softphone.loadtest.runner.RefusedException;
import dev.softphone.loadtest.runner.StopSignal;
import dev.softphone.loadtest.runner.serve.ApiException;
import dev.softphone.loadtest.runner.serve.WatchedTest;
import dev.softphone.loadtest.runner.terminal.ProgressView;
import dev.softphone.loadtest.runner.terminal.StatusWords;
import java.io.PrintWriter;
import java.time.Clock;
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
    private static final long LOOK_EVERY_MILLIS = 1000;

    @Mixin
    private NamedTest named;

    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // picocli sets them
    ClusterWatchCommand() {}

    @Override
    public Integer call() throws Exception {
        try (WatchedTest test = named.open()) {
            Over over = untilOver(test);
            PrintWriter out = spec.commandLine().getOut();
            out.println(words(test, over.status()));
            out.flush();
            return exitCode(over);
        }
    }

    private record Over(ObjectNode manifest, SoftphoneLoadTestStatus status) {}

    private static Over untilOver(WatchedTest test) throws RefusedException, InterruptedException {
        WatchedTest.Seen seen = NamedTest.look(test);
        StopSignal never = new StopSignal();
        try (ProgressView view = Views.progress(test.toString(), true)) {
            String trouble = "";
            while (true) {
                SoftphoneLoadTestStatus status = seen.status();
                if (status != null) {
                    view.seen(status, trouble, Clock.systemUTC().instant());
                    if (status.finishedAt() != null) {
                        return new Over(seen.manifest(), status);
                    }
                }
                never.await(LOOK_EVERY_MILLIS);
                try {
                    Optional<WatchedTest.Seen> now = test.look();
                    seen = now.orElseThrow(() -> NamedTest.absent(test));
                    trouble = "";
                } catch (ApiException e) {
                    trouble = String.valueOf(e.getMessage());
                }
            }
        }
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

    private static int exitCode(Over over) {
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
}
