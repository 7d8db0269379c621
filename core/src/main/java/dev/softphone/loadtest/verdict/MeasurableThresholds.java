package dev.softphone.loadtest.verdict;

import dev.softphone.loadtest.model.CallPlan;
import dev.softphone.loadtest.model.LoadTest;
import dev.softphone.loadtest.model.Threshold;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The thresholds of a test that has fewer samples than the one they were written for: a percentile that needs more becomes
 * the highest one that does not, or goes.
 */
final class MeasurableThresholds {

    private MeasurableThresholds() {}

    /** A merge patch on {@code spec}; empty where all thresholds can be measured as they stand. */
    static Map<String, @Nullable Object> patch(LoadTest test, int softphones, int cycles) {
        List<Map<String, Object>> thresholds = new ArrayList<>();
        boolean changed = false;
        for (Threshold threshold : test.thresholds()) {
            Optional<Threshold> measurable = measurable(threshold, test, softphones, cycles);
            changed |= !measurable.equals(Optional.of(threshold));
            measurable.map(MeasurableThresholds::written).ifPresent(thresholds::add);
        }
        Map<String, @Nullable Object> patch = new LinkedHashMap<>();
        if (changed) {
            patch.put("thresholds", thresholds.isEmpty() ? null : thresholds);
        }
        return patch;
    }

    private static Optional<Threshold> measurable(Threshold threshold, LoadTest test, int softphones, int cycles) {
        if (!(threshold instanceof Threshold.Latency latency)) {
            return Optional.of(threshold);
        }
        boolean pairs = test.call()
                .filter(call -> call.originator() == CallPlan.Originator.Peer)
                .isPresent();
        boolean ofPairs = pairs && latency.metric() == Threshold.LatencyMetric.sessionRequestDelay;
        long samples = (ofPairs ? softphones / 2 : softphones) * (long) cycles;
        Threshold.Percentile[] all = Threshold.Percentile.values();
        for (int i = latency.percentile().ordinal(); i >= 0; i--) {
            if (samples >= all[i].minimumSample()) {
                return Optional.of(new Threshold.Latency(latency.metric(), all[i], latency.max(), latency.onBroken()));
            }
        }
        return Optional.empty();
    }

    /** As a manifest has it. */
    private static Map<String, Object> written(Threshold threshold) {
        Map<String, Object> fields = new LinkedHashMap<>();
        if (threshold instanceof Threshold.Latency latency) {
            fields.put("metric", latency.metric().name());
            fields.put("percentile", latency.percentile().name());
            fields.put("max", written(latency.max()));
        } else if (threshold instanceof Threshold.AtLeast least) {
            fields.put("metric", least.metric().name());
            fields.put("minPercent", least.percent());
        } else if (threshold instanceof Threshold.AtMost most) {
            fields.put("metric", most.metric().name());
            fields.put("maxPercent", most.percent());
        }
        if (threshold.onBroken() == Threshold.OnBroken.Abort) {
            fields.put("onBroken", threshold.onBroken().name());
        }
        return fields;
    }

    private static String written(Duration duration) {
        long millis = duration.toMillis();
        return millis % 1000 == 0 ? millis / 1000 + "s" : millis + "ms";
    }
}
