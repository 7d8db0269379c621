package dev.softphone.loadtest.verdict;

import dev.softphone.loadtest.measure.Histograms;
import dev.softphone.loadtest.measure.Measurements;
import dev.softphone.loadtest.measure.Metric;
import dev.softphone.loadtest.measure.TimeSeries;
import java.util.Optional;

/**
 * The age, or the silence, at which connections were lost, where it is one and the same.
 *
 * <pre>
 * constant          p90 − p10 ≤ max(2 s, 10 % of the median)
 * checked coarsely  p10 ≥ half the median, p90 − p10 ≤ half the median, and who came first went first:
 *                   correlation of a connection's instants of coming c and going d = c + age
 *                   (Var c + Var d − Var age) / (2 σc σd) ≥ 0.8
 * </pre>
 *
 * A server that looks at its connections every few seconds spreads an exact limit over that time. Ends that have nothing to
 * do with the age have correlation 0.
 *
 * @param what age, silence, or both where nothing was ever said after registering
 * @param pings whether a ping would reset it: not when only the age is constant
 * @param millis the limit: the median where it is constant, the 10th percentile where it is checked coarsely
 */
record DropAge(String what, boolean pings, boolean coarse, long millis, long p10, long p90) {

    private static final long FEW = 5;
    private static final long FEW_FOR_AN_ORDER = 20;
    private static final long NARROW_MILLIS = 2_000;
    private static final double ORDERED = 0.8;

    static Optional<DropAge> of(Measurements measured) {
        Histograms.Frozen age = measured.histograms().getOrDefault(Metric.DROP_AGE_MILLIS, Histograms.Frozen.EMPTY);
        Histograms.Frozen idle = measured.histograms().getOrDefault(Metric.DROP_IDLE_MILLIS, Histograms.Frozen.EMPTY);
        boolean byAge = constant(age);
        boolean byIdle = constant(idle) && idle.valueAt(50) >= 1000;
        if (byIdle) {
            boolean silent = byAge && same(age, idle);
            return Optional.of(of(silent ? "of age, silent since registered" : "of silence", true, false, idle));
        }
        if (byAge) {
            return Optional.of(of("of age, silent or not", false, false, age));
        }
        if (!narrow(age) || order(measured.series(), age) < ORDERED) {
            return Optional.empty();
        }
        return Optional.of(
                same(age, idle)
                        ? of("of age, silent since registered", true, true, age)
                        : of("of age, silent or not", false, true, age));
    }

    private static DropAge of(String what, boolean pings, boolean coarse, Histograms.Frozen histogram) {
        long p10 = histogram.valueAt(10);
        return new DropAge(what, pings, coarse, coarse ? p10 : histogram.valueAt(50), p10, histogram.valueAt(90));
    }

    private static boolean same(Histograms.Frozen age, Histograms.Frozen idle) {
        return Math.abs(idle.valueAt(50) - age.valueAt(50)) <= age.valueAt(50) / 10;
    }

    private static boolean constant(Histograms.Frozen histogram) {
        return histogram.count() >= FEW
                && histogram.valueAt(90) - histogram.valueAt(10) <= Math.max(NARROW_MILLIS, histogram.valueAt(50) / 10)
                && histogram.valueAt(50) > NARROW_MILLIS;
    }

    private static boolean narrow(Histograms.Frozen histogram) {
        long half = histogram.valueAt(50) / 2;
        return histogram.count() >= FEW_FOR_AN_ORDER
                && histogram.valueAt(10) >= half
                && histogram.valueAt(90) - histogram.valueAt(10) <= half
                && histogram.valueAt(50) > NARROW_MILLIS;
    }

    /**
     * The correlation, of as many of the first admissions as there were losses: were others lost in their place, it would
     * only be smaller. 0 where all came, or all went, within a bucket or so.
     */
    private static double order(TimeSeries series, Histograms.Frozen age) {
        Spread coming = new Spread();
        Spread going = new Spread();
        for (int i = 0; i < series.buckets().size(); i++) {
            TimeSeries.Bucket bucket = series.buckets().get(i);
            double at = (i + 0.5) * series.bucketMillis();
            coming.add(at, Math.min(bucket.admittedByStart(), age.count() - coming.count));
            going.add(at, bucket.dropped());
        }
        Spread ages = new Spread();
        for (int percent = 0; percent < 100; percent++) {
            ages.add((double) age.valueAt(percent + 0.5), 1);
        }
        double deviations = Math.sqrt(coming.variance() * going.variance());
        boolean spread = Math.min(coming.variance(), going.variance()) > Math.pow((double) series.bucketMillis(), 2);
        return spread ? (coming.variance() + going.variance() - ages.variance()) / (2 * deviations) : 0;
    }

    private static final class Spread {
        private long count;
        private double sum;
        private double squares;

        void add(double value, long times) {
            count += times;
            sum += value * times;
            squares += value * value * times;
        }

        double variance() {
            return count == 0 ? 0 : Math.max(0, squares / count - Math.pow(sum / count, 2));
        }
    }
}
