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
 * at least two stretches without admission, of 5 refusals each and 40 together
 * before any stretch as many admitted as before the first (± 15 %)
 * in any stretch more connected than in the one before, by half of these: those of before did not make room
 * admissions resumed at a constant period (± 15 %), where they did so three times
 * per minute = admitted between × 60 s / distance of the stretches
 * </pre>
 *
 * @param admitted per window
 * @param millis its length
 */
record QuotaWindow(long admitted, long millis) {

    private static final long FEWEST_REFUSED = 5;
    private static final long FEWEST_REFUSED_TOGETHER = 40;

    static Optional<QuotaWindow> of(TimeSeries series) {
        List<Stretch> stretches = Stretch.refusing(series).stream()
                .filter(stretch -> stretch.refused(series) >= FEWEST_REFUSED)
                .toList();
        long refused =
                stretches.stream().mapToLong(stretch -> stretch.refused(series)).sum();
        if (stretches.size() < 2 || refused < FEWEST_REFUSED_TOGETHER) {
            return Optional.empty();
        }
        List<Long> admitted = admitted(series, stretches);
        long first = admitted.get(0);
        boolean alike = first > 0 && admitted.stream().allMatch(each -> 100 * Math.abs(each - first) <= 15 * first);
        if (!alike || !movesUp(series, stretches, first) || !periodic(series, stretches)) {
            return Optional.empty();
        }
        int distance =
                stretches.get(stretches.size() - 1).from() - stretches.get(0).from();
        return Optional.of(new QuotaWindow(first, distance * series.bucketMillis() / (stretches.size() - 1L)));
    }

    private static List<Long> admitted(TimeSeries series, List<Stretch> stretches) {
        List<Long> admitted = new ArrayList<>();
        int from = 0;
        for (Stretch stretch : stretches) {
            admitted.add(series.buckets().subList(from, stretch.from()).stream()
                    .mapToLong(TimeSeries.Bucket::admittedByStart)
                    .sum());
            from = stretch.to() + 1;
        }
        return admitted;
    }

    private static boolean movesUp(TimeSeries series, List<Stretch> stretches, long admitted) {
        for (int i = 1; i < stretches.size(); i++) {
            long risen = stretches.get(i).level(series) - stretches.get(i - 1).level(series);
            if (2 * risen < admitted) {
                return false;
            }
        }
        return true;
    }

    private static boolean periodic(TimeSeries series, List<Stretch> stretches) {
        List<Integer> resumed = stretches.stream()
                .map(Stretch::to)
                .filter(to -> series.buckets().stream().skip(to + 1L).anyMatch(bucket -> bucket.admittedByStart() > 0))
                .toList();
        for (int i = 2; i < resumed.size(); i++) {
            int period = resumed.get(1) - resumed.get(0);
            int other = resumed.get(i) - resumed.get(i - 1);
            if (Math.abs(other - period) > Math.max(1, 15 * period / 100)) {
                return false;
            }
        }
        return true;
    }

    long perMinute() {
        return Math.round(admitted * 60_000.0 / millis);
    }
}
