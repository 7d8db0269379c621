package dev.softphone.loadtest.verdict;

import dev.softphone.loadtest.measure.TimeSeries;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A quota per window of time: so many get in, all others are refused until the window ends, then as many again. Within one
 * window it cannot be told from a cap; a second one shows that the level moves.
 *
 * <pre>
 * at least two stretches without admission, of 20 refusals each; between any two as many admitted as before the first (± 15 %)
 * per minute = admitted between × 60 s / distance of the stretches
 * </pre>
 *
 * @param admitted per window
 * @param millis its length
 */
record QuotaWindow(long admitted, long millis) {

    private static final long FEWEST_REFUSED = 20;

    static Optional<QuotaWindow> of(TimeSeries series) {
        List<Stretch> stretches = Stretch.refusing(series).stream()
                .filter(stretch -> stretch.refused(series) >= FEWEST_REFUSED)
                .toList();
        if (stretches.size() < 2) {
            return Optional.empty();
        }
        List<Long> admitted = new ArrayList<>();
        int from = 0;
        for (Stretch stretch : stretches) {
            admitted.add(series.buckets().subList(from, stretch.from()).stream()
                    .mapToLong(TimeSeries.Bucket::admittedByStart)
                    .sum());
            from = stretch.to() + 1;
        }
        long first = admitted.get(0);
        boolean alike = first > 0 && admitted.stream().allMatch(each -> 100 * Math.abs(each - first) <= 15 * first);
        if (!alike) {
            return Optional.empty();
        }
        int distance =
                stretches.get(stretches.size() - 1).from() - stretches.get(0).from();
        return Optional.of(new QuotaWindow(first, distance * series.bucketMillis() / (stretches.size() - 1L)));
    }

    long perMinute() {
        return Math.round(admitted * 60_000.0 / millis);
    }
}
