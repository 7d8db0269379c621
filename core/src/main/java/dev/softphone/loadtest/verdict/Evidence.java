package dev.softphone.loadtest.verdict;

import dev.softphone.loadtest.measure.Coverage;
import dev.softphone.loadtest.measure.Measurements;
import dev.softphone.loadtest.measure.Preflight;
import dev.softphone.loadtest.measure.SlotProbeResult;
import dev.softphone.loadtest.measure.Trial;
import dev.softphone.loadtest.model.LoadTest;
import java.util.List;
import java.util.Optional;

/**
 * All that a verdict may rest on.
 *
 * @param measurements of the run, or of the last trial of a search
 * @param trials of a search, in order; empty otherwise
 * @param interrupted somebody ended the run early (Ctrl-C, SIGTERM, runPolicy Stop)
 */
public record Evidence(
        LoadTest test,
        Measurements measurements,
        Coverage coverage,
        Optional<Preflight> preflight,
        Optional<SlotProbeResult> slotProbe,
        List<Trial> trials,
        boolean interrupted) {
    public Evidence {
        trials = List.copyOf(trials);
    }
}
