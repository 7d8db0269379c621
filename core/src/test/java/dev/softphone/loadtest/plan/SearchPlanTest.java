package dev.softphone.loadtest.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.softphone.loadtest.model.Arrival;
import dev.softphone.loadtest.model.Limits;
import dev.softphone.loadtest.plan.SearchPlan.Done;
import dev.softphone.loadtest.plan.SearchPlan.NextTrial;
import dev.softphone.loadtest.plan.SearchPlan.TrialOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class SearchPlanTest {

    private static final Limits FREE = new Limits(OptionalInt.empty(), OptionalInt.empty());

    @Test
    void findsACapAndSeesThatItDoesNotMoveWithTheRate() {
        Story story = Story.of(search(100, 100, 10, 2), 1000, trial -> trial.softphones() <= 300);

        assertThat(story.sizes()).containsExactly(100, 200, 300, 400, 350, 325, 312, 306, 300, 300, 306);
        assertThat(story.ramps()).containsExactly(60L, 60L, 60L, 60L, 60L, 60L, 60L, 60L, 60L, 120L, 120L);
        assertThat(story.done).isEqualTo(new Done(300, OptionalInt.of(306), 2, Optional.of(false)));
        assertThat(story.trials.get(3).why()).isEqualTo("300 held: one step up");
        assertThat(story.trials.get(4).why()).isEqualTo("300 held, 400 did not: half-way between");
        assertThat(story.trials.get(9).why()).isEqualTo("300 held: again, at half the ramp rate");
        assertThat(story.trials.get(10).why()).isEqualTo("306 did not hold: does it at half the ramp rate?");
    }

    @Test
    void seesARateLimitMoveWithTheRate() {
        Story story =
                Story.of(search(100, 100, 10, 1), 1000, trial -> trial.softphones() <= 5 * trial.rampMillis() / 1000);

        assertThat(story.done).isEqualTo(new Done(300, OptionalInt.of(306), 1, Optional.of(true)));
    }

    @Test
    void climbsToTheMaximumWhenNothingFails() {
        Story story = Story.of(search(100, 200, 10, 1), 450, trial -> true);

        assertThat(story.sizes()).containsExactly(100, 300, 450, 450);
        assertThat(story.done).isEqualTo(new Done(450, OptionalInt.empty(), 1, Optional.empty()));
    }

    @Test
    void neverTriesMoreThanTheMaximumEvenAtFirst() {
        assertThat(Story.of(search(100, 200, 10, 0), 30, trial -> true).sizes()).containsExactly(30);
    }

    @Test
    void goesBelowTheFirstTrialWhenThatFails() {
        Story story = Story.of(search(100, 100, 10, 0), 1000, trial -> trial.softphones() <= 3);

        assertThat(story.sizes()).containsExactly(100, 50, 25, 12, 6, 3, 6);
        assertThat(story.done).isEqualTo(new Done(3, OptionalInt.of(6), 0, Optional.of(false)));
    }

    @Test
    void goesDownToOneSoftphoneWhenNothingHolds() {
        Story story = Story.of(search(100, 100, 50, 3), 1000, trial -> false);

        assertThat(story.sizes()).containsExactly(100, 50, 25, 12, 6, 3, 1);
        assertThat(story.done).isEqualTo(new Done(0, OptionalInt.of(1), 0, Optional.empty()));
    }

    @Test
    void aRepeatThatFailsLowersTheAnswer() {
        List<Integer> tried = new ArrayList<>();
        Story story = Story.of(search(100, 100, 50, 2), 300, trial -> {
            tried.add(trial.softphones());
            return trial.softphones() < 300
                    || tried.stream().filter(n -> n == 300).count() == 1;
        });

        assertThat(story.sizes()).containsExactly(100, 200, 300, 300, 250, 250, 250, 300);
        assertThat(story.done).isEqualTo(new Done(250, OptionalInt.of(300), 2, Optional.of(false)));
    }

    @Test
    void aLoweredAnswerIsRepeatedFromTheStart() {
        Story story = Story.of(
                search(100, 100, 100, 2), 300, trial -> trial.softphones() < 300 || trial.rampMillis() == 60_000);

        assertThat(story.sizes()).containsExactly(100, 200, 300, 300, 300, 200, 200, 300);
        assertThat(story.done).isEqualTo(new Done(200, OptionalInt.of(300), 2, Optional.of(false)));
    }

    @Test
    void anAnswerThatKeepsFailingItsRepeatsIsGivenAsNeverRepeated() {
        List<NextTrial> seen = new ArrayList<>();
        Story story = Story.of(search(10, 10, 1, 1), 100, trial -> {
            boolean first = seen.stream().noneMatch(earlier -> earlier.softphones() == trial.softphones());
            seen.add(trial);
            return first;
        });

        assertThat(story.done.repeatsHeld()).isZero();
        assertThat(story.done.largestHeld()).isLessThan(100).isPositive();
        assertThat(story.done.limitMovedWithRate()).isEmpty();
    }

    @Test
    void asksNothingAboutTheRateWithoutARamp() {
        Duration second = Duration.ofSeconds(1);
        Arrival.Search atOnce = new Arrival.Search(10, 10, Duration.ZERO, second, second, 1, 1);

        assertThat(Story.of(atOnce, 100, trial -> trial.softphones() <= 15).done)
                .isEqualTo(new Done(15, OptionalInt.of(16), 1, Optional.empty()));
    }

    @Test
    void halfTheRateIsHalfOfWhatOurOwnLimitLeaves() {
        Limits tenASecond = new Limits(OptionalInt.of(10), OptionalInt.empty());
        SearchPlan plan = SearchPlan.of(search(900, 100, 100, 1), 1000, tenASecond);
        TrialOutcome held = new TrialOutcome(900, true);
        TrialOutcome failed = new TrialOutcome(1000, false);

        assertThat(plan.next(List.of())).isEqualTo(new NextTrial(900, 90_000, "the first trial"));
        assertThat(plan.next(List.of(held, failed, held)))
                .isEqualTo(new NextTrial(1000, 200_000, "1000 did not hold: does it at half the ramp rate?"));
    }

    @Test
    void findsEveryCapWithinItsPrecisionAndItsNumberOfTrials() {
        for (long seed = 0; seed < 2000; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            int maximum = 1 + random.nextInt(2000);
            int cap = random.nextInt(2500);
            Arrival.Search search = drawn(random);
            Story story = Story.of(search, maximum, trial -> trial.softphones() <= cap);
            Done done = story.done;

            assertThat(story.trials.size())
                    .as("seed %d", seed)
                    .isLessThanOrEqualTo(SearchPlan.of(search, maximum, FREE).mostTrials());
            assertThat(done.largestHeld()).as("seed %d", seed).isLessThanOrEqualTo(Math.min(cap, maximum));
            assertThat(done.smallestFailed().isPresent()).as("seed %d", seed).isEqualTo(cap < maximum);
            done.smallestFailed().ifPresent(failed -> assertThat(failed).isGreaterThan(cap));
            int answer = Math.min(cap, maximum);
            assertThat(answer - done.largestHeld()).as("seed %d", seed).isLessThan(search.precision());
            assertThat(done.repeatsHeld()).as("seed %d", seed).isEqualTo(answer == 0 ? 0 : search.repeat());
        }
    }

    @Test
    void endsWhateverTheGatewayDoes() {
        for (long seed = 0; seed < 5000; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            int maximum = 1 + random.nextInt(random.nextBoolean() ? 20 : 5000);
            int holds = random.nextInt(101);
            Arrival.Search search = drawn(random);
            Story story = Story.of(search, maximum, trial -> random.nextInt(100) < holds);

            assertThat(story.trials.size())
                    .as("seed %d", seed)
                    .isLessThanOrEqualTo(SearchPlan.of(search, maximum, FREE).mostTrials());
            assertThat(story.trials)
                    .as("seed %d", seed)
                    .allMatch(trial -> 1 <= trial.softphones() && trial.softphones() <= maximum);
            assertThat(story.done.largestHeld())
                    .as("seed %d", seed)
                    .isLessThan(story.done.smallestFailed().orElse(maximum + 1));
        }
    }

    @Test
    void refusesTrialsThatItDidNotAskFor() {
        SearchPlan plan = SearchPlan.of(search(100, 100, 10, 1), 1000, FREE);

        assertThatThrownBy(() -> plan.next(List.of(new TrialOutcome(50, true))))
                .hasMessageContaining("required NextTrial[softphones=100")
                .hasMessageContaining("observed TrialOutcome[softphones=50");
        assertThatThrownBy(() -> SearchPlan.of(search(100, 0, 10, 1), 1000, FREE))
                .hasMessage("search.step: required 1 or more, observed 0");
    }

    private static Arrival.Search drawn(SplittableRandom random) {
        return search(1 + random.nextInt(500), 1 + random.nextInt(300), 1 + random.nextInt(40), random.nextInt(4));
    }

    private static Arrival.Search search(int from, int step, int precision, int repeat) {
        return new Arrival.Search(
                from, step, Duration.ofSeconds(60), Duration.ofSeconds(10), Duration.ofSeconds(5), precision, repeat);
    }

    /** A search against a gateway, from its first trial to its answer. */
    record Story(List<NextTrial> trials, Done done) {
        static Story of(Arrival.Search search, int maximum, Predicate<NextTrial> gateway) {
            SearchPlan plan = SearchPlan.of(search, maximum, FREE);
            List<NextTrial> trials = new ArrayList<>();
            List<TrialOutcome> outcomes = new ArrayList<>();
            while (plan.next(outcomes) instanceof NextTrial trial) {
                trials.add(trial);
                outcomes.add(new TrialOutcome(trial.softphones(), gateway.test(trial)));
                assertThat(trials.size())
                        .as("trials of %s up to %d", search, maximum)
                        .isLessThan(10_000);
            }
            return new Story(trials, (Done) plan.next(outcomes));
        }

        List<Integer> sizes() {
            return trials.stream().map(NextTrial::softphones).toList();
        }

        List<Long> ramps() {
            return trials.stream().map(trial -> trial.rampMillis() / 1000).toList();
        }
    }
}
