package dev.softphone.loadtest.runner.terminal;

import dev.softphone.loadtest.measure.AttemptCounts;
import dev.softphone.loadtest.measure.CallCounts;
import dev.softphone.loadtest.measure.Coverage;
import dev.softphone.loadtest.measure.Histograms;
import dev.softphone.loadtest.measure.HostEvidence;
import dev.softphone.loadtest.measure.Measurements;
import dev.softphone.loadtest.measure.Metric;
import dev.softphone.loadtest.measure.OutcomeCount;
import dev.softphone.loadtest.measure.OutcomeKey;
import dev.softphone.loadtest.measure.SoftphoneCounts;
import dev.softphone.loadtest.measure.TimeSeries;
import dev.softphone.loadtest.model.Arrival;
import dev.softphone.loadtest.model.Cycles;
import dev.softphone.loadtest.model.Gateway;
import dev.softphone.loadtest.model.Identities;
import dev.softphone.loadtest.model.KeepAlive;
import dev.softphone.loadtest.model.Limits;
import dev.softphone.loadtest.model.LoadTest;
import dev.softphone.loadtest.model.Placement;
import dev.softphone.loadtest.model.Retry;
import dev.softphone.loadtest.model.Stage;
import dev.softphone.loadtest.model.Threshold;
import dev.softphone.loadtest.model.Timeouts;
import dev.softphone.loadtest.report.ReportInput;
import dev.softphone.loadtest.runner.RunListener.Phase;
import dev.softphone.loadtest.verdict.Cause;
import dev.softphone.loadtest.verdict.CauseType;
import dev.softphone.loadtest.verdict.Evidence;
import dev.softphone.loadtest.verdict.Judgement;
import dev.softphone.loadtest.verdict.ThresholdResult;
import dev.softphone.loadtest.verdict.Verdict;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.HdrHistogram.Histogram;

/** R0, 500 softphones over 60 s against a gateway that holds 300, at any moment of it. */
final class SampleProgress {

    static final OutcomeKey REFUSED = new OutcomeKey(OutcomeKey.Kind.REJECTION, Stage.UPGRADE, "http/503");

    private SampleProgress() {}

    static Progress at(int second, Phase phase, Progress.Event... events) {
        return new Progress(
                "three-hundred-of-five-hundred",
                phase,
                "",
                second * 1000L,
                390_000,
                due(second),
                measured(second),
                List.of(events));
    }

    private static int due(int second) {
        return Math.min(500, second * 500 / 60);
    }

    static Measurements measured(int second) {
        int started = due(second);
        int connected = Math.min(300, started);
        int rejected = started - connected;
        return new Measurements(
                second * 1000L,
                new SoftphoneCounts(500, 500 - started, started, 0, connected, rejected, 0, 0, 0, 0, connected, 0),
                new AttemptCounts(started, 0, 0, connected, rejected, 0, 0, 0),
                CallCounts.ZERO,
                rejected == 0
                        ? Map.of()
                        : Map.of(
                                REFUSED,
                                new OutcomeCount(
                                        rejected,
                                        rejected,
                                        0,
                                        0,
                                        36_120,
                                        second * 1000L,
                                        Optional.of("Service Unavailable: session limit reached"),
                                        Map.of())),
                histograms(connected, rejected),
                Map.of(),
                Map.of(),
                Map.of(),
                List.of(),
                0,
                Map.of(),
                TimeSeries.EMPTY,
                host(connected));
    }

    private static Map<Metric, Histograms.Frozen> histograms(int connected, int rejected) {
        Histogram handshake = Histograms.empty();
        Histogram register = Histograms.empty();
        Histogram failed = Histograms.empty();
        for (int i = 0; i < connected; i++) {
            handshake.recordValue(60_000 + 400L * i);
            register.recordValue(9_000 + 80L * i);
        }
        for (int i = 0; i < rejected; i++) {
            failed.recordValue(90_000 + 100L * i);
        }
        return Map.of(
                Metric.HANDSHAKE,
                Histograms.Frozen.copyOf(handshake),
                Metric.REGISTER,
                Histograms.Frozen.copyOf(register),
                Metric.HANDSHAKE_FAILED,
                Histograms.Frozen.copyOf(failed));
    }

    static HostEvidence host(int connected) {
        OptionalLong unknown = OptionalLong.empty();
        return new HostEvidence(
                OptionalLong.of(1_048_576),
                OptionalLong.of(61 + connected),
                OptionalLong.of(32_768),
                OptionalLong.of(60_999),
                OptionalLong.of(0),
                OptionalLong.of(1),
                OptionalLong.of(14 + connected),
                unknown,
                unknown,
                unknown,
                unknown,
                unknown,
                unknown,
                OptionalLong.of(30),
                OptionalLong.of(0),
                unknown,
                unknown,
                unknown,
                OptionalLong.of(8),
                OptionalLong.of(17),
                OptionalLong.of(3),
                OptionalLong.of(0),
                Optional.of("epoll"),
                Optional.empty());
    }

    static ReportInput finished(List<Cause> causes) {
        LoadTest test = new LoadTest(
                "three-hundred-of-five-hundred",
                500,
                new Gateway(
                        "ws://127.0.0.1:8088/",
                        URI.create("ws://127.0.0.1:8088"),
                        Optional.of("sip"),
                        Map.of(),
                        new Gateway.Tls(
                                Optional.empty(), Optional.empty(), Optional.empty(), Gateway.Tls.Resumption.Disabled),
                        new Gateway.SipOverWebSocket("example.com", 600)),
                new Identities.Generated("softphone-{index}", List.of(), Optional.empty()),
                new Arrival.RampUp(Duration.ofSeconds(60)),
                Duration.ofMinutes(5),
                Duration.ofSeconds(30),
                new Cycles(1, Duration.ZERO),
                Optional.empty(),
                Optional.empty(),
                new Timeouts(
                        Duration.ofSeconds(15),
                        Duration.ofSeconds(15),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(32),
                        Duration.ofSeconds(32)),
                new KeepAlive(KeepAlive.Kind.None, Duration.ofSeconds(14), Duration.ofSeconds(15), 1, 10),
                new Retry(Retry.Profile.None, Duration.ZERO, 100, Duration.ZERO, Retry.Jitter.None, 0, true, List.of()),
                new Limits(OptionalInt.empty(), OptionalInt.empty()),
                List.of(),
                Placement.ANYWHERE,
                List.of(
                        new Threshold.Latency(
                                Threshold.LatencyMetric.handshake,
                                Threshold.Percentile.P99,
                                Duration.ofSeconds(3),
                                Threshold.OnBroken.Continue),
                        new Threshold.AtLeast(Threshold.ShareMetric.connected, 99, Threshold.OnBroken.Continue)),
                Optional.empty(),
                7);
        return new ReportInput(
                new Evidence(test, measured(390), Coverage.WHOLE, Optional.empty(), Optional.empty(), List.of(), false),
                new Judgement(
                        Verdict.Failed,
                        List.of(
                                new ThresholdResult(
                                        test.thresholds().get(0),
                                        Verdict.Passed,
                                        "handshake p99 ≤ 3 s",
                                        "178 ms (300 of 300 counted)"),
                                new ThresholdResult(
                                        test.thresholds().get(1),
                                        Verdict.Failed,
                                        "connected ≥ 99 %",
                                        "60 % (300 of 500)")),
                        causes),
                "The gateway holds 300 softphones at one time and refused the other 200 of 500 with 503.",
                List.of(),
                Instant.parse("2026-11-21T09:14:02Z"),
                Instant.parse("2026-11-21T09:20:32Z"),
                "0.1.0",
                millis -> Math.min(500, millis * 500 / 60_000));
    }

    static Cause cap() {
        return new Cause(
                CauseType.ConcurrencyCap,
                Optional.of("Tenant"),
                OptionalLong.of(300),
                Cause.Confidence.High,
                200,
                List.of(
                        "300 softphones stayed connected from 0:36 on while 200 further attempts over 23.9 s were all"
                                + " refused with http/503.",
                        "The generator was not the limit: 361 of 1,048,576 descriptors, loop lag at most 30 ms."),
                "The gateway holds at most 300 softphones at one time for this tenant. Ask its owner to raise the"
                        + " limit, or plan for 300.",
                Optional.of(new Cause.NextTest(
                        "If a ramp three times slower still ends at 300, the rate of connects plays no part.",
                        Map.of("arrival", Map.of("rampUp", Map.of("over", "180s"))))));
    }
}
