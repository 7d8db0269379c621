package dev.softphone.loadtest.measure;

import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** Makes the histograms of this project, all of one range, so that any two of one metric merge. */
public final class Histograms {

    private static final long HIGHEST = 3_600_000_000L;
    private static final int DIGITS = 3;
    private static final int COARSE_DIGITS = 1;

    private Histograms() {}

    /** An empty histogram of 1 to 3,600,000,000 units at 3 significant digits (about 180 kB); values above are clamped by the caller. */
    public static Histogram empty() {
        return ofDigits(DIGITS);
    }

    /** The same range at 1 significant digit (about 4 kB, values to 6 %): for the buckets of a {@link TimeSeries}. */
    public static Histogram coarse() {
        return ofDigits(COARSE_DIGITS);
    }

    /** The largest value a histogram takes. */
    public static long highest() {
        return HIGHEST;
    }

    static Histogram ofDigits(int digits) {
        return new Histogram(1, HIGHEST, digits);
    }

    /** A histogram nobody writes to any more. Reading is safe from any thread. */
    public static final class Frozen {

        /** Neutral in {@link #plus}; one shared instance, because most buckets of a quiet run hold nothing. */
        public static final Frozen EMPTY = new Frozen(coarse());

        private final Histogram histogram;

        private Frozen(Histogram histogram) {
            this.histogram = histogram;
        }

        /** Of one that nobody else has, and nobody writes to from now on; {@link #EMPTY} when it holds nothing. */
        static Frozen of(Histogram histogram) {
            return histogram.getTotalCount() == 0 ? EMPTY : new Frozen(histogram);
        }

        /** Takes a private copy; {@link #EMPTY} when there is nothing to copy. */
        public static Frozen copyOf(Histogram histogram) {
            return histogram.getTotalCount() == 0 ? EMPTY : new Frozen(histogram.copy());
        }

        public long count() {
            return histogram.getTotalCount();
        }

        /** In the metric's unit; {@code percentile} from 0 to 100; 0 when empty. */
        public long valueAt(double percentile) {
            return Math.min(histogram.getValueAtPercentile(percentile), histogram.getMaxValue());
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

        /** Not to be written to. */
        Histogram histogram() {
            return histogram;
        }

        /** How many recorded values lie within {@code low} and {@code high}, both included. */
        public long countBetween(long low, long high) {
            return histogram.getCountBetweenValues(low, high);
        }

        /** A new one holding both, at the resolution of the coarser: nothing is made up that one of them did not keep. */
        public Frozen plus(Frozen other) {
            if (other.count() == 0) {
                return this;
            }
            if (count() == 0) {
                return other;
            }
            boolean finer =
                    histogram.getNumberOfSignificantValueDigits() > other.histogram.getNumberOfSignificantValueDigits();
            Histogram sum = (finer ? other : this).histogram.copy();
            sum.add((finer ? this : other).histogram);
            return new Frozen(sum);
        }

        /** The same at 1 significant digit (values to 6 %), for where there is little room. */
        public Frozen coarser() {
            return of(atDigits(COARSE_DIGITS));
        }

        /** The values at fewer digits, for a wire or a bucket. */
        Histogram atDigits(int digits) {
            Histogram copy = ofDigits(digits);
            copy.add(histogram);
            return copy;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Frozen that
                    && (count() == 0 ? that.count() == 0 : histogram.equals(that.histogram));
        }

        @Override
        public int hashCode() {
            return count() == 0 ? 0 : histogram.hashCode();
        }

        @Override
        public String toString() {
            return "Frozen[count=" + count() + ", p50=" + valueAt(50) + ", max=" + max() + "]";
        }
    }
}
