package dev.softphone.loadtest.measure;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/** The sum of histograms of one metric, from which one can be taken again. For one thread at a time. */
final class HistogramTotal {
    /** The parts of each resolution by themselves: what was added to a coarser one cannot be taken from a finer one. */
    private final Map<Integer, Histogram> byDigits = new TreeMap<>();

    /** What is kept of a part so that it can be taken away: only its buckets that hold anything. */
    static final class Kept {
        private final int digits;
        private final long[] values;
        private final long[] counts;

        private static final int FEW = 16;

        private Kept(int digits, long[] values, long[] counts) {
            this.digits = digits;
            this.values = values;
            this.counts = counts;
        }

        static Kept of(Histograms.Frozen part) {
            Histogram histogram = part.histogram();
            long last = histogram.getMaxValue();
            long[] values = new long[FEW];
            long[] counts = new long[FEW];
            int next = 0;
            for (long value = histogram.getMinValue(); value <= last; value = histogram.nextNonEquivalentValue(value)) {
                long count = histogram.getCountAtValue(value);
                if (count > 0) {
                    if (next == values.length) {
                        values = Arrays.copyOf(values, 2 * next);
                        counts = Arrays.copyOf(counts, 2 * next);
                    }
                    values[next] = value;
                    counts[next++] = count;
                }
            }
            return new Kept(
                    histogram.getNumberOfSignificantValueDigits(),
                    Arrays.copyOf(values, next),
                    Arrays.copyOf(counts, next));
        }

        private void takenFrom(Histogram sum) {
            for (int i = 0; i < values.length; i++) {
                if (sum.getCountAtValue(values[i]) < counts[i]) {
                    throw new IllegalStateException("histogram: more is taken away than was added");
                }
                sum.recordValueWithCount(values[i], -counts[i]);
            }
            sum.subtract(Histograms.Frozen.EMPTY.histogram()); // looks again for extremes that are gone now
        }
    }

    void add(Histograms.Frozen part) {
        Histogram histogram = part.histogram();
        byDigits.computeIfAbsent(histogram.getNumberOfSignificantValueDigits(), Histograms::ofDigits)
                .add(histogram);
    }

    /** @param part one that was added and not yet taken away */
    void subtract(Kept part) {
        Histogram sum = byDigits.get(part.digits);
        if (sum == null) {
            throw new IllegalStateException("histogram: nothing of " + part.digits + " digits was added");
        }
        part.takenFrom(sum);
        if (sum.getTotalCount() == 0) {
            byDigits.remove(part.digits);
        }
    }

    /** As {@link Histograms.Frozen#plus} would have it: of several resolutions the coarsest. */
    Histograms.Frozen total() {
        return byDigits.values().stream()
                .map(Histograms.Frozen::copyOf)
                .reduce(Histograms.Frozen.EMPTY, Histograms.Frozen::plus);
    }
}
