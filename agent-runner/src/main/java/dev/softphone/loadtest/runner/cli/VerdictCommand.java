package dev.softphone.loadtest.runner.cli;

import static dev.softphone.loadtest.api.status.StatusLists.orNone;

import dev.softphone.loadtest.api.v1alpha1.SoftphoneLoadTestStatus;
import dev.softphone.loadtest.api.v1alpha1.StatusCounts;
import dev.softphone.loadtest.runner.RefusedException;
import dev.softphone.loadtest.runner.StopSignal;
import dev.softphone.loadtest.runner.serve.ApiException;
import dev.softphone.loadtest.runner.serve.WatchedTest;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code verdict NAME}: what {@code helm test} runs, and a pipeline that has no kubectl. */
@Command(
        name = "verdict",
        mixinStandardHelpOptions = true,
        description = {
            "Waits until a SoftphoneLoadTest of the cluster is finished, and says its verdict, also by the exit code.",
            "Asks as the pod's ServiceAccount, or as KUBECONFIG says; the right to get that one test is enough."
        })
final class VerdictCommand implements Callable<Integer> {
    private static final long LOOK_EVERY_MILLIS = 2000;

    @Parameters(paramLabel = "NAME", description = "The name of the test.")
    private String name;

    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "NAMESPACE",
            description = "Its namespace (default: the current one).")
    private @Nullable String namespace;

    @Option(
            names = "--timeout",
            paramLabel = "MINUTES",
            defaultValue = "60",
            description = "How long to wait, in minutes; then the exit code is 2 (default: ${DEFAULT-VALUE}).")
    private long timeoutMinutes;

    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // picocli sets them
    VerdictCommand() {}

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(timeoutMinutes);
        StopSignal never = new StopSignal();
        String seen = "nothing";
        try (WatchedTest test = WatchedTest.open(namespace, name)) {
            do {
                try {
                    Optional<SoftphoneLoadTestStatus> status = test.status();
                    if (status.isPresent() && status.get().finishedAt() != null) {
                        return told(test, status.get(), out);
                    }
                    seen = status.map(known -> "phase " + known.phase())
                            .orElse("no such test, or none that is looked at");
                } catch (ApiException e) {
                    seen = String.valueOf(e.getMessage());
                }
                never.await(LOOK_EVERY_MILLIS);
            } while (System.nanoTime() < deadline);
            out.println(
                    test + ": required a test that is finished within " + timeoutMinutes + " min, observed " + seen);
            out.flush();
        }
        return ExitCode.INCONCLUSIVE;
    }

    private static int told(WatchedTest test, SoftphoneLoadTestStatus status, PrintWriter out) throws RefusedException {
        if (status.verdict() == null) {
            throw new RefusedException(test + ": refused. " + refusal(status));
        }
        StatusCounts.Softphones counted = status.softphones();
        out.println(test + ": " + status.verdict()
                + (counted == null
                        ? ""
                        : "; " + counted.connected() + " of " + counted.planned() + " connected, " + counted.rejected()
                                + " rejected, " + counted.failed() + " failed, " + counted.lost() + " lost"));
        for (SoftphoneLoadTestStatus.Cause cause : orNone(status.causes())) {
            out.println(cause.type() + ": " + cause.remedy());
        }
        out.flush();
        return ExitCode.of(status.verdict());
    }

    private static String refusal(SoftphoneLoadTestStatus status) {
        return orNone(status.conditions()).stream()
                .filter(condition -> condition.type().equals("Accepted"))
                .map(SoftphoneLoadTestStatus.Condition::message)
                .findFirst()
                .orElse("Its status says no more.");
    }
}
