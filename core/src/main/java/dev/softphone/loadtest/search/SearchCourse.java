package dev.softphone.loadtest.search;

import dev.softphone.loadtest.measure.Coverage;
import dev.softphone.loadtest.measure.Measurements;
import dev.softphone.loadtest.measure.Trial;
import dev.softphone.loadtest.model.Arrival;
import dev.softphone.loadtest.model.LoadTest;
import dev.softphone.loadtest.plan.ArrivalSchedule;
import dev.softphone.loadtest.plan.SearchPlan;
import dev.softphone.loadtest.plan.SearchPlan.NextTrial;
import dev.softphone.loadtest.plan.SearchPlan.TrialOutcome;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How a search goes from trial to trial: the same on one machine and over the runners of a cluster.
 *
 * <pre>
 * whole     every runner has reported its share of the trial to the end
 * held      whole, and each runner says that all of its softphones connected and stayed
 * goes on   as {@link SearchPlan} says, as long as trials are whole: who is gone has a share of every trial
 * </pre>
 *
 * <p>Immutable; safe for any thread. The trials are all that it remembers, so whoever has them can go on.
 */
public final class SearchCourse {
    private final LoadTest test;
    private final Arrival.Search search;
    private final SearchPlan plan;

    private SearchCourse(LoadTest test, Arrival.Search search) {
        this.test = test;
        this.search = search;
        this.plan = SearchPlan.of(search, test.softphones(), test.limits());
    }

    /** Empty for a test that is no search. */
    public static Optional<SearchCourse> of(LoadTest test) {
        return test.arrival() instanceof Arrival.Search search
                ? Optional.of(new SearchCourse(test, search))
                : Optional.empty();
    }

    /**
     * The trial after these, the first one first; empty when the search has its answer, or is at its end without one
     * because the last trial was not whole.
     */
    public Optional<NextTrial> after(List<Trial> trials, Coverage ofTheLast) {
        if (!trials.isEmpty() && !whole(ofTheLast)) {
            return Optional.empty();
        }
        SearchPlan.Step step = plan.next(trials.stream()
                .map(trial -> new TrialOutcome(trial.softphones(), trial.held()))
                .toList());
        return step instanceof NextTrial next ? Optional.of(next) : Optional.empty();
    }

    /**
     * A trial that has ended.
     *
     * @param everyoneHeld what all who reported say of their shares; false when somebody ended the trial early
     */
    public static Trial ended(
            int number,
            int softphones,
            long rampMillis,
            boolean everyoneHeld,
            Coverage coverage,
            Measurements measurements) {
        return new Trial(number, softphones, rampMillis, everyoneHeld && whole(coverage), measurements);
    }

    /** When the softphones of a trial start, those of all runners. */
    public ArrivalSchedule schedule(int softphones, long rampMillis) {
        Arrival ramp = new Arrival.RampUp(Duration.ofMillis(rampMillis));
        return ArrivalSchedule.of(ramp, softphones, test.limits(), test.seed());
    }

    /** How long everybody is to stay. */
    public Duration hold() {
        return search.hold();
    }

    /** Between the end of one trial and the start of the next. */
    public Duration pause() {
        return search.pause();
    }

    /** How long a trial takes at most, from its first arrival to the end of its drain. */
    public Duration length(int softphones, long rampMillis) {
        return Duration.ofNanos(schedule(softphones, rampMillis).lastOffsetNanos())
                .plus(search.hold())
                .plus(test.drain());
    }

    /**
     * How long the search takes at most, whatever the gateway does.
     *
     * @param between two trials, besides the pause
     */
    public Duration longest(Duration between) {
        Duration trial = length(test.softphones(), plan.longestRampMillis());
        return trial.plus(search.pause()).plus(between).multipliedBy(plan.mostTrials());
    }

    private static boolean whole(Coverage coverage) {
        return coverage.lost() == 0 && coverage.reported() >= coverage.runners();
    }
}
