package dev.softphone.loadtest.runner.terminal;

import dev.softphone.loadtest.measure.Histograms;
import dev.softphone.loadtest.measure.Measurements;
import dev.softphone.loadtest.measure.Metric;
import dev.softphone.loadtest.model.Threshold.Percentile;
import dev.softphone.loadtest.report.Figures;
import java.util.ArrayList;
import java.util.List;

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

    /** A percentile of a histogram in microseconds; a dash where there are too few samples for it. */
    static String percentile(Histograms.Frozen histogram, Percentile percentile) {
        return histogram.count() < percentile.minimumSample()
                ? "–"
                : Figures.micros(histogram.valueAt(percentile.value()));
    }
}
