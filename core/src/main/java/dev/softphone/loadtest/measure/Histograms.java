package dev.softphone.loadtest.measure;

import org.HdrHistogram.Histogram;

/** Makes the histograms of this project, all of one shape, so that any two of one metric merge. */
public final class Histograms {

    private static final long HIGHEST = 3_600_000_000L;
    private static final int DIGITS = 3;

    private Histograms() {}

    /** An empty histogram of 1 to 3,600,000,000 units at 3 significant digits, grown on demand; values above are clamped by the caller. */
    public static Histogram empty() {
        Histogram histogram = new Histogram(1, HIGHEST, DIGITS);
        histogram.setAutoResize(false);
        return histogram;
    }

    /** The largest value a histogram takes. */
    public static long highest() {
        return HIGHEST;
    }

    /** A histogram nobody writes to any more. Reading is safe from any thread. */
    public static final class Frozen {
        private final Histogram histogram;

        private Frozen(Histogram histogram) {
            this.histogram = histogram;
        }

        /** Takes a private copy. */
        public static Frozen copyOf(Histogram histogram) {
            return new Frozen(histogram.copy());
        }

        public long count() {
            return histogram.getTotalCount();
        }

        /** In the metric's unit; {@code percentile} from 0 to 100; 0 when empty. */
        public long valueAt(double percentile) {
            return histogram.getValueAtPercentile(percentile);
        }

        public long max() {
            return histogram.getMaxValue();
        }

        public long min() {
            return histogram.getTotalCount() == 0 ? 0 : histogram.getMinValue();
        }

        public double mean() {
            return histogram.getMean();
        }

        /** How many recorded values lie within {@code low} and {@code high}, both included. */
        public long countBetween(long low, long high) {
            return histogram.getCountBetweenValues(low, high);
        }

        /** A new one holding both. */
        public Frozen plus(Frozen other) {
            Histogram sum = histogram.copy();
            sum.add(other.histogram);
            return new Frozen(sum);
        }
    }
}
