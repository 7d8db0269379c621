package dev.softphone.loadtest.runner;

import dev.softphone.loadtest.measure.Transcript;
import dev.softphone.loadtest.verdict.Evidence;
import java.time.Instant;
import java.util.List;

/** What a run left: the evidence, and what the first softphone with each outcome saw. */
public record RunResult(Evidence evidence, List<Transcript> transcripts, Instant startedAt, Instant finishedAt) {
    public RunResult {
        transcripts = List.copyOf(transcripts);
    }
}
