package dev.softphone.loadtest.runner.serve;

import dev.softphone.loadtest.api.report.ReportCodec;
import dev.softphone.loadtest.api.report.RunnerReport;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneRunnerStatus;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneRunnerStatus.Phase;
import dev.softphone.loadtest.measure.Histograms;
import dev.softphone.loadtest.measure.Measurements;
import dev.softphone.loadtest.measure.Metric;
import dev.softphone.loadtest.model.Threshold.Percentile;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What a status says, besides who writes it.
 *
 * @param at by the wall clock
 * @param trial 0 before the first
 * @param startSkewMillis empty before the start
 * @param message why it does not go on
 */
public record StatusContent(
        Phase phase,
        Instant at,
        int trial,
        OptionalLong startSkewMillis,
        Optional<String> message,
        Optional<RunnerReport> report) {

    private static final int MAX_MESSAGE = 1024;

    SoftphoneRunnerStatus status(Pod pod, long sequence) {
        Optional<Measurements> measured = report.map(RunnerReport::measurements);
        return new SoftphoneRunnerStatus(
                phase,
                pod.incarnation().epoch(),
                pod.incarnation().uid(),
                sequence,
                trial,
                at.truncatedTo(ChronoUnit.SECONDS).toString(),
                pod.name(),
                pod.node().orElse(null),
                pod.address().orElse(null),
                message.map(text -> text.substring(0, Math.min(text.length(), MAX_MESSAGE)))
                        .orElse(null),
                measured.map(m -> m.softphones().connected()).orElse(null),
                measured.map(m -> m.softphones().connectedNow()).orElse(null),
                measured.map(m -> m.softphones().rejected()).orElse(null),
                measured.map(m -> m.softphones().failed()).orElse(null),
                measured.map(StatusContent::p99Millis).orElse(null),
                startSkewMillis.isPresent() ? (Long) startSkewMillis.getAsLong() : null,
                report.map(ReportCodec::encode).orElse(null));
    }

    private static @Nullable Long p99Millis(Measurements measured) {
        Histograms.Frozen handshakes = measured.histograms().getOrDefault(Metric.HANDSHAKE, Histograms.Frozen.EMPTY);
        return handshakes.count() < Percentile.P99.minimumSample()
                ? null
                : (Long) (handshakes.valueAt(Percentile.P99.value()) / 1000);
    }
}
