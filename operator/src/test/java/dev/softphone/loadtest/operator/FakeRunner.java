package dev.softphone.loadtest.operator;

import dev.softphone.loadtest.api.report.ReportCodec;
import dev.softphone.loadtest.api.report.RunnerReport;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneRunner;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneRunnerStatus;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneRunnerStatus.Phase;
import dev.softphone.loadtest.measure.AttemptCounts;
import dev.softphone.loadtest.measure.CallCounts;
import dev.softphone.loadtest.measure.Histograms;
import dev.softphone.loadtest.measure.HostEvidence;
import dev.softphone.loadtest.measure.Measurements;
import dev.softphone.loadtest.measure.Metric;
import dev.softphone.loadtest.measure.OutcomeCount;
import dev.softphone.loadtest.measure.OutcomeKey;
import dev.softphone.loadtest.measure.SoftphoneCounts;
import dev.softphone.loadtest.measure.TimeSeries;
import dev.softphone.loadtest.model.Stage;
import dev.softphone.loadtest.operator.resources.RunnerObjects;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.HdrHistogram.Histogram;

/** Reports what it is told to, as a pod would. */
final class FakeRunner {
    private final KubernetesClient client;
    private final String namespace;
    private final String name;
    private long sequence;

    FakeRunner(KubernetesClient client, SoftphoneRunner runner) {
        this.client = client;
        this.namespace = runner.getMetadata().getNamespace();
        this.name = runner.getMetadata().getName();
    }

    void armed() {
        report(Phase.Armed, Optional.empty());
    }

    /** Everyone but {@code rejected} has connected and, of a final report, left. */
    void report(Phase phase, long rejected) {
        long planned = runner().getSpec().softphones();
        report(
                phase,
                Optional.of(
                        new RunnerReport(measured(planned, rejected), Optional.empty(), Optional.empty(), List.of())));
    }

    /** The whole share of a trial of a search has connected, stayed and left. */
    void heldTrial(int trial, int softphones) {
        int share = RunnerObjects.softphones(runner().getSpec(), softphones);
        report(
                Phase.TrialOver,
                trial,
                Optional.of(new RunnerReport(
                        onTime(measured(share, 0)), Optional.empty(), Optional.empty(), List.of(), true)));
    }

    /** The same of a generator that kept its schedule: without that a search does not pass. */
    static Measurements onTime(Measurements measured) {
        long first = measured.attempts().first();
        if (first == 0) {
            return measured;
        }
        Histogram lag = Histograms.coarse();
        lag.recordValueWithCount(1000, first);
        return measured.withHistograms(Map.of(Metric.START_LAG, Histograms.Frozen.copyOf(lag)));
    }

    static Measurements measured(long planned, long rejected) {
        long connected = planned - rejected;
        OutcomeCount refused = new OutcomeCount(rejected, rejected, 0, 0, 900, 2900, Optional.of("full"), Map.of());
        return new Measurements(
                3000,
                new SoftphoneCounts(planned, 0, planned, 0, connected, rejected, 0, 0, 0, 0, 0, 0),
                new AttemptCounts(planned, 0, 0, connected, rejected, 0, 0, 0),
                CallCounts.ZERO,
                rejected == 0
                        ? Map.of()
                        : Map.of(new OutcomeKey(OutcomeKey.Kind.REJECTION, Stage.UPGRADE, "http/503"), refused),
                Map.of(),
                Map.of(),
                Map.of(),
                Map.of(),
                List.of(),
                0,
                Map.of(),
                TimeSeries.EMPTY,
                HostEvidence.UNKNOWN);
    }

    private void report(Phase phase, Optional<RunnerReport> report) {
        report(phase, 1, report);
    }

    private void report(Phase phase, int trial, Optional<RunnerReport> report) {
        sequence++;
        SoftphoneRunner runner = runner();
        runner.setStatus(new SoftphoneRunnerStatus(
                phase,
                0,
                "pod-of-" + name,
                sequence,
                trial,
                Instant.now().toString(),
                name + "-x",
                "node",
                "10.0.0.1",
                null,
                report.map(one -> one.measurements().softphones().connected()).orElse(null),
                null,
                report.map(one -> one.measurements().softphones().rejected()).orElse(null),
                null,
                null,
                0L,
                report.map(ReportCodec::encode).orElse(null)));
        client.resource(runner).updateStatus();
    }

    private SoftphoneRunner runner() {
        return client.resources(SoftphoneRunner.class)
                .inNamespace(namespace)
                .withName(name)
                .require();
    }
}
