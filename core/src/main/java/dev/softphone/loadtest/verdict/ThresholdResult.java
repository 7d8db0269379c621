package dev.softphone.loadtest.verdict;

import dev.softphone.loadtest.model.Threshold;

/**
 * One threshold, judged on an interval.
 *
 * @param verdict worst case passes: Passed; best case fails: Failed; otherwise Inconclusive
 * @param required {@code handshake p99 ≤ 3s}
 * @param observed {@code 1.912s (300 of 300 counted)}, or what is missing
 */
public record ThresholdResult(Threshold threshold, Verdict verdict, String required, String observed) {}
