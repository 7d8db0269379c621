package dev.softphone.loadtest.api.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.softphone.loadtest.measure.Coverage;
import dev.softphone.loadtest.measure.Measurements;
import dev.softphone.loadtest.measure.TimeSeries;
import dev.softphone.loadtest.measure.Trial;
import dev.softphone.loadtest.model.Threshold;
import dev.softphone.loadtest.verdict.Cause;
import dev.softphone.loadtest.verdict.CauseType;
import dev.softphone.loadtest.verdict.Judgement;
import dev.softphone.loadtest.verdict.ThresholdResult;
import dev.softphone.loadtest.verdict.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TestReportCodecTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void everythingOfATestComesBackAsItWas(long seed) {
        TestReport report = report(seed, 20);

        assertThat(TestReportCodec.decode(TestReportCodec.encode(report)))
                .as("seed %d", seed)
                .isEqualTo(report);
    }

    @Test
    void theLongestReportFitsIntoAConfigMap() {
        TestReport report = report(7, TimeSeries.MAX_BUCKETS);
        byte[] bytes = TestReportCodec.encode(report);

        assertThat(bytes).hasSizeLessThan(TestReportCodec.MAX_BYTES);
        assertThat(TestReportCodec.decode(bytes)).isEqualTo(report);
    }

    @Test
    void aSeriesThatDoesNotFitIsToldInWiderBucketsAndLosesNoCount() {
        TestReport report = report(7, TimeSeries.MAX_BUCKETS);
        int tooLittle = TestReportCodec.encode(report).length / 2;

        TestReport shorter = TestReportCodec.decode(TestReportCodec.encode(report, tooLittle));

        assertThat(shorter.measurements().series().bucketMillis())
                .isGreaterThan(report.measurements().series().bucketMillis());
        assertThat(started(shorter)).isEqualTo(started(report));
        assertThat(shorter.measurements().histograms())
                .isEqualTo(report.measurements().histograms());
    }

    @Test
    void whatIsNoReportIsRefused() {
        assertThatThrownBy(() -> TestReportCodec.decode(new byte[] {31, -117, 8, 0}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("report: ");
    }

    private static long started(TestReport report) {
        return report.measurements().series().buckets().stream()
                .mapToLong(TimeSeries.Bucket::started)
                .sum();
    }

    private static TestReport report(long seed, int buckets) {
        // As the operator has it: what came off the wire.
        RunnerReport reported =
                ReportCodec.decode(ReportCodec.encode(ReportCodecTest.report(new SplittableRandom(seed), buckets)));
        Measurements measured = reported.measurements();
        Threshold latency = new Threshold.Latency(
                Threshold.LatencyMetric.handshake,
                Threshold.Percentile.P99,
                Duration.ofSeconds(3),
                Threshold.OnBroken.Continue);
        Threshold least = new Threshold.AtLeast(Threshold.ShareMetric.connected, 99, Threshold.OnBroken.Continue);
        Threshold most = new Threshold.AtMost(Threshold.ShareMetric.rejected, 1, Threshold.OnBroken.Abort);
        Cause cause = new Cause(
                CauseType.ConcurrencyCap,
                Optional.of("Tenant"),
                OptionalLong.of(300),
                Cause.Confidence.High,
                200,
                List.of("200 of 500 were refused"),
                "Raise it.",
                Optional.of(new Cause.NextTest(
                        "whether the cap is one per address",
                        Map.of("placement", Map.of("regions", List.of(Map.of("name", "a", "weight", 2)))))));
        return new TestReport(
                "0.1.0",
                Instant.parse("2026-11-21T09:14:02Z"),
                Instant.parse("2026-11-21T09:20:08.250Z"),
                "Failed: the gateway holds 300 connections at a time.",
                new Judgement(
                        Verdict.Failed,
                        List.of(
                                new ThresholdResult(latency, Verdict.Passed, "handshake p99 ≤ 3s", "1.912s"),
                                new ThresholdResult(least, Verdict.Failed, "connected ≥ 99 %", "60 %"),
                                new ThresholdResult(most, Verdict.Inconclusive, "rejected ≤ 1 %", "40 %")),
                        List.of(cause)),
                measured,
                new Coverage(1, 1, 0),
                reported.preflight(),
                reported.slotProbe(),
                List.of(new Trial(1, 100, 60_000, true, measured.withSeries(TimeSeries.EMPTY))),
                false,
                true,
                reported.transcripts());
    }
}
