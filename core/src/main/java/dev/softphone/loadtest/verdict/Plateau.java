package dev.softphone.loadtest.verdict;

import dev.softphone.loadtest.measure.TimeSeries;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A stretch of a run in which attempts went on, none that began in it was admitted, and as many softphones stayed
 * connected as ever were.
 *
 * <pre>
 * admitted(b) = 0 for every bucket b of the stretch, refused &gt; 0 in its first and last
 * connectedNow(b) ≥ level − tolerance in its second half; no bucket of the run has more than level + tolerance
 * no such stretch before it, of 20 refusals, at a lower level
 * </pre>
 *
 * @param level how many stayed connected
 * @param refused attempts that began in it and were not admitted
 * @param millis its length, from the first bucket's start to the last one's: the last attempt may be as early
 * @param startMillis when it began
 * @param admittedBefore attempts admitted in buckets after the first refusal and before the stretch
 */
record Plateau(long level, long refused, long millis, long startMillis, long admittedBefore) {

    private static final long MANY = 20;

    static Optional<Plateau> of(TimeSeries series) {
        List<Stretch> stretches = Stretch.refusing(series);
        return stretches.stream()
                .flatMap(stretch -> between(series, stretch.from(), stretch.to()).stream())
                .filter(flat -> stretches.stream().noneMatch(stretch -> flat.refuted(series, stretch)))
                .max(Comparator.comparingLong(Plateau::refused));
    }

    /** Many were refused for a time although fewer were connected, and more got in later. */
    private boolean refuted(TimeSeries series, Stretch earlier) {
        return earlier.from() * series.bucketMillis() < startMillis
                && earlier.refused(series) >= MANY
                && earlier.level(series) < level - tolerance(level);
    }

    private static Optional<Plateau> between(TimeSeries series, int from, int to) {
        List<TimeSeries.Bucket> buckets = series.buckets();
        long level = buckets.subList(from, to + 1).stream()
                .mapToLong(TimeSeries.Bucket::connectedNow)
                .max()
                .orElse(0);
        long tolerance = tolerance(level);
        // Admissions of before may still end in the first half, and the drain may begin within the last bucket.
        boolean flat = buckets.subList(from + (to - from) / 2, to).stream()
                .allMatch(bucket -> Math.abs(bucket.connectedNow() - level) <= tolerance);
        boolean highest = buckets.stream().allMatch(bucket -> bucket.connectedNow() <= level + tolerance);
        if (level == 0 || !flat || !highest) {
            return Optional.empty();
        }
        long refused = buckets.subList(from, to + 1).stream()
                .mapToLong(TimeSeries.Bucket::refusedByStart)
                .sum();
        return Optional.of(new Plateau(
                level,
                refused,
                Math.max(1, to - from) * series.bucketMillis(),
                from * series.bucketMillis(),
                admittedBetweenRefusals(buckets.subList(0, from))));
    }

    private static long admittedBetweenRefusals(List<TimeSeries.Bucket> before) {
        long admitted = 0;
        boolean refusing = false;
        for (TimeSeries.Bucket bucket : before) {
            admitted += refusing ? bucket.admittedByStart() : 0;
            refusing |= bucket.refusedByStart() > 0;
        }
        return admitted;
    }

    /** Counts at the edges of buckets are off by a few. */
    static long tolerance(long level) {
        return Math.max(1, level / 50);
    }

    /** A good part got in after the first refusal, so that refusing began long before the level was reached. */
    boolean blurred() {
        return admittedBefore > level / 5;
    }

    /** Nobody got in after the first refusal: what a limit on the rate would not do. */
    boolean clean() {
        return admittedBefore <= Math.max(3, level / 20);
    }
}
