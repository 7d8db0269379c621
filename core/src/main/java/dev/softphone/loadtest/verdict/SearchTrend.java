package dev.softphone.loadtest.verdict;

import dev.softphone.loadtest.measure.Trial;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * What the trials of a search say together.
 *
 * @param largestHeld softphones of the largest trial that held
 * @param smallestFailed softphones of the smallest that did not
 * @param moved one that failed held, or a larger one did, at a clearly slower ramp: the limit follows the rate
 * @param stayed two that failed at clearly different ramps admitted equally many: it does not
 * @param agree trials of different size that did not hold and admitted equally many
 */
record SearchTrend(OptionalInt largestHeld, OptionalInt smallestFailed, boolean moved, boolean stayed, int agree) {

    /** Half again as slow is clearly slower. */
    private static final double CLEARLY = 1.5;

    static SearchTrend of(List<Trial> trials) {
        List<Trial> held = trials.stream().filter(Trial::held).toList();
        List<Trial> failed = trials.stream().filter(trial -> !trial.held()).toList();
        return new SearchTrend(
                held.stream().mapToInt(Trial::softphones).max(),
                failed.stream().mapToInt(Trial::softphones).min(),
                failed.stream().anyMatch(fail -> held.stream()
                        .anyMatch(hold -> hold.softphones() >= fail.softphones()
                                && millisEach(hold) >= CLEARLY * millisEach(fail))),
                failed.stream().anyMatch(one -> failed.stream()
                        .anyMatch(other -> sameLevel(one, other)
                                && other.rampMillis() >= CLEARLY * Math.max(1, one.rampMillis()))),
                agreeing(failed));
    }

    private static int agreeing(List<Trial> failed) {
        return IntStream.range(0, failed.size())
                .map(i -> Math.toIntExact(failed.stream()
                        .filter(other -> sameLevel(failed.get(i), other))
                        .map(Trial::softphones)
                        .distinct()
                        .count()))
                .max()
                .orElse(0);
    }

    private static boolean sameLevel(Trial one, Trial other) {
        long level = one.measurements().softphones().connected();
        return level > 0 && Math.abs(level - other.measurements().softphones().connected()) <= Plateau.tolerance(level);
    }

    private static double millisEach(Trial trial) {
        return (double) Math.max(1, trial.rampMillis()) / Math.max(1, trial.softphones());
    }

    /** {@code Of 7 trials, 300 softphones held and 310 did not.} */
    String described(int trials) {
        return "Of " + trials + " trials, "
                + (largestHeld.isPresent() ? Say.count(largestHeld.getAsInt(), "softphone") + " held" : "none held")
                + (smallestFailed.isPresent() ? " and " + Say.number(smallestFailed.getAsInt()) + " did not." : ".");
    }
}
