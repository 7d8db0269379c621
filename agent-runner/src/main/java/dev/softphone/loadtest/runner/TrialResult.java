package dev.softphone.loadtest.runner;

import dev.softphone.loadtest.measure.Measurements;
import dev.softphone.loadtest.measure.SlotProbeResult;
import dev.softphone.loadtest.measure.Transcript;
import java.util.List;
import java.util.Optional;

/**
 * What one trial left.
 *
 * @param slotProbe absent when none was made
 * @param interrupted it was ended early
 * @param everyoneHeld all that were planned connected and stayed
 */
public record TrialResult(
        Measurements measurements,
        Optional<SlotProbeResult> slotProbe,
        List<Transcript> transcripts,
        boolean interrupted,
        boolean everyoneHeld) {
    public TrialResult {
        transcripts = List.copyOf(transcripts);
    }
}
