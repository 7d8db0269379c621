package dev.softphone.loadtest.verdict;

import dev.softphone.loadtest.measure.Trial;
import java.util.Collection;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * What the trials of a search say together. Those that the generator itself spoilt say nothing about the gateway.
 *
 * @param largestHeld softphones of the largest trial that held
 * @param smallestFailed softphones of the smallest that did not
 * @param moved one number was tried at two clearly different ramps: refused whenever at the faster, held whenever at the
 *     slower one; so the limit follows the rate
 * @param stayed two that were refused at clearly different ramps admitted equally many: it does not
 * @param agree trials of different size that were refused and admitted equally many
 */
record SearchTrend(OptionalInt largestHeld, OptionalInt smallestFailed, boolean moved, boolean stayed, int agree) {

    /** Half again as slow is clearly slower. */
    private static final double CLEARLY = 1.5;

    static SearchTrend of(List<Trial> trials) {
        List<Trial> refused = trials.stream()
                .filter(trial -> !trial.held() && Attribution.otherSideAtFault(trial.measurements()))
                .toList();
        return new SearchTrend(
                trials.stream().filter(Trial::held).mapToInt(Trial::softphones).max(),
                trials.stream()
                        .filter(trial -> !trial.held())
                        .mapToInt(Trial::softphones)
                        .min(),
                moved(trials),
                refused.stream().anyMatch(one -> refused.stream()
                        .anyMatch(other -> sameLevel(one, other) && millisEach(other) >= CLEARLY * millisEach(one))),
                agreeing(refused));
    }

    private static boolean moved(List<Trial> trials) {
        Collection<List<Trial>> bySize = trials.stream()
                .collect(Collectors.groupingBy(Trial::softphones))
                .values();
        return bySize.stream().anyMatch(SearchTrend::movedAtOneSize);
    }

    private static boolean movedAtOneSize(List<Trial> trials) {
        OptionalLong slowestRefused = ramps(trials, false).max();
        OptionalLong fastestHeld = ramps(trials, true).min();
        boolean allKnown =
                trials.stream().allMatch(trial -> trial.held() || Attribution.otherSideAtFault(trial.measurements()));
        return allKnown
                && slowestRefused.isPresent()
                && fastestHeld.isPresent()
                && fastestHeld.getAsLong() >= CLEARLY * slowestRefused.getAsLong();
    }

    private static LongStream ramps(List<Trial> trials, boolean held) {
        return trials.stream()
                .filter(trial -> trial.held() == held)
                .mapToLong(trial -> Math.max(1, trial.rampMillis()));
    }

    private static int agreeing(List<Trial> refused) {
        return refused.stream()
                .mapToInt(one -> Math.toIntExact(refused.stream()
                        .filter(other -> sameLevel(one, other))
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
