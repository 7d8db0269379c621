package dev.softphone.loadtest.verdict;

import static dev.softphone.loadtest.verdict.LoadTests.MOST_CONNECTED;
import static dev.softphone.loadtest.verdict.LoadTests.atMost;
import static dev.softphone.loadtest.verdict.LoadTests.handshakeP99;
import static dev.softphone.loadtest.verdict.RunFixture.cap;
import static dev.softphone.loadtest.verdict.RunFixture.failure;
import static dev.softphone.loadtest.verdict.RunFixture.rejection;
import static dev.softphone.loadtest.verdict.RunFixture.saturated;
import static org.assertj.core.api.Assertions.assertThat;

import dev.softphone.loadtest.measure.AttemptCounts;
import dev.softphone.loadtest.measure.Histograms;
import dev.softphone.loadtest.measure.Measurements;
import dev.softphone.loadtest.measure.Metric;
import dev.softphone.loadtest.measure.SoftphoneCounts;
import dev.softphone.loadtest.model.CallPlan;
import dev.softphone.loadtest.model.Stage;
import dev.softphone.loadtest.model.Threshold;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class JudgeTest {

    private static final RunFixture.Refusal UNAVAILABLE = rejection(Stage.UPGRADE, "http/503");
    private static final Duration THREE_SECONDS = Duration.ofSeconds(3);

    @Test
    void passesWhenEveryoneConnectedAndHasNoCauseThen() {
        Judgement judged = EvidenceFixture.of(RunFixture.of(500).rampUp(60)).judged();

        assertThat(judged.verdict()).isEqualTo(Verdict.Passed);
        assertThat(judged.causes()).isEmpty();
        assertThat(judged.thresholds().get(0).required()).isEqualTo("connected ≥ 99 %");
        assertThat(judged.thresholds().get(0).observed()).isEqualTo("100 % (500 of 500)");
    }

    @Test
    void failsWhenFortyPercentWereRefused() {
        Judgement judged = EvidenceFixture.of(RunFixture.of(500).rampUp(60).gateway(cap(300, UNAVAILABLE)))
                .judged();

        assertThat(judged.verdict()).isEqualTo(Verdict.Failed);
        assertThat(judged.thresholds().get(0).observed()).isEqualTo("60 % (300 of 500)");
    }

    @Test
    void aLostRunnerDoesNotHideFortyPercentOfRealRefusals() {
        Measurements known =
                RunFixture.of(490).rampUp(60).gateway(cap(290, UNAVAILABLE)).run();

        Judgement judged =
                EvidenceFixture.of(known.plus(allLost(10))).coverage(50, 49, 1).judged();

        assertThat(judged.verdict()).isEqualTo(Verdict.Failed);
        assertThat(judged.thresholds().get(0).observed()).isEqualTo("58 % to 60 % (290 of 500); unknown: 10 lost");
    }

    @Test
    void doesNotPassWhenARunnerDidNotReport() {
        Judgement judged = EvidenceFixture.of(RunFixture.of(480).rampUp(60))
                .planned(500)
                .coverage(2, 1, 0)
                .judged();

        assertThat(judged.verdict()).isEqualTo(Verdict.Inconclusive);
        assertThat(judged.thresholds().get(0).observed()).contains("20 unreported");
        assertThat(judged.causes()).extracting(Cause::type).containsExactly(CauseType.ReportsMissing);
    }

    @Test
    void passesAllTheSameWhenTheUnreportedCouldNotMatter() {
        assertThat(EvidenceFixture.of(RunFixture.of(498).rampUp(60))
                        .planned(500)
                        .coverage(2, 1, 0)
                        .judged()
                        .verdict())
                .isEqualTo(Verdict.Passed);
    }

    @Test
    void failuresOfTheGeneratorDecideNothing() {
        Judgement judged = EvidenceFixture.of(
                        RunFixture.of(500).rampUp(60).gateway(cap(300, failure(Stage.UPGRADE, "local/EMFILE"))))
                .judged();

        assertThat(judged.verdict()).isEqualTo(Verdict.Inconclusive);
        assertThat(judged.thresholds().get(0).observed()).contains("200 failed by the generator");
    }

    @Test
    void timeoutsUnderSaturationDecideNothingEither() {
        assertThat(EvidenceFixture.of(RunFixture.of(500)
                                .rampUp(60)
                                .gateway(cap(300, saturated(failure(Stage.UPGRADE, "timeout/upgrade")))))
                        .judged()
                        .verdict())
                .isEqualTo(Verdict.Inconclusive);
    }

    @Test
    void refusalsDecideAlthoughTheGeneratorWasSaturatedToo() {
        assertThat(EvidenceFixture.of(RunFixture.of(500).rampUp(60).gateway(cap(300, saturated(UNAVAILABLE))))
                        .judged()
                        .verdict())
                .isEqualTo(Verdict.Failed);
    }

    @Test
    void anInterruptedRunIsInconclusiveWhereItCouldMatter() {
        Measurements half = RunFixture.of(250).rampUp(30).run().plus(notStarted(250));

        assertThat(EvidenceFixture.of(half).interrupted().judged().verdict()).isEqualTo(Verdict.Inconclusive);
        assertThat(EvidenceFixture.of(RunFixture.of(500).rampUp(60))
                        .interrupted()
                        .judged()
                        .verdict())
                .as("everyone had connected by then")
                .isEqualTo(Verdict.Passed);
    }

    @Test
    void dropsThatNobodyWaitedForAreNoPass() {
        Threshold fewDrops = atMost(Threshold.ShareMetric.droppedAfterConnect, 1);

        assertThat(EvidenceFixture.of(RunFixture.of(500).rampUp(60))
                        .thresholds(fewDrops)
                        .interrupted()
                        .judged()
                        .verdict())
                .isEqualTo(Verdict.Inconclusive);
        assertThat(EvidenceFixture.of(RunFixture.of(500).rampUp(60))
                        .thresholds(fewDrops)
                        .judged()
                        .verdict())
                .isEqualTo(Verdict.Passed);
        assertThat(EvidenceFixture.of(RunFixture.of(500).rampUp(60).dropAt("tcp/eof", 100, 70, 9_000, 0))
                        .thresholds(fewDrops)
                        .interrupted()
                        .judged()
                        .verdict())
                .isEqualTo(Verdict.Failed);
    }

    @Test
    void aShareOfNothingIsNoPass() {
        Judgement judged = EvidenceFixture.of(RunFixture.of(100).rampUp(60).gateway(cap(0, UNAVAILABLE)))
                .thresholds(atMost(Threshold.ShareMetric.droppedAfterConnect, 1))
                .judged();

        assertThat(judged.verdict()).isEqualTo(Verdict.Inconclusive);
        assertThat(judged.thresholds().get(0).observed()).isEqualTo("nothing to take a share of");
    }

    @Test
    void callsThatWereNeverPlacedAreNoPass() {
        CallPlan calls = new CallPlan(
                CallPlan.Direction.Inbound,
                CallPlan.Originator.Peer,
                CallPlan.Start.Together,
                Optional.empty(),
                Duration.ZERO,
                Duration.ofSeconds(10),
                List.of());
        Threshold established =
                new Threshold.AtLeast(Threshold.ShareMetric.callsEstablished, 99, Threshold.OnBroken.Continue);

        assertThat(EvidenceFixture.of(RunFixture.of(100).rampUp(60))
                        .call(calls)
                        .thresholds(established)
                        .judged()
                        .verdict())
                .isEqualTo(Verdict.Inconclusive);
    }

    @Test
    void aLatencyWithinTheLimitPasses() {
        Judgement judged = EvidenceFixture.of(RunFixture.of(500).rampUp(60))
                .thresholds(handshakeP99(THREE_SECONDS))
                .judged();

        assertThat(judged.verdict()).isEqualTo(Verdict.Passed);
        assertThat(judged.thresholds().get(0).required()).isEqualTo("handshake p99 ≤ 3s");
        assertThat(judged.thresholds().get(0).observed()).matches("5(\\.\\d+)?ms \\(500 of 500 counted\\)");
    }

    @Test
    void aLatencyBeyondTheLimitFailsWhenTheServiceTimeIsBeyondItToo() {
        assertThat(latencies(500, 4_000, 4_000, 1).judged().verdict()).isEqualTo(Verdict.Failed);
    }

    @Test
    void aLatencyThatOnlyOurLagPushedOverTheLimitIsNotJudged() {
        Judgement judged = latencies(500, 3_030, 2_990, 40).judged();

        assertThat(judged.verdict()).isEqualTo(Verdict.Inconclusive);
        assertThat(judged.thresholds().get(0).observed()).contains("without our own lag");
    }

    @Test
    void tooMuchLagVoidsALatencyEvenWithinTheLimit() {
        Judgement judged = latencies(500, 500, 100, 400).judged();

        assertThat(judged.verdict()).isEqualTo(Verdict.Inconclusive);
        assertThat(judged.thresholds().get(0).observed()).contains("our own lag p99 400ms, 300ms allowed");
    }

    @Test
    void lagUpToATenthOfTheLimitIsBorne() {
        assertThat(latencies(500, 500, 240, 260).judged().verdict()).isEqualTo(Verdict.Passed);
    }

    @Test
    void aPercentileNeedsItsSample() {
        Judgement judged = latencies(99, 5, 5, 1).judged();

        assertThat(judged.verdict()).isEqualTo(Verdict.Inconclusive);
        assertThat(judged.thresholds().get(0).observed()).contains("99 of 99 counted; 100 needed");
    }

    @Test
    void latenciesThatAreMissingCountAsBestAndAsWorst() {
        Measurements known = RunFixture.of(480).rampUp(60).run();

        assertThat(EvidenceFixture.of(known.plus(allLost(20)))
                        .thresholds(handshakeP99(THREE_SECONDS))
                        .coverage(2, 1, 1)
                        .judged()
                        .verdict())
                .isEqualTo(Verdict.Inconclusive);
    }

    @Test
    void lagThatNobodyReportedIsNotTakenAsNone() {
        Measurements run = RunFixture.of(500).rampUp(60).run();
        Map<Metric, Histograms.Frozen> withoutLag = new EnumMap<>(run.histograms());
        withoutLag.remove(Metric.START_LAG);

        Judgement judged = EvidenceFixture.of(with(run, run.softphones(), withoutLag))
                .thresholds(handshakeP99(THREE_SECONDS))
                .judged();

        assertThat(judged.verdict()).isEqualTo(Verdict.Inconclusive);
        assertThat(judged.thresholds().get(0).observed()).contains("not known of 500 attempts");
    }

    @Test
    void countsThatDoNotAddUpAreNotJudged() {
        Measurements run = RunFixture.of(500).rampUp(60).run();
        SoftphoneCounts wrong = new SoftphoneCounts(500, 0, 500, 0, 499, 0, 0, 0, 0, 0, 0, 0);

        Judgement judged =
                EvidenceFixture.of(with(run, wrong, run.histograms())).judged();

        assertThat(judged.verdict()).isEqualTo(Verdict.Inconclusive);
        assertThat(judged.thresholds().get(0).observed()).contains("do not add up", "connected=499");
    }

    @Test
    void oneFailedThresholdFailsAndOneUndecidedDoesNotSaveIt() {
        Judgement judged = EvidenceFixture.of(RunFixture.of(50).rampUp(60).gateway(cap(30, UNAVAILABLE)))
                .thresholds(handshakeP99(THREE_SECONDS), MOST_CONNECTED)
                .judged();

        assertThat(judged.thresholds())
                .extracting(ThresholdResult::verdict)
                .containsExactly(Verdict.Inconclusive, Verdict.Failed);
        assertThat(judged.verdict()).isEqualTo(Verdict.Failed);
    }

    @Test
    void withholdingAnyPartOfAReportNeverImprovesAVerdict() {
        List<Threshold> all = List.of(
                MOST_CONNECTED,
                handshakeP99(Duration.ofMillis(500)),
                atMost(Threshold.ShareMetric.rejected, 2),
                atMost(Threshold.ShareMetric.failed, 2),
                atMost(Threshold.ShareMetric.droppedAfterConnect, 2));
        for (long seed = 0; seed < 30; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            Measurements one = part(random, 200 + random.nextInt(1500));
            Measurements other = part(random, 1 + random.nextInt(60));
            int planned = Math.toIntExact(
                    one.softphones().planned() + other.softphones().planned());
            for (Threshold threshold : all) {
                Verdict whole = judged(one.plus(other), planned, 2, 0, threshold);
                long gone = other.softphones().planned();
                for (Verdict withheld : List.of(
                        judged(one, planned, 1, 0, threshold),
                        judged(one.plus(allLost(gone)), planned, 1, 1, threshold),
                        judged(one.plus(notStarted(gone)), planned, 1, 1, threshold))) {
                    if (withheld == Verdict.Passed) {
                        assertThat(whole).as("seed %d, %s", seed, threshold).isEqualTo(Verdict.Passed);
                    }
                    if (withheld == Verdict.Failed) {
                        assertThat(whole).as("seed %d, %s", seed, threshold).isNotEqualTo(Verdict.Passed);
                    }
                }
            }
        }
    }

    private static Verdict judged(Measurements measurements, int planned, int reported, int lost, Threshold threshold) {
        return EvidenceFixture.of(measurements)
                .planned(planned)
                .coverage(2, reported, lost)
                .thresholds(threshold)
                .judged()
                .verdict();
    }

    private static Measurements part(SplittableRandom random, int softphones) {
        int refused = random.nextInt(8);
        int failed = random.nextInt(4);
        int slow = random.nextInt(3);
        return RunFixture.of(softphones)
                .rampUp(30)
                .lagMillis(random.nextInt(4) == 0 ? 60 : slow)
                .gateway(attempt -> {
                    int dice = random.nextInt(200);
                    return dice < refused
                            ? UNAVAILABLE
                            : dice < refused + failed ? failure(Stage.UPGRADE, "tcp/reset") : null;
                })
                .dropAt("tcp/eof", random.nextInt(1 + softphones / 50), 40, 5_000, 0)
                .run();
    }

    private static EvidenceFixture latencies(int softphones, long millis, long serviceMillis, long lagMillis) {
        Measurements run = RunFixture.of(softphones).rampUp(60).run();
        Map<Metric, Histograms.Frozen> histograms = new EnumMap<>(run.histograms());
        histograms.put(Metric.HANDSHAKE, all(softphones, millis));
        histograms.put(Metric.HANDSHAKE_SERVICE, all(softphones, serviceMillis));
        histograms.put(Metric.START_LAG, all(softphones, lagMillis));
        return EvidenceFixture.of(with(run, run.softphones(), histograms)).thresholds(handshakeP99(THREE_SECONDS));
    }

    private static Histograms.Frozen all(int count, long millis) {
        Histogram histogram = Histograms.empty();
        histogram.recordValueWithCount(millis * 1000, count);
        return Histograms.Frozen.copyOf(histogram);
    }

    static Measurements allLost(long softphones) {
        return counted(
                new SoftphoneCounts(softphones, 0, softphones, 0, 0, 0, 0, 0, softphones, 0, 0, 0),
                new AttemptCounts(softphones, 0, 0, 0, 0, 0, 0, softphones));
    }

    static Measurements notStarted(long softphones) {
        return counted(new SoftphoneCounts(softphones, softphones, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0), AttemptCounts.ZERO);
    }

    private static Measurements counted(SoftphoneCounts softphones, AttemptCounts attempts) {
        Measurements none = Measurements.EMPTY;
        return new Measurements(
                0,
                softphones,
                attempts,
                none.calls(),
                none.outcomes(),
                none.histograms(),
                none.organizations(),
                none.remoteAddresses(),
                none.localAddresses(),
                none.steps(),
                0,
                Map.of(),
                none.series(),
                none.host());
    }

    private static Measurements with(
            Measurements run, SoftphoneCounts softphones, Map<Metric, Histograms.Frozen> histograms) {
        return new Measurements(
                run.elapsedMillis(),
                softphones,
                run.attempts(),
                run.calls(),
                run.outcomes(),
                histograms,
                run.organizations(),
                run.remoteAddresses(),
                run.localAddresses(),
                run.steps(),
                run.restConnections(),
                run.restUse(),
                run.series(),
                run.host());
    }
}
