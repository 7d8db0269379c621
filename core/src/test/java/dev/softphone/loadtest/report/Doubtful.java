package dev.softphone.loadtest.report;

import dev.softphone.loadtest.measure.AttemptCounts;
import dev.softphone.loadtest.measure.CallCounts;
import dev.softphone.loadtest.measure.Coverage;
import dev.softphone.loadtest.measure.GroupCounts;
import dev.softphone.loadtest.measure.Histograms;
import dev.softphone.loadtest.measure.HostEvidence;
import dev.softphone.loadtest.measure.Measurements;
import dev.softphone.loadtest.measure.Metric;
import dev.softphone.loadtest.measure.OutcomeCount;
import dev.softphone.loadtest.measure.OutcomeKey;
import dev.softphone.loadtest.measure.Preflight;
import dev.softphone.loadtest.measure.SoftphoneCounts;
import dev.softphone.loadtest.measure.StepCounts;
import dev.softphone.loadtest.measure.TimeSeries;
import dev.softphone.loadtest.measure.Transcript;
import dev.softphone.loadtest.measure.Trial;
import dev.softphone.loadtest.model.Arrival;
import dev.softphone.loadtest.model.LoadTest;
import dev.softphone.loadtest.model.Stage;
import dev.softphone.loadtest.verdict.Cause;
import dev.softphone.loadtest.verdict.CauseType;
import dev.softphone.loadtest.verdict.Evidence;
import dev.softphone.loadtest.verdict.Judgement;
import dev.softphone.loadtest.verdict.ThresholdResult;
import dev.softphone.loadtest.verdict.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.HdrHistogram.Histogram;

/**
 * A run in which much went wrong at once, on a host that told nothing, with a gateway that put markup, quotes and
 * terminal controls into everything that it sent.
 */
final class Doubtful {

    static final String HOSTILE =
            "</script></style><script>alert(1)</script>\"'><img src=x onerror=alert(2)>&lt;\u001b[2J";

    private static final List<OutcomeKey> OUTCOMES = List.of(
            new OutcomeKey(OutcomeKey.Kind.REJECTION, Stage.TOKEN, "http/429"),
            new OutcomeKey(OutcomeKey.Kind.REJECTION, Stage.REGISTER, "sip/504"),
            new OutcomeKey(OutcomeKey.Kind.REJECTION, Stage.UPGRADE, "http/503"),
            new OutcomeKey(OutcomeKey.Kind.REJECTION, Stage.REGISTER, "app/" + HOSTILE),
            new OutcomeKey(OutcomeKey.Kind.FAILURE, Stage.UPGRADE, "timeout/upgrade"),
            new OutcomeKey(OutcomeKey.Kind.FAILURE, Stage.UPGRADE, "local/EMFILE"),
            new OutcomeKey(OutcomeKey.Kind.FAILURE, Stage.UPGRADE, "tcp/reset"),
            new OutcomeKey(OutcomeKey.Kind.DROP, Stage.ESTABLISHED, "tcp/eof"),
            new OutcomeKey(OutcomeKey.Kind.DROP, Stage.ESTABLISHED, "ws/1008"));

    private Doubtful() {}

    static ReportInput run() {
        SplittableRandom random = new SplittableRandom(99);
        List<TimeSeries.Bucket> buckets = new ArrayList<>();
        Map<OutcomeKey, Long> totals = new LinkedHashMap<>();
        int now = 0;
        for (int second = 0; second < 120; second++) {
            Map<String, Long> codes = new LinkedHashMap<>();
            for (OutcomeKey key : OUTCOMES) {
                long times = random.nextInt(12 - OUTCOMES.indexOf(key));
                codes.put(key.stage().label() + " " + key.code(), times);
                totals.merge(key, times, Long::sum);
            }
            int connected = random.nextInt(6);
            now = second == 90 ? 20 : now + connected;
            Histogram handshakes = Histograms.coarse();
            for (int i = 0; i < connected; i++) {
                handshakes.recordValue(1_000 + random.nextInt(200_000));
            }
            buckets.add(new TimeSeries.Bucket(
                    40,
                    connected,
                    20,
                    10,
                    5,
                    now,
                    connected,
                    30,
                    codes,
                    Histograms.Frozen.copyOf(handshakes),
                    TimeSeries.HostSample.UNKNOWN));
        }
        Map<OutcomeKey, OutcomeCount> outcomes = new LinkedHashMap<>();
        totals.forEach((key, times) -> outcomes.put(
                key,
                new OutcomeCount(
                        times,
                        times / 3,
                        key.kind() == OutcomeKey.Kind.FAILURE ? times / 2 : 0,
                        0,
                        1_000 + times,
                        119_000,
                        Optional.of(HOSTILE),
                        Map.of("retry-after", "5", "server", HOSTILE))));
        Map<Metric, Histogram> histograms = new EnumMap<>(Metric.class);
        for (int i = 0; i < 57; i++) {
            SampleRuns.record(histograms, Metric.HANDSHAKE, 1_000 + random.nextInt(200_000));
        }
        SampleRuns.record(histograms, Metric.DROP_AGE_MILLIS, 60_004);
        Measurements measured = new Measurements(
                120_000,
                new SoftphoneCounts(500, 12, 488, 3, 190, 150, 100, 20, 25, 41, 20, 33),
                new AttemptCounts(488, 4_312, 3, 190, 3_102, 1_460, 20, 25),
                new CallCounts(90, 0, 80, 5, 5, 0, 0, 0, 2),
                outcomes,
                SampleRuns.frozen(histograms),
                Map.of(HOSTILE, new GroupCounts(244, 95, 75, 50, 3), "globex", new GroupCounts(244, 95, 75, 50, 0)),
                Map.of(),
                Map.of("127.0.0.2", new GroupCounts(320, 127, 0, 0, 0), "127.0.0.3", new GroupCounts(168, 63, 0, 0, 0)),
                List.of(
                        new StepCounts(50, 0, 50, 50, 0, 0, 0, 91_000),
                        new StepCounts(50, 10_000, 50, 31, 12, 7, 4, 2_204_000),
                        new StepCounts(50, 20_000, 38, 0, 38, 0, 0, 0)),
                61,
                Map.of(),
                new TimeSeries(1000, buckets),
                HostEvidence.UNKNOWN);
        LoadTest test = SampleRuns.test(HOSTILE, new Arrival.Steps(50, Duration.ofSeconds(10)), Duration.ofMinutes(1));
        return new ReportInput(
                new Evidence(
                        test,
                        measured,
                        new Coverage(3, 2, 1),
                        Optional.of(new Preflight(
                                false,
                                Optional.of(OUTCOMES.get(1)),
                                Optional.of(HOSTILE),
                                Optional.empty(),
                                Optional.empty(),
                                List.of())),
                        Optional.empty(),
                        List.of(new Trial(1, 100, 10_000, true, measured), new Trial(2, 200, 20_000, false, measured)),
                        true),
                new Judgement(
                        Verdict.Inconclusive,
                        List.of(new ThresholdResult(
                                test.thresholds().get(0),
                                Verdict.Inconclusive,
                                HOSTILE,
                                "57 of 100 samples that a p99 needs")),
                        List.of(
                                new Cause(
                                        CauseType.GeneratorOutOfDescriptors,
                                        Optional.empty(),
                                        OptionalLong.empty(),
                                        Cause.Confidence.High,
                                        100,
                                        List.of(HOSTILE),
                                        HOSTILE,
                                        Optional.of(new Cause.NextTest(
                                                HOSTILE, Map.of("softphones", 100, HOSTILE, List.of(HOSTILE))))),
                                new Cause(
                                        CauseType.BackendTimeout,
                                        Optional.of("globex"),
                                        OptionalLong.empty(),
                                        Cause.Confidence.Low,
                                        75,
                                        List.of("sip/504 on register while sockets stayed up."),
                                        "Look at what the registrar waits for.",
                                        Optional.empty()))),
                HOSTILE,
                OUTCOMES.stream()
                        .map(key -> new Transcript(key, 4, List.of("+0.000s < " + HOSTILE)))
                        .toList(),
                SampleRuns.START,
                SampleRuns.START.plusSeconds(120),
                HOSTILE,
                millis -> Math.min(500, (millis / 10_000 + 1) * 50));
    }

    /** A short run of one softphone on which nothing was recorded over time. */
    static ReportInput quiet() {
        ReportInput r0 = SampleRuns.threeHundredOfFiveHundred();
        Evidence evidence = new Evidence(
                r0.test(), Measurements.EMPTY, Coverage.WHOLE, Optional.empty(), Optional.empty(), List.of(), true);
        return new ReportInput(
                evidence,
                new Judgement(
                        Verdict.Inconclusive,
                        List.of(new ThresholdResult(
                                r0.test().thresholds().get(1), Verdict.Passed, "connected ≥ 99 %", "nothing planned")),
                        List.of()),
                "The run was interrupted before the first softphone started.",
                List.of(),
                SampleRuns.START,
                SampleRuns.START,
                "0.1.0",
                millis -> 0);
    }
}
