package dev.softphone.loadtest.runner.cli;

import dev.softphone.loadtest.runner.StopSignal;
import dev.softphone.loadtest.runner.serve.ClusterConnection;
import dev.softphone.loadtest.runner.serve.Pod;
import dev.softphone.loadtest.runner.serve.Serve;
import dev.softphone.loadtest.runner.terminal.ProgressView;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code serve}: what the operator's pods run. Nothing of Kubernetes is named here, so that other commands load none. */
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        description = {
            "Runs one runner's share of a SoftphoneLoadTest in a pod that the operator made, and reports to its",
            "SoftphoneRunner. Who the pod is stands in its environment."
        })
final class ServeCommand implements Callable<Integer> {
    @Option(
            names = "--test",
            paramLabel = "FILE",
            defaultValue = "/etc/softphone/test/test.json",
            description = "The SoftphoneLoadTest as JSON (default: ${DEFAULT-VALUE}).")
    private Path test;

    @Option(
            names = "--allowed-targets",
            paramLabel = "FILE",
            defaultValue = "/etc/softphone/test/allowed-targets",
            description = "Hosts that may be loaded, one a line (default: ${DEFAULT-VALUE}).")
    private Path allowedTargets;

    @Option(
            names = "--secrets-dir",
            paramLabel = "DIR",
            defaultValue = "/etc/softphone/secrets",
            description = "Secrets as files DIR/<name>/<key> (default: ${DEFAULT-VALUE}).")
    private Path secrets;

    @Option(
            names = "--termination-log",
            paramLabel = "FILE",
            defaultValue = "/dev/termination-log",
            description = "Where a compact report is left for the kubelet (default: ${DEFAULT-VALUE}).")
    private Path terminationLog;

    @Option(
            names = "--patience",
            paramLabel = "SECONDS",
            defaultValue = "300",
            description = "How long the API server may be silent before the run drains, and how long a report is tried"
                    + " (default: ${DEFAULT-VALUE}).")
    private long patienceSeconds;

    @Option(
            names = "--metrics-port",
            paramLabel = "PORT",
            description = "Serve Prometheus metrics at :PORT/metrics; 0: any free one. Default: not at all.")
    private @Nullable Integer metricsPort;

    @Option(
            names = "--event-loops",
            paramLabel = "N",
            description = "Event loops to drive softphones with; default: one per processor, fewer for small shares.")
    private @Nullable Integer eventLoops;

    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // picocli sets them
    ServeCommand() {}

    @Override
    public Integer call() throws Exception {
        Pod pod = Pod.of(System.getenv());
        StopSignal stop = new StopSignal();
        Interrupt interrupt = Interrupt.arm(stop);
        int exitCode = ExitCode.INTERNAL;
        try (ClusterConnection connection = ClusterConnection.open();
                ProgressView view = Views.progress(pod.runner(), true);
                MetricsEndpoint metrics = MetricsEndpoint.openToAll(
                        metricsPort, pod.test(), spec.commandLine().getErr())) {
            Serve.Settings settings = new Serve.Settings(
                    test,
                    allowedTargets,
                    terminationLog,
                    Duration.ofSeconds(patienceSeconds),
                    eventLoops == null ? OptionalInt.empty() : OptionalInt.of(eventLoops));
            Serve.Surroundings around = new Serve.Surroundings(
                    Clock.systemUTC(),
                    connection.timers(),
                    new LocalSecrets(secrets),
                    HostWatches::of,
                    metrics.and(view),
                    this::log);
            exitCode = exitCode(new Serve(settings, around, pod, connection.api(pod), stop).run());
        } finally {
            interrupt.reported(exitCode);
        }
        return exitCode;
    }

    private static int exitCode(Serve.End end) {
        return switch (end) {
            case DONE -> ExitCode.PASSED;
            case EVICTED -> ExitCode.INCONCLUSIVE;
            case REFUSED -> ExitCode.REFUSED;
            case SUPERSEDED -> ExitCode.SUPERSEDED;
            case UNREACHABLE -> ExitCode.INTERNAL;
        };
    }

    private void log(String line) {
        PrintWriter out = spec.commandLine().getErr();
        out.println(line);
        out.flush();
    }
}
