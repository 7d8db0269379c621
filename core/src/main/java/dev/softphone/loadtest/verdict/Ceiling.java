package dev.softphone.loadtest.verdict;

import dev.softphone.loadtest.measure.TimeSeries;
import java.util.List;
import java.util.Optional;

/**
 * Connections come and go, and attempts are refused only while as many are connected as ever are: what a plateau is where
 * places become free.
 *
 * <pre>
 * level = most connected at the end of a bucket; full ⇔ connected ≥ level − max(2, 5 %) at the end of it or of the one before
 * refused in full buckets ≥ 95 % of all, in so many buckets; hardly any before the first full one
 * admitted since then ≥ half the level: places did become free
 * </pre>
 *
 * A limit on the rate refuses from its first second on, and at every level; so does a gateway that refuses at random.
 *
 * @param refused attempts refused while full
 * @param millis how long buckets with refusals are together
 * @param admitted attempts admitted since the level was first reached
 */
record Ceiling(long level, long refused, long millis, long admitted) {

    private static final long FEW = 3;

    static Optional<Ceiling> of(TimeSeries series) {
        List<TimeSeries.Bucket> buckets = series.buckets();
        long level = buckets.stream()
                .mapToLong(TimeSeries.Bucket::connectedNow)
                .max()
                .orElse(0);
        long full = level - Math.max(2, level / 20);
        long refused = 0;
        long refusedFull = 0;
        long refusedBefore = 0;
        long refusing = 0;
        long admitted = 0;
        long before = 0;
        boolean reached = false;
        for (TimeSeries.Bucket bucket : buckets) {
            admitted += reached ? bucket.admittedByStart() : 0;
            reached |= bucket.connectedNow() >= full;
            refused += bucket.refusedByStart();
            refusedBefore += reached ? 0 : bucket.refusedByStart();
            refusedFull += Math.max(before, bucket.connectedNow()) >= full ? bucket.refusedByStart() : 0;
            refusing += bucket.refusedByStart() > 0 ? 1 : 0;
            before = bucket.connectedNow();
        }
        boolean onlyFull = 100 * refusedFull >= 95 * refused && refusedBefore <= FEW;
        return full > 0 && refused > 0 && onlyFull && 2 * admitted >= level
                ? Optional.of(new Ceiling(level, refusedFull, refusing * series.bucketMillis(), admitted))
                : Optional.empty();
    }
}
