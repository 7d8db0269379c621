package dev.softphone.loadtest.e2e.pretend;

import dev.softphone.loadtest.measure.AttemptCounts;
import dev.softphone.loadtest.measure.CallCounts;
import dev.softphone.loadtest.measure.Histograms;
import dev.softphone.loadtest.measure.HostEvidence;
import dev.softphone.loadtest.measure.Measurements;
import dev.softphone.loadtest.measure.Metric;
import dev.softphone.loadtest.measure.OutcomeCount;
import dev.softphone.loadtest.measure.OutcomeKey;
import dev.softphone.loadtest.measure.SoftphoneCounts;
import dev.softphone.loadtest.measure.TimeSeries;
import dev.softphone.loadtest.model.Stage;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.HdrHistogram.Histogram;

/** What a runner that never ran could have measured, as large as what a real one reports while it runs. */
public final class Measured {
    private static final int LATENCIES = 500;
    private static final long SLOWEST_MICROS = 2_000_000;
    private static final List<Metric> METRICS =
            List.of(Metric.HANDSHAKE, Metric.HANDSHAKE_SERVICE, Metric.START_LAG, Metric.LOOP_LAG, Metric.REGISTER);

    private Measured() {}

    /**
     * Everybody has started; those that were not refused have connected.
     *
     * @param seed of the latencies
     */
    public static Measurements of(int seed, long softphones, long rejected) {
        long connected = softphones - rejected;
        return new Measurements(
                10_000,
                new SoftphoneCounts(softphones, 0, softphones, 0, connected, rejected, 0, 0, 0, 0, 0, 0),
                new AttemptCounts(softphones, 0, 0, connected, rejected, 0, 0, 0),
                CallCounts.ZERO,
                Map.of(
                        new OutcomeKey(OutcomeKey.Kind.REJECTION, Stage.UPGRADE, "http/503"),
                        new OutcomeCount(rejected, rejected, 0, 0, 900, 2_900, Optional.of("full"), Map.of())),
                latencies(seed),
                Map.of(),
                Map.of(),
                Map.of(),
                List.of(),
                0,
                Map.of(),
                TimeSeries.EMPTY,
                HostEvidence.UNKNOWN);
    }

    private static Map<Metric, Histograms.Frozen> latencies(int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Map<Metric, Histograms.Frozen> histograms = new EnumMap<>(Metric.class);
        for (Metric metric : METRICS) {
            Histogram histogram = Histograms.coarse();
            for (int i = 0; i < LATENCIES; i++) {
                histogram.recordValue(1 + random.nextLong(1 + random.nextLong(SLOWEST_MICROS)));
            }
            histograms.put(metric, Histograms.Frozen.copyOf(histogram));
        }
        return histograms;
    }
}
