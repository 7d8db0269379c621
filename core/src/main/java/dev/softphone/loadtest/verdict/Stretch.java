package dev.softphone.loadtest.verdict;

import dev.softphone.loadtest.measure.TimeSeries;
import java.util.ArrayList;
import java.util.List;

/**
 * Consecutive buckets in which attempts were refused and none that began in them was admitted; quiet buckets within count.
 *
 * @param from its first bucket, with refusals
 * @param to its last, with refusals
 */
record Stretch(int from, int to) {

    /** All of a run, in order. */
    static List<Stretch> refusing(TimeSeries series) {
        List<Stretch> stretches = new ArrayList<>();
        int from = -1;
        int to = -1;
        for (int i = 0; i < series.buckets().size(); i++) {
            TimeSeries.Bucket bucket = series.buckets().get(i);
            if (bucket.admittedByStart() > 0) {
                add(stretches, from, to);
                from = -1;
            } else if (bucket.refusedByStart() > 0) {
                from = from < 0 ? i : from;
                to = i;
            }
        }
        add(stretches, from, to);
        return stretches;
    }

    private static void add(List<Stretch> stretches, int from, int to) {
        if (from >= 0) {
            stretches.add(new Stretch(from, to));
        }
    }

    long refused(TimeSeries series) {
        return series.buckets().subList(from, to + 1).stream()
                .mapToLong(TimeSeries.Bucket::refusedByStart)
                .sum();
    }

    /** The most that were connected in it. */
    long level(TimeSeries series) {
        return series.buckets().subList(from, to + 1).stream()
                .mapToLong(TimeSeries.Bucket::connectedNow)
                .max()
                .orElse(0);
    }
}
