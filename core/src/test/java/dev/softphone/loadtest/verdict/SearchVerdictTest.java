package dev.softphone.loadtest.verdict;

import static dev.softphone.loadtest.verdict.HostFixture.Field.SATURATED;
import static dev.softphone.loadtest.verdict.HostFixture.host;
import static dev.softphone.loadtest.verdict.RunFixture.cap;
import static dev.softphone.loadtest.verdict.RunFixture.failure;
import static dev.softphone.loadtest.verdict.RunFixture.rejection;
import static dev.softphone.loadtest.verdict.RunFixture.saturated;
import static org.assertj.core.api.Assertions.assertThat;

import dev.softphone.loadtest.measure.AttemptCounts;
import dev.softphone.loadtest.measure.Measurements;
import dev.softphone.loadtest.measure.SoftphoneCounts;
import dev.softphone.loadtest.model.Arrival;
import dev.softphone.loadtest.model.Stage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a search is judged by. */
class SearchVerdictTest {

    private static final RunFixture.Refusal UNAVAILABLE = rejection(Stage.UPGRADE, "http/503");
    private static final RunFixture.Refusal OURS = saturated(failure(Stage.UPGRADE, "timeout/upgrade"));

    @Test
    void passesWhenTheLargestNumberHeld() {
        Judgement judged = search(200)
                .trial(10, true, RunFixture.of(100).rampUp(10))
                .trial(10, true, RunFixture.of(200).rampUp(10))
                .trial(20, true, RunFixture.of(200).rampUp(20))
                .judged();

        assertThat(judged.verdict()).isEqualTo(Verdict.Passed);
        assertThat(judged.causes()).isEmpty();
        assertThat(judged.thresholds().get(0).observed()).isEqualTo("trial 2: 100 % (200 of 200)");
    }

    @Test
    void failsByTheLargestTrialHoweverCloseTheLastOneCame() {
        Judgement judged = search(200)
                .trial(10, true, RunFixture.of(100).rampUp(10))
                .trial(10, false, RunFixture.of(200).rampUp(10).gateway(cap(150, UNAVAILABLE)))
                .trial(10, true, RunFixture.of(150).rampUp(10).gateway(cap(150, UNAVAILABLE)))
                .trial(10, false, RunFixture.of(151).rampUp(10).gateway(cap(150, UNAVAILABLE)))
                .judged();

        assertThat(judged.verdict()).isEqualTo(Verdict.Failed);
        assertThat(judged.thresholds().get(0).observed()).isEqualTo("trial 2: 75 % (150 of 200)");
    }

    @Test
    void decidesNothingWhenOnlyTheGeneratorKeptATrialFromHolding() {
        Judgement judged = search(200)
                .trial(10, true, RunFixture.of(100).rampUp(10))
                .trial(10, false, RunFixture.of(200).rampUp(10).gateway(cap(150, OURS)))
                .trial(10, true, RunFixture.of(150).rampUp(10))
                .judged();

        assertThat(judged.verdict()).isEqualTo(Verdict.Inconclusive);
        assertThat(judged.causes()).extracting(Cause::type).containsExactly(CauseType.GeneratorSaturated);
    }

    @Test
    void refusalsOfASmallerTrialDecideThoughTheGeneratorSpoiltALargerOne() {
        Judgement judged = search(200)
                .trial(10, true, RunFixture.of(50).rampUp(10))
                .trial(10, false, RunFixture.of(200).rampUp(10).gateway(cap(60, OURS)))
                .trial(10, false, RunFixture.of(120).rampUp(10).gateway(cap(60, UNAVAILABLE)))
                .judged();

        assertThat(judged.verdict()).isEqualTo(Verdict.Failed);
        assertThat(judged.causes()).extracting(Cause::type).containsExactly(CauseType.ConcurrencyCap);
    }

    @Test
    void doesNotPassWhenTheGeneratorCameTooLateForTheRamp() {
        Judgement judged = search(200)
                .trial(10, true, RunFixture.of(200).rampUp(10).lagMillis(300))
                .judged();

        assertThat(judged.verdict()).isEqualTo(Verdict.Inconclusive);
        assertThat(judged.thresholds().get(0).observed()).contains("our own lag p99 300ms", "not the one asked for");
        assertThat(judged.causes()).extracting(Cause::type).containsExactly(CauseType.GeneratorSaturated);
    }

    @Test
    void isNotSavedFromFailingByOwnLag() {
        Judgement judged = search(200)
                .trial(10, false, RunFixture.of(200).rampUp(10).lagMillis(300).gateway(cap(150, UNAVAILABLE)))
                .judged();

        assertThat(judged.verdict()).isEqualTo(Verdict.Failed);
        assertThat(judged.causes())
                .extracting(Cause::type)
                .contains(CauseType.ConcurrencyCap, CauseType.GeneratorSaturated);
    }

    @Test
    void doesNotPassWhenItEndedBeforeItCameToTheLargestNumber() {
        Judgement judged = search(200)
                .trial(10, true, RunFixture.of(100).rampUp(10))
                .interrupted()
                .judged();

        assertThat(judged.verdict()).isEqualTo(Verdict.Inconclusive);
        assertThat(judged.thresholds().get(0).observed())
                .isEqualTo("trial 1: 50 % to 100 % (100 of 200); unknown: 100 not started");
        assertThat(judged.causes()).isEmpty();
    }

    @Test
    void attemptsThatASaturatedGeneratorDidNotFinishAreItsOwn() {
        Judgement judged = EvidenceFixture.of(unfinished(100, 20)
                        .withHost(host().with(SATURATED, 5_000).build()))
                .judged();

        assertThat(judged.verdict()).isEqualTo(Verdict.Inconclusive);
        assertThat(judged.causes()).extracting(Cause::type).containsExactly(CauseType.GeneratorSaturated);
        assertThat(judged.causes().get(0).softphones()).isEqualTo(20);
    }

    @Test
    void attemptsThatTheEndCutOffAreNotPassedOverInSilence() {
        Judgement judged = EvidenceFixture.of(unfinished(100, 20)).judged();

        assertThat(judged.verdict()).isEqualTo(Verdict.Inconclusive);
        assertThat(judged.causes()).extracting(Cause::type).containsExactly(CauseType.Unexplained);
        assertThat(judged.causes().get(0).nextTest().orElseThrow().specPatch()).containsEntry("hold", "77s");
    }

    /** So many, some of them in the middle of an attempt at the end of ten seconds. */
    private static Measurements unfinished(int softphones, int open) {
        Measurements run = RunFixture.of(softphones - open).rampUp(5).run();
        Measurements rest = new Measurements(
                10_000,
                new SoftphoneCounts(open, 0, open, 0, 0, 0, 0, open, 0, 0, 0, 0),
                new AttemptCounts(open, 0, 0, 0, 0, 0, open, 0),
                run.calls(),
                Map.of(),
                Map.of(),
                Map.of(),
                Map.of(),
                Map.of(),
                List.of(),
                0,
                Map.of(),
                Measurements.EMPTY.series(),
                run.host());
        return run.plus(rest);
    }

    private static EvidenceFixture search(int most) {
        Duration second = Duration.ofSeconds(1);
        return EvidenceFixture.of(RunFixture.of(1).run())
                .planned(most)
                .arrival(new Arrival.Search(50, 50, Duration.ofSeconds(10), second, second, 1, 1));
    }
}
