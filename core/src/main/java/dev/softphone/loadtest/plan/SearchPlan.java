package dev.softphone.loadtest.plan;

import dev.softphone.loadtest.model.Arrival;
import dev.softphone.loadtest.model.Limits;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeSet;

/**
 * Which trial a search runs next, from the trials that have ended.
 *
 * <pre>
 * climb    from, from + step, … up to the maximum, until a trial does not hold
 * bisect   L = largest that held (0: none), F = smallest that did not:
 *          try L + (F - L) / 2 while F - L > precision, or while nothing held and F > 1
 * repeat   L again, {@code repeat} times, the last time with twice the ramp;
 *          one that does not hold makes it F, and bisection goes on below it, at most 3 times
 * ask      F once with twice the ramp: a limit that moves with the ramp's rate is a rate limit, one that stays is a cap
 * ramp(N)  max(over, N / connectsPerSecond): where our own limit sets the pace, twice {@code over} would change nothing
 * </pre>
 *
 * <p>Trials ≤ 1 + ceil((maximum - from) / step) + 4 · (bits of maximum + repeat) + 1.
 *
 * <p>Immutable; safe for any thread. The trials are all that it remembers, so whoever has them can go on.
 */
public final class SearchPlan {

    /** A gateway that holds N once and not again may do so all the way down; the answer is then what held at least once. */
    private static final int MOST_LOWERINGS = 3;

    /**
     * A trial that has ended.
     *
     * @param softphones how many {@link NextTrial} asked for
     * @param held whether every one of them connected and stayed until the end of the hold
     */
    public record TrialOutcome(int softphones, boolean held) {}

    /** What to do next. */
    public sealed interface Step {}

    /**
     * Run a trial.
     *
     * @param rampMillis how long its ramp is to take
     * @param why for people
     */
    public record NextTrial(int softphones, long rampMillis, String why) implements Step {}

    /**
     * The answer.
     *
     * @param largestHeld the largest number that held and was not refuted by a repeat; 0: not even one softphone
     * @param smallestFailed the smallest number that did not hold; empty if all did
     * @param repeatsHeld how often {@code largestHeld} held again, {@code repeat} unless its repeats kept failing
     * @param limitMovedWithRate whether {@code smallestFailed} held when ramped at half the rate; empty where that could
     *     not be asked: nothing failed, nothing held, or there is no ramp
     */
    public record Done(
            int largestHeld, OptionalInt smallestFailed, int repeatsHeld, Optional<Boolean> limitMovedWithRate)
            implements Step {}

    private final Arrival.Search search;
    private final int maximum;
    private final Limits limits;

    private SearchPlan(Arrival.Search search, int maximum, Limits limits) {
        this.search = search;
        this.maximum = maximum;
        this.limits = limits;
    }

    /**
     * @param maximum the most softphones that a trial may have, 1 or more
     * @param limits of which {@code connectsPerSecond} shapes every ramp
     * @throws IllegalArgumentException if {@code from}, {@code step}, {@code precision} or {@code maximum} is below 1,
     *     or {@code repeat} or {@code over} below 0
     */
    public static SearchPlan of(Arrival.Search search, int maximum, Limits limits) {
        require("softphones", 1, maximum);
        require("search.from", 1, search.from());
        require("search.step", 1, search.step());
        require("search.precision", 1, search.precision());
        require("search.repeat", 0, search.repeat());
        require("search.over", 0, search.over().toMillis());
        return new SearchPlan(search, maximum, limits);
    }

    /** The most trials that the search can take, whatever the gateway does. */
    public int mostTrials() {
        int climb = 1 + (int) -Math.floorDiv(-Math.max(0L, maximum - search.from()), (long) search.step());
        int bits = Integer.SIZE - Integer.numberOfLeadingZeros(maximum);
        return climb + (1 + MOST_LOWERINGS) * (bits + search.repeat()) + 1;
    }

    /** The longest ramp that a trial can have. */
    public long longestRampMillis() {
        return 2 * rampMillis(maximum);
    }

    /**
     * What follows after these trials, the first one first.
     *
     * @throws IllegalArgumentException if they are not the trials that this search asked for
     */
    public Step next(List<TrialOutcome> trials) {
        Progress progress = new Progress();
        for (TrialOutcome trial : trials) {
            if (!(progress.next() instanceof NextTrial asked) || asked.softphones() != trial.softphones()) {
                throw new IllegalArgumentException(
                        "trials: required " + progress.next() + ", observed " + trial + " in " + trials);
            }
            progress.end(trial.held());
        }
        return progress.next();
    }

    private long rampMillis(int softphones) {
        long over = search.over().toMillis();
        OptionalInt limit = limits.connectsPerSecond();
        return limit.isPresent() ? Math.max(over, softphones * 1000L / limit.getAsInt()) : over;
    }

    private enum Phase {
        CLIMB,
        BISECT,
        REPEAT,
        ASK,
        DONE
    }

    /** The search after some trials. */
    private final class Progress {

        private final TreeSet<Integer> held = new TreeSet<>();
        private OptionalInt failed = OptionalInt.empty();
        private Optional<Boolean> moved = Optional.empty();
        private int repeats;
        private int lowerings;

        private int largest() {
            return held.isEmpty() ? 0 : held.last();
        }

        private Phase phase() {
            if (failed.isEmpty() && largest() < maximum) {
                return Phase.CLIMB;
            }
            if (lowerings > MOST_LOWERINGS) {
                return Phase.DONE;
            }
            int gap = failed.orElse(largest()) - largest();
            if (gap > search.precision() || (held.isEmpty() && gap > 1)) {
                return Phase.BISECT;
            }
            if (!held.isEmpty() && repeats < search.repeat()) {
                return Phase.REPEAT;
            }
            boolean canAsk = failed.isPresent() && !held.isEmpty() && rampMillis(failed.getAsInt()) > 0;
            return canAsk && moved.isEmpty() ? Phase.ASK : Phase.DONE;
        }

        Step next() {
            int largest = largest();
            return switch (phase()) {
                case CLIMB ->
                    held.isEmpty()
                            ? trial(Math.min(search.from(), maximum), 1, "the first trial")
                            : trial(
                                    (int) Math.min((long) largest + search.step(), maximum),
                                    1,
                                    largest + " held: one step up");
                case BISECT ->
                    trial(
                            largest + (failed.orElseThrow() - largest) / 2,
                            1,
                            largest + " held, " + failed.orElseThrow() + " did not: half-way between");
                case REPEAT ->
                    repeats == search.repeat() - 1
                            ? trial(largest, 2, largest + " held: again, at half the ramp rate")
                            : trial(largest, 1, largest + " held: again");
                case ASK ->
                    trial(
                            failed.orElseThrow(),
                            2,
                            failed.orElseThrow() + " did not hold: does it at half the ramp rate?");
                case DONE -> new Done(largest, failed, repeats, moved);
            };
        }

        private NextTrial trial(int softphones, int ramps, String why) {
            return new NextTrial(softphones, ramps * rampMillis(softphones), why);
        }

        void end(boolean trialHeld) {
            Phase phase = phase();
            if (phase == Phase.ASK) {
                moved = Optional.of(trialHeld);
            } else if (phase == Phase.REPEAT) {
                if (trialHeld) {
                    repeats++;
                } else {
                    failed = OptionalInt.of(largest());
                    held.pollLast();
                    repeats = 0;
                    lowerings++;
                }
            } else {
                int softphones = ((NextTrial) next()).softphones();
                if (trialHeld) {
                    held.add(softphones);
                } else {
                    failed = OptionalInt.of(softphones);
                }
            }
        }
    }

    private static void require(String what, long least, long observed) {
        if (observed < least) {
            throw new IllegalArgumentException(what + ": required " + least + " or more, observed " + observed);
        }
    }
}
