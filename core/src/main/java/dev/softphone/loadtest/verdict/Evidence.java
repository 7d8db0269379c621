package dev.softphone.loadtest.verdict;

import dev.softphone.loadtest.measure.Coverage;
import dev.softphone.loadtest.measure.Measurements;
import dev.softphone.loadtest.measure.Preflight;
import dev.softphone.loadtest.measure.SlotProbeResult;
import dev.softphone.loadtest.measure.Trial;
import dev.softphone.loadtest.model.LoadTest;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * All that a verdict may rest on.
 *
 * @param measurements of the run, or of the last trial of a search
 * @param trials of a search, in order; empty otherwise
 * @param interrupted somebody ended the run early (Ctrl-C, SIGTERM, runPolicy Stop)
 * @param cluster its runners were pods of a cluster, where regions are chosen and source addresses are not
 */
public record Evidence(
        LoadTest test,
        Measurements measurements,
        Coverage coverage,
        Optional<Preflight> preflight,
        Optional<SlotProbeResult> slotProbe,
        List<Trial> trials,
        boolean interrupted,
        boolean cluster) {
    public Evidence {
        trials = List.copyOf(trials);
    }

    /** Of a run from one machine. */
    public Evidence(
            LoadTest test,
            Measurements measurements,
            Coverage coverage,
            Optional<Preflight> preflight,
            Optional<SlotProbeResult> slotProbe,
            List<Trial> trials,
            boolean interrupted) {
        this(test, measurements, coverage, preflight, slotProbe, trials, interrupted, false);
    }

    /** What is judged and explained: the run, or the decisive trial of a search. */
    Measurements decisive() {
        return decisiveTrial().map(Trial::measurements).orElse(measurements);
    }

    /**
     * The trial that a search is judged by, so that its verdict does not depend on how close the bisection went.
     *
     * <pre>
     * some did not hold   the largest of those at which the other side was at fault, else the largest of them
     * all held            the last of the largest at the fastest ramp
     * </pre>
     */
    Optional<Trial> decisiveTrial() {
        List<Trial> failed = trials.stream().filter(trial -> !trial.held()).toList();
        if (failed.isEmpty()) {
            return trials.stream()
                    .max(Comparator.comparingInt(Trial::softphones)
                            .thenComparing(Trial::rampMillis, Comparator.reverseOrder())
                            .thenComparingInt(Trial::number));
        }
        return failed.stream()
                .filter(trial -> Attribution.otherSideAtFault(trial.measurements()))
                .max(LARGEST)
                .or(() -> failed.stream().max(LARGEST));
    }

    /** Of two that are as large, the earlier one: it ran at the ramp that was asked for. */
    private static final Comparator<Trial> LARGEST =
            Comparator.comparingInt(Trial::softphones).thenComparing(Trial::number, Comparator.reverseOrder());
}
