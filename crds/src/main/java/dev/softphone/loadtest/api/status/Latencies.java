package dev.softphone.loadtest.api.status;

import dev.softphone.loadtest.api.v1alpha1.SoftphoneLoadTestStatus.Latency;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneLoadTestStatus.StageResult;
import dev.softphone.loadtest.measure.Histograms.Frozen;
import dev.softphone.loadtest.measure.Measurements;
import dev.softphone.loadtest.measure.Metric;
import dev.softphone.loadtest.measure.OutcomeKey;
import dev.softphone.loadtest.model.Stage;
import dev.softphone.loadtest.model.Threshold.Percentile;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Distributions in whole milliseconds. A percentile stands only with its sample. */
final class Latencies {

    /** What measures the successes of a stage. Of the upgrade: from the real start, so that stages add up to an attempt. */
    private static final Map<Stage, Metric> STAGES = new EnumMap<>(Map.of(
            Stage.TOKEN, Metric.TOKEN,
            Stage.LOGIN, Metric.LOGIN,
            Stage.UPGRADE, Metric.HANDSHAKE_SERVICE,
            Stage.AUTH, Metric.AUTH,
            Stage.REGISTER, Metric.REGISTER,
            Stage.MEDIA, Metric.MEDIA,
            Stage.ESTABLISHED, Metric.SESSION_SETUP));

    private Latencies() {}

    static Optional<Latency> handshake(Measurements measured) {
        return latency(measured, Metric.HANDSHAKE);
    }

    static Optional<Latency> handshakeService(Measurements measured) {
        return latency(measured, Metric.HANDSHAKE_SERVICE);
    }

    private static Optional<Latency> latency(Measurements measured, Metric metric) {
        return Optional.ofNullable(measured.histograms().get(metric))
                .filter(values -> values.count() > 0)
                .map(values -> new Latency(
                        values.count(),
                        millis(values, Percentile.P50),
                        millis(values, Percentile.P90),
                        millis(values, Percentile.P99),
                        Cut.millis(values.max())));
    }

    static List<StageResult> stages(Measurements measured) {
        return Stream.of(Stage.values())
                .map(stage -> stage(stage, measured))
                .filter(result -> result.succeeded() + result.rejected() + result.failed() > 0)
                .toList();
    }

    private static StageResult stage(Stage stage, Measurements measured) {
        Metric metric = STAGES.get(stage);
        Frozen values = metric == null ? Frozen.EMPTY : measured.histograms().getOrDefault(metric, Frozen.EMPTY);
        return new StageResult(
                stage.label(),
                values.count(),
                times(measured, stage, OutcomeKey.Kind.REJECTION),
                times(measured, stage, OutcomeKey.Kind.FAILURE),
                millis(values, Percentile.P50),
                millis(values, Percentile.P99),
                values.count() == 0 ? null : Cut.millis(values.max()));
    }

    private static long times(Measurements measured, Stage stage, OutcomeKey.Kind kind) {
        return measured.outcomes().entrySet().stream()
                .filter(entry ->
                        entry.getKey().stage() == stage && entry.getKey().kind() == kind)
                .mapToLong(entry -> entry.getValue().times())
                .sum();
    }

    private static @Nullable Long millis(Frozen values, Percentile percentile) {
        return values.count() < percentile.minimumSample()
                ? null
                : Long.valueOf(Cut.millis(values.valueAt(percentile.value())));
    }
}
