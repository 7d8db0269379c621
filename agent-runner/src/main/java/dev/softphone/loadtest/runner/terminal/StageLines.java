package dev.softphone.loadtest.runner.terminal;

import static dev.softphone.loadtest.api.status.StatusLists.orNone;

import dev.softphone.loadtest.api.v1alpha1.SoftphoneLoadTestStatus;
import dev.softphone.loadtest.measure.Histograms;
import dev.softphone.loadtest.measure.Measurements;
import dev.softphone.loadtest.measure.Metric;
import dev.softphone.loadtest.model.Stage;
import dev.softphone.loadtest.model.Threshold.Percentile;
import dev.softphone.loadtest.report.Figures;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The stages of a run that have begun, in their order.
 *
 * @param name of the stage
 * @param passed how often it ended well
 * @param p50 of those, or a dash without a sample
 * @param p99 likewise
 * @param refused how often it did not
 */
record StageLines(String name, long passed, String p50, String p99, long refused) {

    private static final String NONE = "–";

    private enum Row {
        TOKEN("token", Metric.TOKEN, Metric.TOKEN_FAILED),
        LOGIN("login", Metric.LOGIN, Metric.LOGIN_FAILED),
        UPGRADE("upgrade", Metric.HANDSHAKE, Metric.HANDSHAKE_FAILED),
        AUTH("auth", Metric.AUTH, Metric.AUTH_FAILED),
        REGISTER("register", Metric.REGISTER, Metric.REGISTER_FAILED),
        MEDIA("media", Metric.MEDIA, Metric.MEDIA_FAILED),
        CALL("call", Metric.SESSION_SETUP, Metric.SESSION_FAILED);

        private final String label;
        private final Metric passed;
        private final Metric refused;

        Row(String label, Metric passed, Metric refused) {
            this.label = label;
            this.passed = passed;
            this.refused = refused;
        }
    }

    static List<StageLines> of(Measurements measured) {
        List<StageLines> lines = new ArrayList<>();
        for (Row row : Row.values()) {
            Histograms.Frozen passed = measured.histograms().getOrDefault(row.passed, Histograms.Frozen.EMPTY);
            Histograms.Frozen refused = measured.histograms().getOrDefault(row.refused, Histograms.Frozen.EMPTY);
            if (passed.count() + refused.count() > 0) {
                lines.add(new StageLines(
                        row.label,
                        passed.count(),
                        percentile(passed, Percentile.P50),
                        percentile(passed, Percentile.P99),
                        refused.count()));
            }
        }
        return lines;
    }

    /** Of a cluster's test, by the durations that its status holds. */
    static List<StageLines> of(SoftphoneLoadTestStatus status) {
        List<StageLines> lines = new ArrayList<>();
        for (SoftphoneLoadTestStatus.StageResult stage : orNone(status.stages())) {
            boolean upgrade = stage.stage().equals(Stage.UPGRADE.label());
            // From the intended start, as on one machine; the stage's own durations are from the real one.
            SoftphoneLoadTestStatus.Latency handshake = upgrade ? status.handshake() : null;
            lines.add(new StageLines(
                    stage.stage().equals(Stage.ESTABLISHED.label()) ? Row.CALL.label : stage.stage(),
                    handshake == null ? stage.succeeded() : handshake.count(),
                    millis(handshake == null ? stage.p50Millis() : handshake.p50Millis()),
                    millis(handshake == null ? stage.p99Millis() : handshake.p99Millis()),
                    stage.rejected() + stage.failed()));
        }
        return lines;
    }

    /** The 99th percentile of the upgrade; a dash where there is none. */
    static String handshakeP99(List<StageLines> stages) {
        return stages.stream()
                .filter(stage -> stage.name().equals(Row.UPGRADE.label))
                .findFirst()
                .map(StageLines::p99)
                .orElse(NONE);
    }

    private static String millis(@Nullable Long millis) {
        return millis == null ? NONE : Figures.millis(millis);
    }

    /** A percentile of a histogram in microseconds; a dash where there are too few samples for it. */
    static String percentile(Histograms.Frozen histogram, Percentile percentile) {
        return histogram.count() < percentile.minimumSample()
                ? NONE
                : Figures.micros(histogram.valueAt(percentile.value()));
    }
}
