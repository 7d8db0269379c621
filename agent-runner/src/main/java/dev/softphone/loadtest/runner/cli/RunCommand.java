package dev.softphone.loadtest.runner.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.softphone.loadtest.api.read.IdentityReader;
import dev.softphone.loadtest.api.read.Secrets;
import dev.softphone.loadtest.api.read.SpecReader;
import dev.softphone.loadtest.api.read.TokenShares;
import dev.softphone.loadtest.api.report.TestReport;
import dev.softphone.loadtest.api.status.StatusFactory;
import dev.softphone.loadtest.api.status.StatusYaml;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneLoadTestStatus;
import dev.softphone.loadtest.measure.Preflight;
import dev.softphone.loadtest.model.Identity;
import dev.softphone.loadtest.model.LoadTest;
import dev.softphone.loadtest.report.ReportInput;
import dev.softphone.loadtest.runner.AllowedTargets;
import dev.softphone.loadtest.runner.LocalRun;
import dev.softphone.loadtest.runner.RefusedException;
import dev.softphone.loadtest.runner.RunListener;
import dev.softphone.loadtest.runner.RunResult;
import dev.softphone.loadtest.runner.RunSetup;
import dev.softphone.loadtest.runner.Share;
import dev.softphone.loadtest.runner.StopSignal;
import dev.softphone.loadtest.runner.terminal.ProgressView;
import dev.softphone.loadtest.verdict.Headline;
import dev.softphone.loadtest.verdict.Judge;
import dev.softphone.loadtest.verdict.Judgement;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code run PATH}: read, check, run, judge, report. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = {
            "Runs a SoftphoneLoadTest from this machine and says why softphones failed.",
            "A folder with simulator.yaml brings its own gateway: the simulator is started on loopback for the run."
        })
final class RunCommand implements Callable<Integer> {
    enum Output {
        text,
        json
    }

    @Parameters(paramLabel = "PATH", description = "A manifest, or a folder with test.yaml.")
    private Path path;

    @Mixin
    private SecretOptions secrets;

    @Mixin
    private TargetOptions targets;

    @Option(
            names = "--simulator",
            paramLabel = "FILE",
            description = "Another simulator script than simulator.yaml; a look-alike of the folder, for example.")
    private @Nullable Path simulator;

    @Option(
            names = "--truth",
            paramLabel = "FILE",
            description = "Where the simulator writes its own counts at the end.")
    private @Nullable Path truth;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Writes status.yaml, report.html, junit.xml, transcripts and next-test.yaml there.")
    private @Nullable Path out;

    @Option(
            names = "--output",
            paramLabel = "FORMAT",
            description = "text (default) or json: only the status, on standard output.")
    private Output output = Output.text;

    @Option(
            names = "--metrics-port",
            paramLabel = "PORT",
            description =
                    "Serves Prometheus metrics at http://127.0.0.1:PORT/metrics during the run; 0: any free port.")
    private @Nullable Integer metricsPort;

    @Option(
            names = "--event-loops",
            paramLabel = "N",
            description = "Event loops to drive softphones with; default: one per processor, fewer for small tests.")
    private @Nullable Integer eventLoops;

    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // picocli sets them
    RunCommand() {}

    @Override
    public Integer call() throws Exception {
        TestFolder folder = TestFolder.read(path, simulator, secrets.files());
        ClusterFields.refuseStop(folder.manifest().test());
        String again = secrets.again(folder.secrets()) + targets.again();
        if (folder.simulator().isEmpty()) {
            return run(folder.manifest().test(), secrets.over(folder.manifest()), Optional.empty(), again);
        }
        // Refused before the simulator is started, where that can be told.
        RefusedException.unlessAccepted(SpecReader.read(folder.manifest().test()));
        try (SimulatorProcess process =
                SimulatorProcess.start(folder.simulator().get(), Optional.ofNullable(truth))) {
            return run(
                    folder.manifest().test(),
                    secrets.over(folder.manifest()),
                    Optional.of(process.address()),
                    again + " --simulator " + folder.simulator().get());
        }
    }

    /** @param again what the command of the next test needs, to run against the same gateway with the same softphones */
    private int run(ObjectNode manifest, Secrets secretValues, Optional<URI> simulatorAddress, String again)
            throws Exception {
        ObjectNode resource = simulatorAddress
                .map(address -> GatewayAddress.replaced(manifest, address))
                .orElse(manifest);
        LoadTest test = RefusedException.unlessAccepted(SpecReader.read(resource));
        ClusterFields.notice(manifest, test.placement(), test.softphones())
                .ifPresent(spec.commandLine().getErr()::println);
        List<Identity> identities = RefusedException.unlessAccepted(IdentityReader.read(test, secretValues));
        AllowedTargets checked = targets.check(test, Clock.systemUTC().instant());
        int lanes = eventLoops != null ? eventLoops : RunSetup.lanesFor(test.softphones());
        RunSetup setup = new RunSetup(
                test,
                Share.WHOLE,
                identities,
                TokenShares.NONE,
                secretValues,
                checked.targets(),
                checked.dnsMicros(),
                lanes);

        Optional<Preflight> unresolved = checked.unresolvedPreflight();
        if (unresolved.isPresent()) {
            RunResult result = LocalRun.unresolved(
                    test, unresolved.get(), Clock.systemUTC().instant());
            return ExitCode.of(judgeAndReport(manifest, result, again).verdict());
        }
        return drive(setup, manifest, again);
    }

    private int drive(RunSetup setup, ObjectNode manifest, String again) throws Exception {
        LoadTest test = setup.test();
        StopSignal stop = new StopSignal();
        Interrupt interrupt = Interrupt.arm(stop);
        RunResult result;
        try (ProgressView view = Views.progress(test.name(), output == Output.text);
                MetricsEndpoint metrics = MetricsEndpoint.open(
                        metricsPort, test.name(), spec.commandLine().getErr())) {
            RunListener listener = metrics.and(view);
            result = new LocalRun(setup, Clock.systemUTC(), listener, stop).run(HostWatches.of(test));
        }
        Judgement judgement = judgeAndReport(manifest, result, again);
        int exitCode = result.evidence().interrupted() && stop.isRaised()
                ? ExitCode.INCONCLUSIVE
                : ExitCode.of(judgement.verdict());
        interrupt.reported(exitCode);
        return exitCode;
    }

    private Judgement judgeAndReport(ObjectNode manifest, RunResult result, String again) throws Exception {
        Judgement judgement = Judge.judge(result.evidence());
        SoftphoneLoadTestStatus status = new StatusFactory(result.finishedAt(), null, null)
                .startedAt(result.startedAt())
                .finished(result.evidence(), judgement);
        ReportInput input = new ReportInput(
                result.evidence(),
                judgement,
                Headline.of(result.evidence(), judgement),
                result.transcripts(),
                result.startedAt(),
                result.finishedAt(),
                Version.TEXT,
                TestReport.scheduled(result.evidence().test(), result.evidence().measurements()));
        List<String> files = out == null ? List.of() : new OutputFolder(out).write(status, input, manifest);
        PrintWriter writer = spec.commandLine().getOut();
        if (output == Output.json) {
            writer.println(StatusYaml.json(status));
        } else {
            Optional<String> next = files.stream()
                    .filter(file -> file.endsWith("next-test.yaml"))
                    .findFirst()
                    .map(file -> "softphone-load run " + file + again);
            writer.println(Views.summary(input, files, next));
        }
        writer.flush();
        return judgement;
    }
}
