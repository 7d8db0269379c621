package dev.softphone.loadtest.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.softphone.loadtest.measure.Coverage;
import dev.softphone.loadtest.measure.Measurements;
import dev.softphone.loadtest.measure.Trial;
import dev.softphone.loadtest.model.Arrival;
import dev.softphone.loadtest.model.LoadTest;
import dev.softphone.loadtest.model.Stage;
import dev.softphone.loadtest.plan.SearchPlan.NextTrial;
import dev.softphone.loadtest.search.SearchCourse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** How a search goes on, and what it is judged by, when its trials have several runners. */
class SearchCourseTest {
    private static final Coverage WHOLE = new Coverage(3, 3, 0);

    @Test
    void noTrialIsHeldOfWhichAnythingIsMissing() {
        for (int reported = 0; reported <= 3; reported++) {
            for (int lost = 0; lost + reported <= 3; lost++) {
                Coverage coverage = new Coverage(3, reported, lost);
                Trial trial = SearchCourse.ended(1, 10, 1000, true, coverage, Measurements.EMPTY);
                assertThat(trial.held()).as(coverage.toString()).isEqualTo(reported == 3);
            }
        }
        assertThat(SearchCourse.ended(1, 10, 1000, false, WHOLE, Measurements.EMPTY)
                        .held())
                .isFalse();
    }

    @Test
    void aTrialOfWhichAnythingIsMissingIsTheLast() {
        SearchCourse course = SearchCourse.of(search(100)).orElseThrow();
        List<Trial> trials = List.of(SearchCourse.ended(1, 20, 10_000, true, WHOLE, Measurements.EMPTY));

        assertThat(course.after(trials, WHOLE)).isPresent();
        assertThat(course.after(trials, new Coverage(3, 2, 1))).isEmpty();
        assertThat(course.after(trials, new Coverage(3, 2, 0))).isEmpty();
        assertThat(course.after(List.of(), new Coverage(3, 0, 0))).isPresent();
    }

    @Test
    void withholdingTheReportsOfARunnerNeverImprovesTheVerdict() {
        SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < 60; i++) {
            int cap = 10 + random.nextInt(120);
            int withheldFrom = 1 + random.nextInt(6);
            Verdict whole = judged(cap, Integer.MAX_VALUE);
            Verdict withheld = judged(cap, withheldFrom);
            String why = "seed 5, case " + i + ": cap " + cap + ", from trial " + withheldFrom + " on; " + whole;

            assertThat(withheld == Verdict.Passed && whole != Verdict.Passed)
                    .as(why)
                    .isFalse();
            assertThat(whole == Verdict.Failed || withheld != Verdict.Failed)
                    .as(why)
                    .isTrue();
        }
    }

    @Test
    void takesNoLongerThanItSays() {
        LoadTest test = search(100);
        SearchCourse course = SearchCourse.of(test).orElseThrow();
        for (int cap = 0; cap <= 100; cap++) {
            Duration all = Duration.ZERO;
            List<Trial> trials = new ArrayList<>();
            Optional<NextTrial> next = course.after(trials, WHOLE);
            while (next.isPresent()) {
                NextTrial trial = next.get();
                all = all.plus(course.length(trial.softphones(), trial.rampMillis()))
                        .plus(course.pause())
                        .plusSeconds(7);
                trials.add(SearchCourse.ended(
                        trials.size() + 1,
                        trial.softphones(),
                        trial.rampMillis(),
                        trial.softphones() <= cap,
                        WHOLE,
                        Measurements.EMPTY));
                next = course.after(trials, WHOLE);
            }
            assertThat(all).isLessThanOrEqualTo(course.longest(Duration.ofSeconds(7)));
        }
    }

    /** A third of the softphones of a trial, and of all later ones, is nowhere to be found. */
    private static Verdict judged(int cap, int withheldFrom) {
        LoadTest test = search(100);
        SearchCourse course = SearchCourse.of(test).orElseThrow();
        List<Trial> trials = new ArrayList<>();
        Coverage coverage = WHOLE;
        Optional<NextTrial> next = course.after(trials, coverage);
        while (next.isPresent()) {
            int number = trials.size() + 1;
            int softphones = next.get().softphones();
            int missing = number >= withheldFrom ? Math.max(1, softphones / 3) : 0;
            coverage = missing > 0 ? new Coverage(3, 2, 1) : WHOLE;
            Measurements seen = softphones == missing
                    ? Measurements.EMPTY
                    : RunFixture.of(softphones - missing)
                            .rampUp(10)
                            .gateway(RunFixture.cap(
                                    cap - Math.min(cap, missing), RunFixture.rejection(Stage.UPGRADE, "http/503")))
                            .run();
            trials.add(SearchCourse.ended(
                    number,
                    softphones,
                    next.get().rampMillis(),
                    softphones <= cap,
                    coverage,
                    seen.plus(Measurements.nothingStarted(missing).lostFromNowOn())));
            next = course.after(trials, coverage);
        }
        return Judge.judge(new Evidence(
                        test,
                        trials.get(trials.size() - 1).measurements(),
                        coverage,
                        Optional.empty(),
                        Optional.empty(),
                        trials,
                        false,
                        true))
                .verdict();
    }

    private static LoadTest search(int most) {
        Duration second = Duration.ofSeconds(1);
        return LoadTests.of(
                most,
                new Arrival.Search(20, 20, Duration.ofSeconds(10), second, second, 1, 1),
                1,
                Optional.empty(),
                List.of(LoadTests.MOST_CONNECTED));
    }
}
