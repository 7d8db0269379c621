package dev.softphone.loadtest.verdict;

import dev.softphone.loadtest.measure.TimeSeries;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Admissions between refusals, and whether they come as regularly as a limiter lets them through.
 *
 * <pre>
 * over the buckets with refusals, the first (the burst) and the last (cut short) left out:
 * a = admitted in a bucket, p = admitted / offered
 * a limiter admits the same number always:        variance(a) / mean(a) ≈ 0
 * an overloaded server refuses at random:         variance(a) / mean(a) ≈ 1 − p, more when the offer changes
 * steady  ⇔  variance(a) / mean(a) ≤ (1 − p) / 2
 * </pre>
 *
 * @param perMinute admitted per minute while refusing
 * @param refused in those buckets
 * @param millis their length together
 */
record SteadyRate(double perMinute, long refused, long millis, boolean steady) {

    private static final int FEWEST_BUCKETS = 4;
    /** A handful of refusals has no shape. */
    private static final int FEWEST_REFUSED = 20;

    static Optional<SteadyRate> of(TimeSeries series) {
        List<TimeSeries.Bucket> refusing = new ArrayList<>(series.buckets().stream()
                .filter(bucket -> bucket.refusedByStart() > 0)
                .toList());
        if (refusing.size() < FEWEST_BUCKETS + 2) {
            return Optional.empty();
        }
        List<TimeSeries.Bucket> inner = refusing.subList(1, refusing.size() - 1);
        double mean = inner.stream()
                .mapToLong(TimeSeries.Bucket::admittedByStart)
                .average()
                .orElse(0);
        long refused =
                inner.stream().mapToLong(TimeSeries.Bucket::refusedByStart).sum();
        if (mean == 0 || refused < FEWEST_REFUSED) {
            return Optional.empty();
        }
        double variance = inner.stream()
                        .mapToDouble(bucket -> Math.pow(bucket.admittedByStart() - mean, 2))
                        .sum()
                / (inner.size() - 1);
        double refusedShare = refused / (refused + mean * inner.size());
        return Optional.of(new SteadyRate(
                mean * 60_000 / series.bucketMillis(),
                refused,
                inner.size() * series.bucketMillis(),
                variance / mean <= refusedShare / 2));
    }
}
