package dev.softphone.loadtest.api.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.softphone.loadtest.measure.AttemptCounts;
import dev.softphone.loadtest.measure.CallCounts;
import dev.softphone.loadtest.measure.GroupCounts;
import dev.softphone.loadtest.measure.Histograms;
import dev.softphone.loadtest.measure.HostEvidence;
import dev.softphone.loadtest.measure.Measurements;
import dev.softphone.loadtest.measure.Metric;
import dev.softphone.loadtest.measure.OutcomeCount;
import dev.softphone.loadtest.measure.OutcomeKey;
import dev.softphone.loadtest.measure.Preflight;
import dev.softphone.loadtest.measure.SlotProbeResult;
import dev.softphone.loadtest.measure.SoftphoneCounts;
import dev.softphone.loadtest.measure.StepCounts;
import dev.softphone.loadtest.measure.TimeSeries;
import dev.softphone.loadtest.measure.Transcript;
import dev.softphone.loadtest.model.Stage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReportCodecTest {
    private static final OutcomeKey REFUSED = new OutcomeKey(OutcomeKey.Kind.REJECTION, Stage.UPGRADE, "http/503");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void everythingComesBackAsItWas(long seed) {
        RunnerReport report = report(new SplittableRandom(seed), 20);

        RunnerReport again = ReportCodec.decode(ReportCodec.encode(report));

        String why = "seed " + seed;
        Measurements sent = report.measurements();
        Measurements got = again.measurements();
        assertThat(got.softphones()).as(why).isEqualTo(sent.softphones());
        assertThat(got.attempts()).as(why).isEqualTo(sent.attempts());
        assertThat(got.calls()).as(why).isEqualTo(sent.calls());
        assertThat(got.outcomes()).as(why).isEqualTo(sent.outcomes());
        assertThat(got.organizations()).as(why).isEqualTo(sent.organizations());
        assertThat(got.localAddresses()).as(why).isEqualTo(sent.localAddresses());
        assertThat(got.steps()).as(why).isEqualTo(sent.steps());
        assertThat(got.host()).as(why).isEqualTo(sent.host());
        assertThat(got.series().bucketMillis()).as(why).isEqualTo(sent.series().bucketMillis());
        assertThat(got.series().buckets()).as(why).hasSameSizeAs(sent.series().buckets());
        assertThat(got.series().buckets().get(3).codes())
                .as(why)
                .isEqualTo(sent.series().buckets().get(3).codes());
        assertThat(again.preflight()).as(why).isEqualTo(report.preflight());
        assertThat(again.slotProbe()).as(why).isEqualTo(report.slotProbe());
        assertThat(again.transcripts()).as(why).isEqualTo(report.transcripts());
        Histograms.Frozen handshake = got.histograms().getOrDefault(Metric.HANDSHAKE, Histograms.Frozen.EMPTY);
        Histograms.Frozen original = sent.histograms().getOrDefault(Metric.HANDSHAKE, Histograms.Frozen.EMPTY);
        assertThat(handshake.count()).as(why).isEqualTo(original.count());
        assertThat((double) handshake.valueAt(99) / original.valueAt(99))
                .as(why)
                .isBetween(0.98, 1.02);
    }

    @Test
    void whatNobodyMeasuredStaysUnknownAndDoesNotBecomeZero() {
        RunnerReport nothing = RunnerReport.soFar(Measurements.nothingStarted(7), Optional.empty());

        assertThat(ReportCodec.decode(ReportCodec.encode(nothing))).isEqualTo(nothing);
    }

    @Test
    void theLongestSeriesFitsAndLosesNoCount() {
        RunnerReport report = report(new SplittableRandom(9), TimeSeries.MAX_BUCKETS);
        String text = ReportCodec.encode(report);

        assertThat(text).hasSizeLessThanOrEqualTo(ReportCodec.MAX_LENGTH);
        assertThat(started(ReportCodec.decode(text))).isEqualTo(started(report));
    }

    @Test
    void aRunningReportIsSmall() {
        RunnerReport report = RunnerReport.soFar(
                report(new SplittableRandom(9), TimeSeries.MAX_BUCKETS).measurements(), Optional.empty());

        assertThat(ReportCodec.encode(report)).hasSizeLessThan(24 * 1024);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "%%%", "AAAA", "eJyrrgUAAXUA+Q==", "eJwDAAAAAAE="})
    void whatIsNoReportIsRefused(String text) {
        assertThatThrownBy(() -> ReportCodec.decode(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("report: ");
    }

    private static long started(RunnerReport report) {
        return report.measurements().series().buckets().stream()
                .mapToLong(TimeSeries.Bucket::started)
                .sum();
    }

    static RunnerReport report(SplittableRandom random, int buckets) {
        Map<Metric, Histograms.Frozen> histograms = new HashMap<>();
        for (Metric metric : Metric.values()) {
            Histogram histogram = Histograms.empty();
            for (int i = 0; i < 500; i++) {
                histogram.recordValue(1 + random.nextLong(5_000_000));
            }
            histograms.put(metric, Histograms.Frozen.copyOf(histogram));
        }
        List<TimeSeries.Bucket> series = new ArrayList<>();
        for (int i = 0; i < buckets; i++) {
            Histogram handshake = Histograms.coarse();
            for (int n = 0; n < 40; n++) {
                handshake.recordValue(1 + random.nextLong(5_000_000));
            }
            TimeSeries.HostSample host = new TimeSeries.HostSample(
                    OptionalLong.of(random.nextLong(1000)),
                    OptionalLong.of(random.nextLong(1000)),
                    OptionalLong.empty(),
                    OptionalLong.of(0),
                    OptionalLong.of(random.nextLong(1000)),
                    OptionalLong.empty(),
                    OptionalLong.of(random.nextLong(100)),
                    OptionalLong.of(random.nextLong(1000)),
                    OptionalLong.of(random.nextLong(1000)));
            series.add(new TimeSeries.Bucket(
                    40,
                    30,
                    10,
                    0,
                    1,
                    i,
                    30,
                    10,
                    Map.of("upgrade http/503", random.nextLong(50)),
                    Histograms.Frozen.copyOf(handshake),
                    host));
        }
        OutcomeCount refused = new OutcomeCount(
                20, 15, 0, 0, random.nextLong(9000), 9000, Optional.of("full"), Map.of("retry-after", "3"));
        Measurements measurements = new Measurements(
                60_000,
                new SoftphoneCounts(100, 0, 100, 0, 85, 15, 0, 0, 0, 2, 85, 1),
                new AttemptCounts(100, 5, 0, 85, 20, 0, 0, 0),
                CallCounts.ZERO,
                Map.of(REFUSED, refused),
                histograms,
                Map.of("cyan", new GroupCounts(100, 85, 15, 0, 1)),
                Map.of("10.0.0.1:443", new GroupCounts(100, 85, 15, 0, 1)),
                Map.of("10.1.0.1", new GroupCounts(100, 85, 15, 0, 1)),
                List.of(
                        new StepCounts(50, 0, 50, 50, 0, 0, 0, 91_000),
                        new StepCounts(50, 10_000, 50, 35, 15, 0, 1, 9)),
                3,
                Map.of(),
                new TimeSeries(1000, series),
                HostEvidence.UNKNOWN);
        Preflight preflight = new Preflight(
                false,
                Optional.of(REFUSED),
                Optional.of("full"),
                Optional.empty(),
                Optional.of(12L),
                List.of("10.0.0.1"));
        List<String> lines = Collections.nCopies(10, "+0.001s > GET /" + "x".repeat(150));
        List<Transcript> transcripts = Collections.nCopies(4, new Transcript(REFUSED, 17, lines));
        return new RunnerReport(
                measurements, Optional.of(preflight), Optional.of(new SlotProbeResult(85, 5, 10, 5)), transcripts);
    }
}
