package dev.softphone.loadtest.api.read;

import dev.softphone.loadtest.api.v1alpha1.GenericSpec;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneLoadTestSpec;
import dev.softphone.loadtest.api.v1alpha1.ThresholdSpec;
import dev.softphone.loadtest.api.v1alpha1.ThresholdSpec.ThresholdMetric;
import dev.softphone.loadtest.model.CallPlan.Originator;
import dev.softphone.loadtest.model.Threshold;
import dev.softphone.loadtest.model.Threshold.AtLeast;
import dev.softphone.loadtest.model.Threshold.AtMost;
import dev.softphone.loadtest.model.Threshold.Latency;
import dev.softphone.loadtest.model.Threshold.LatencyMetric;
import dev.softphone.loadtest.model.Threshold.Percentile;
import dev.softphone.loadtest.model.Threshold.ShareMetric;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/** Reads {@code spec.thresholds}, and refuses those that this test cannot measure. */
final class ThresholdReader {

    private static final Set<ThresholdMetric> DELAYS = EnumSet.of(
            ThresholdMetric.handshake, ThresholdMetric.registrationDelay, ThresholdMetric.sessionRequestDelay);
    private static final Set<ThresholdMetric> SUCCESSES =
            EnumSet.of(ThresholdMetric.connected, ThresholdMetric.callsEstablished);
    private static final Set<ThresholdMetric> LOSSES =
            EnumSet.of(ThresholdMetric.rejected, ThresholdMetric.failed, ThresholdMetric.droppedAfterConnect);

    private ThresholdReader() {}

    static List<Threshold> read(SoftphoneLoadTestSpec spec, Violations violations) {
        List<Threshold> thresholds = new ArrayList<>();
        for (int i = 0; i < spec.thresholds().size(); i++) {
            String path = "spec.thresholds[" + i + "]";
            ThresholdSpec threshold = spec.thresholds().get(i);
            form(path, threshold, violations);
            thresholds.add(threshold(path, threshold, spec, violations));
        }
        return thresholds;
    }

    private static void form(String path, ThresholdSpec spec, Violations violations) {
        long limits = Stream.of(spec.max(), spec.minPercent(), spec.maxPercent())
                .filter(Objects::nonNull)
                .count();
        violations.require(limits == 1, path, ThresholdSpec.ONE_LIMIT, limits + " of them");
        violations.require(
                (spec.percentile() == null) == (spec.max() == null),
                path,
                ThresholdSpec.PERCENTILE_WITH_MAX,
                spec.max() == null ? "percentile without max" : "max without percentile");
        String metric = "metric " + spec.metric();
        violations.require(
                spec.max() == null || DELAYS.contains(spec.metric()), path, ThresholdSpec.MAX_FOR_DELAYS, metric);
        violations.require(
                spec.minPercent() == null || SUCCESSES.contains(spec.metric()),
                path,
                ThresholdSpec.MIN_PERCENT_FOR_SUCCESSES,
                metric);
        violations.require(
                spec.maxPercent() == null || LOSSES.contains(spec.metric()),
                path,
                ThresholdSpec.MAX_PERCENT_FOR_LOSSES,
                metric);
    }

    private static Threshold threshold(
            String path, ThresholdSpec threshold, SoftphoneLoadTestSpec spec, Violations violations) {
        if (threshold.max() != null && threshold.percentile() != null && DELAYS.contains(threshold.metric())) {
            LatencyMetric metric = LatencyMetric.valueOf(threshold.metric().name());
            sample(path, metric, threshold.percentile(), spec, violations);
            return new Latency(
                    metric,
                    threshold.percentile(),
                    violations.duration(path + ".max", threshold.max(), Duration.ofMillis(1), Duration.ofHours(1)),
                    threshold.onBroken());
        }
        ShareMetric metric = DELAYS.contains(threshold.metric())
                ? ShareMetric.connected
                : ShareMetric.valueOf(threshold.metric().name());
        return threshold.minPercent() != null
                ? new AtLeast(metric, threshold.minPercent(), threshold.onBroken())
                : new AtMost(metric, threshold.maxPercent() == null ? 0 : threshold.maxPercent(), threshold.onBroken());
    }

    /** A percentile over fewer successes than its sample is not judged: better said before the run than after it. */
    private static void sample(
            String path,
            LatencyMetric metric,
            Percentile percentile,
            SoftphoneLoadTestSpec spec,
            Violations violations) {
        boolean pairs = spec.call() != null
                && (spec.call().originator() == null
                        ? !isOutbound(spec)
                        : spec.call().originator() == Originator.Peer);
        boolean calls = metric == LatencyMetric.sessionRequestDelay;
        long most = spec.softphones()
                / (calls && pairs ? 2 : 1)
                * (long) spec.cycles().count();
        violations.require(
                most >= percentile.minimumSample(),
                path + ".percentile",
                "at least " + percentile.minimumSample() + (calls ? " calls" : " connects") + " for " + percentile,
                most + " planned");
        GenericSpec generic = spec.gateway().generic();
        violations.require(
                metric != LatencyMetric.registrationDelay
                        || generic == null
                        || generic.steps().stream()
                                .anyMatch(
                                        step -> step.stage() == null || step.stage() == GenericSpec.StepStage.register),
                path + ".metric",
                "a step of stage register in gateway.generic.steps",
                "none");
    }

    private static boolean isOutbound(SoftphoneLoadTestSpec spec) {
        return spec.call() != null
                && spec.call().direction() == dev.softphone.loadtest.model.CallPlan.Direction.Outbound;
    }
}
