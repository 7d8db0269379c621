package dev.softphone.loadtest.report;

import dev.softphone.loadtest.measure.Histograms;
import dev.softphone.loadtest.measure.TimeSeries;
import dev.softphone.loadtest.measure.TimeSeries.Bucket;
import dev.softphone.loadtest.model.Arrival;
import dev.softphone.loadtest.model.Threshold;
import dev.softphone.loadtest.verdict.Evidence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.LongUnaryOperator;
import java.util.function.ToLongFunction;
import java.util.stream.DoubleStream;

/**
 * The time series of a run as the arrays that charts are drawn from. Arrays of counts at an instant have one more
 * element than there are buckets (the first is the start of the run), arrays of what happened within a bucket as many.
 * Unknown values are {@link Double#NaN}.
 */
final class Timeline {

    /** Below it a curve would show the single handshakes and not their course. */
    private static final int SMALLEST_SAMPLE = 10;

    private static final int LONG_QUIET = 5;

    private final TimeSeries series;
    private final long spanMillis;
    private final double[] edges;
    private final double[] scheduled;

    Timeline(Evidence evidence, LongUnaryOperator scheduled) {
        this.series = evidence.measurements().series();
        int n = series.buckets().size();
        this.spanMillis = n == 0 ? evidence.measurements().elapsedMillis() : n * series.bucketMillis();
        this.edges = new double[n + 1];
        this.scheduled = new double[n + 1];
        for (int i = 0; i <= n; i++) {
            edges[i] = i * (double) series.bucketMillis();
            this.scheduled[i] = scheduled.applyAsLong(i * series.bucketMillis());
        }
    }

    boolean empty() {
        return series.buckets().isEmpty();
    }

    List<Bucket> buckets() {
        return series.buckets();
    }

    long bucketMillis() {
        return series.bucketMillis();
    }

    long spanMillis() {
        return spanMillis;
    }

    double[] edges() {
        return edges;
    }

    /** Softphones that should have started by each edge. */
    double[] scheduled() {
        return scheduled;
    }

    /** Softphones that should have started, per second in each bucket. */
    double[] scheduledPerSecond() {
        double[] rate = new double[edges.length - 1];
        for (int i = 0; i < rate.length; i++) {
            rate[i] = (scheduled[i + 1] - scheduled[i]) * 1000 / series.bucketMillis();
        }
        return rate;
    }

    /** The first edge at which everything scheduled has started. */
    double scheduleEnds() {
        int i = 0;
        while (i < edges.length - 1 && scheduled[i] < scheduled[edges.length - 1]) {
            i++;
        }
        return edges[i];
    }

    /** Attempts started by each edge. */
    double[] startedCumulative() {
        double[] sum = new double[edges.length];
        for (int i = 0; i < buckets().size(); i++) {
            sum[i + 1] = sum[i] + buckets().get(i).started();
        }
        return sum;
    }

    /** Registered softphones at each edge. */
    double[] connectedNow() {
        double[] now = new double[edges.length];
        for (int i = 0; i < buckets().size(); i++) {
            now[i + 1] = buckets().get(i).connectedNow();
        }
        return now;
    }

    /** The index of the last edge before softphones leave because the hold is over; the last edge without a hold. */
    int holdEnds(Evidence evidence) {
        if (evidence.test().cycles().count() > 1 || evidence.test().arrival() instanceof Arrival.Search) {
            return edges.length - 1;
        }
        double end = scheduleEnds() + evidence.test().hold().toMillis();
        int i = edges.length - 1;
        while (i > 1 && edges[i] > end) {
            i--;
        }
        return i;
    }

    /** Events per second in each bucket. */
    double[] perSecond(ToLongFunction<Bucket> events) {
        return within(bucket -> (double) events.applyAsLong(bucket) * 1000 / series.bucketMillis());
    }

    double[] within(Function<Bucket, Double> value) {
        return buckets().stream().mapToDouble(value::apply).toArray();
    }

    /**
     * A percentile of the handshakes at each bucket, in microseconds, over the run of neighbouring buckets that together
     * hold a sample for it; unknown where they do not, or where it was quiet for long.
     */
    double[] handshake(Threshold.Percentile percentile) {
        int sample = Math.max(SMALLEST_SAMPLE, percentile.minimumSample());
        double[] values = new double[buckets().size()];
        Arrays.fill(values, Double.NaN);
        Histograms.Frozen window = Histograms.Frozen.EMPTY;
        int from = 0;
        int quiet = 0;
        for (int i = 0; i < values.length; i++) {
            Histograms.Frozen handshake = buckets().get(i).handshake();
            quiet = handshake.count() == 0 ? quiet + 1 : 0;
            if (window.count() == 0 || quiet > LONG_QUIET) {
                window = Histograms.Frozen.EMPTY;
                from = i;
            }
            window = window.plus(handshake);
            if (window.count() >= sample) {
                Arrays.fill(values, from, i + 1, (double) window.valueAt(percentile.value()));
                window = Histograms.Frozen.EMPTY;
            }
        }
        return values;
    }

    /** How often each code occurs, the most frequent first; {@code other} last. */
    Map<String, Long> codes() {
        Map<String, Long> totals = new TreeMap<>();
        for (Bucket bucket : buckets()) {
            bucket.codes().forEach((code, times) -> totals.merge(code, times, Long::sum));
        }
        List<Map.Entry<String, Long>> entries = new ArrayList<>(totals.entrySet());
        entries.sort(
                Comparator.comparing((Map.Entry<String, Long> e) -> e.getKey().equals("other"))
                        .thenComparing(e -> -e.getValue()));
        Map<String, Long> ordered = new LinkedHashMap<>();
        entries.forEach(e -> ordered.put(e.getKey(), e.getValue()));
        return ordered;
    }

    /** The largest known value; 0 without any. */
    static double max(double[]... all) {
        return known(all).max().orElse(0);
    }

    /** The smallest known value; 0 without any. */
    static double min(double[]... all) {
        return known(all).min().orElse(0);
    }

    private static DoubleStream known(double[]... all) {
        return Arrays.stream(all).flatMapToDouble(Arrays::stream).filter(value -> !Double.isNaN(value));
    }

    /** The index of the last known value; -1 without any. */
    static int last(double[] values) {
        int i = values.length - 1;
        while (i >= 0 && Double.isNaN(values[i])) {
            i--;
        }
        return i;
    }
}
