package dev.softphone.loadtest.measure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.HdrHistogram.Histogram;

/**
 * Prints what merging costs at 1,000 runners; asserts nothing. The goals are 1 ms for one report and 200 ms for all of
 * them. Run it with the test class path: {@code java -cp … dev.softphone.loadtest.measure.MergeBenchmark}.
 */
final class MergeBenchmark {
    private static final int RUNNERS = 1000;
    private static final int WARM_UP = 3;
    /** Different reports; every runner having its own would be a gigabyte. */
    private static final int POOL = 199;

    private static final int CHANGES = 5000;

    private MergeBenchmark() {}

    public static void main(String[] arguments) {
        List<Measurements> reports = reports(RUNNERS + CHANGES);
        for (int round = 0; round <= WARM_UP; round++) {
            RunningTotal total = new RunningTotal();
            long start = System.nanoTime();
            for (int i = 0; i < RUNNERS; i++) {
                total.put("runner-" + i, reports.get(i));
            }
            long count = total.total().softphones().planned();
            long all = System.nanoTime() - start;

            long[] nanos = new long[CHANGES];
            for (int i = 0; i < CHANGES; i++) {
                long before = System.nanoTime();
                total.put("runner-" + i % RUNNERS, reports.get(RUNNERS + i));
                count += total.total().elapsedMillis() < 0 ? 1 : 0;
                nanos[i] = System.nanoTime() - before;
            }
            Arrays.sort(nanos);
            if (round == WARM_UP) {
                System.out.printf(
                        "%d runners, %d softphones: all again %.1f ms; one report p50 %.3f ms, p99 %.3f ms%n",
                        RUNNERS, count, all / 1e6, nanos[CHANGES / 2] / 1e6, nanos[CHANGES * 99 / 100] / 1e6);
            }
        }
    }

    /** Reports of a running test: six metrics of latencies, a few outcomes and groups, no series. */
    private static List<Measurements> reports(int count) {
        SplittableRandom random = new SplittableRandom(1);
        RandomMeasurements measurements = new RandomMeasurements(1);
        List<Measurements> pool = new ArrayList<>();
        for (int i = 0; i < POOL; i++) {
            pool.add(measurements.next().withSeries(TimeSeries.EMPTY).withHistograms(latencies(random)));
        }
        List<Measurements> reports = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            reports.add(pool.get(i * 7 % POOL));
        }
        return reports;
    }

    private static Map<Metric, Histograms.Frozen> latencies(SplittableRandom random) {
        Map<Metric, Histograms.Frozen> histograms = new EnumMap<>(Metric.class);
        for (Metric metric : List.of(
                Metric.HANDSHAKE,
                Metric.HANDSHAKE_SERVICE,
                Metric.START_LAG,
                Metric.LOOP_LAG,
                Metric.REGISTER,
                Metric.PONG)) {
            Histogram histogram = Histograms.ofDigits(2);
            for (int i = 0; i < 500; i++) {
                histogram.recordValue(1 + random.nextLong(1 + random.nextLong(2_000_000)));
            }
            histograms.put(metric, Histograms.Frozen.copyOf(histogram));
        }
        return histograms;
    }
}
