package dev.softphone.loadtest.verdict;

import dev.softphone.loadtest.measure.Histograms;
import dev.softphone.loadtest.measure.Measurements;
import dev.softphone.loadtest.measure.Metric;
import dev.softphone.loadtest.measure.SoftphoneCounts;
import dev.softphone.loadtest.model.LoadTest;
import dev.softphone.loadtest.model.Threshold;
import org.jspecify.annotations.Nullable;

/** While a test runs: which thresholds cannot be met any more, whatever the rest of the run brings. */
public final class BrokenThresholds {
    private BrokenThresholds() {}

    /** Whether a threshold with {@code onBroken: Abort} is lost. */
    public static boolean abort(LoadTest test, Measurements soFar) {
        return test.thresholds().stream()
                .filter(threshold -> threshold.onBroken() == Threshold.OnBroken.Abort)
                .anyMatch(threshold -> lost(threshold, soFar));
    }

    /** Whether nothing that may still happen can save it. */
    static boolean lost(Threshold threshold, Measurements soFar) {
        SoftphoneCounts counts = soFar.softphones();
        if (threshold instanceof Threshold.AtLeast least && least.metric() == Threshold.ShareMetric.connected) {
            long best = counts.planned() - counts.rejected() - counts.failed();
            return best * 100 < (long) least.percent() * counts.planned();
        }
        if (threshold instanceof Threshold.AtMost most) {
            long already =
                    switch (most.metric()) {
                        case rejected -> counts.rejected();
                        case failed -> counts.failed();
                        case droppedAfterConnect -> counts.droppedAfterConnect();
                        case connected, callsEstablished -> 0;
                    };
            return already * 100 > (long) most.percent() * counts.planned();
        }
        if (threshold instanceof Threshold.Latency latency) {
            // At most (100 - p) % of all values may lie above the limit, and there will be no more than planned.
            Histograms.@Nullable Frozen values = soFar.histograms().get(metric(latency.metric()));
            if (values == null) {
                return false;
            }
            long above = values.countBetween(latency.max().toNanos() / 1000 + 1, Histograms.highest());
            double allowed = (100 - latency.percentile().value()) / 100 * Math.max(counts.planned(), values.count());
            return above > Math.ceil(allowed);
        }
        return false;
    }

    private static Metric metric(Threshold.LatencyMetric metric) {
        return switch (metric) {
            case handshake -> Metric.HANDSHAKE;
            case registrationDelay -> Metric.REGISTER;
            case sessionRequestDelay -> Metric.SESSION_REQUEST;
        };
    }
}
