package dev.softphone.loadtest.runner;

import dev.softphone.loadtest.measure.Preflight;
import dev.softphone.loadtest.measure.Transcript;
import java.util.List;

/** The verdict of the preflight and what its softphones saw. */
public record PreflightResult(Preflight preflight, List<Transcript> transcripts) {
    public PreflightResult {
        transcripts = List.copyOf(transcripts);
    }
}
