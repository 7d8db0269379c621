package dev.softphone.loadtest.verdict;

import java.util.List;

/**
 * The verdict with everything that led to it.
 *
 * @param causes the most important first
 */
public record Judgement(Verdict verdict, List<ThresholdResult> thresholds, List<Cause> causes) {
    public Judgement {
        thresholds = List.copyOf(thresholds);
        causes = List.copyOf(causes);
    }
}
