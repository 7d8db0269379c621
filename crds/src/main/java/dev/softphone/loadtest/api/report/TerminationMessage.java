package dev.softphone.loadtest.api.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneRunnerStatus;
import dev.softphone.loadtest.measure.Histograms;
import dev.softphone.loadtest.measure.HostEvidence;
import dev.softphone.loadtest.measure.Measurements;
import dev.softphone.loadtest.measure.Metric;
import dev.softphone.loadtest.measure.OutcomeCount;
import dev.softphone.loadtest.measure.OutcomeKey;
import dev.softphone.loadtest.measure.TimeSeries;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The least a runner leaves where the kubelet finds it, should its final report not arrive: the counters, the most
 * frequent codes, the handshakes. As JSON of at most {@value #MAX_BYTES} bytes, which is what Kubernetes keeps.
 *
 * @param epoch of the pod that wrote it
 * @param trial the trial it is about; 0 when none began
 * @param startSkewMillis how long after the common start it began
 * @param message for people: why it ended early, or did not begin
 * @param report as {@link ReportCodec} writes it; absent when nothing was measured
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TerminationMessage(
        SoftphoneRunnerStatus.Phase phase,
        int epoch,
        int trial,
        @Nullable Long startSkewMillis,
        @Nullable String message,
        @Nullable String report) {

    public static final int MAX_BYTES = 4096;

    private static final int MAX_MESSAGE = 256;
    private static final ObjectMapper JSON = JsonMapper.builder().build();

    /** How much of a measurement to keep, the most first. */
    private record Detail(int codes, boolean handshakes, boolean coarse) {}

    private static final List<Detail> DETAILS = List.of(
            new Detail(10, true, false),
            new Detail(10, true, true),
            new Detail(3, true, true),
            new Detail(3, false, false),
            new Detail(0, false, false));

    /** Of a final report. */
    public static TerminationMessage of(SoftphoneRunnerStatus status, Measurements measured) {
        TerminationMessage shortest = of(status);
        for (Detail detail : DETAILS) {
            String report = ReportCodec.encode(RunnerReport.soFar(compact(measured, detail), Optional.empty()));
            TerminationMessage message = shortest.withReport(report);
            if (message.text().getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES) {
                return message;
            }
        }
        return shortest;
    }

    /** Of a pod that measured nothing. */
    public static TerminationMessage of(SoftphoneRunnerStatus status) {
        String message = status.message();
        return new TerminationMessage(
                status.phase(),
                status.epoch(),
                status.trial(),
                status.startSkewMillis(),
                message == null ? null : message.substring(0, Math.min(message.length(), MAX_MESSAGE)),
                null);
    }

    /** @throws IllegalArgumentException when the text is not one of ours: whoever runs a pod can write one */
    public static TerminationMessage parse(String text) {
        try {
            TerminationMessage message = JSON.readValue(text, TerminationMessage.class);
            Objects.requireNonNull(message, "an empty one");
            Objects.requireNonNull(message.phase(), "no phase");
            return message;
        } catch (JsonProcessingException | RuntimeException e) {
            throw new IllegalArgumentException("termination message: not one of a runner's", e);
        }
    }

    /** As it is written. */
    public String text() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("termination message: cannot be written", e);
        }
    }

    private TerminationMessage withReport(String other) {
        return new TerminationMessage(phase, epoch, trial, startSkewMillis, message, other);
    }

    private static Measurements compact(Measurements measured, Detail detail) {
        Histograms.@Nullable Frozen handshakes = measured.histograms().get(Metric.HANDSHAKE);
        return new Measurements(
                measured.elapsedMillis(),
                measured.softphones(),
                measured.attempts(),
                measured.calls(),
                mostFrequent(measured.outcomes(), detail.codes()),
                handshakes == null || !detail.handshakes()
                        ? Map.of()
                        : Map.of(Metric.HANDSHAKE, detail.coarse() ? handshakes.coarser() : handshakes),
                Map.of(),
                Map.of(),
                Map.of(),
                List.of(),
                measured.restConnections(),
                Map.of(),
                TimeSeries.EMPTY,
                HostEvidence.UNKNOWN);
    }

    /** Without texts, which may be long. */
    private static Map<OutcomeKey, OutcomeCount> mostFrequent(Map<OutcomeKey, OutcomeCount> outcomes, int most) {
        return outcomes.entrySet().stream()
                .sorted(Comparator.comparingLong((Map.Entry<OutcomeKey, OutcomeCount> entry) ->
                                -entry.getValue().times())
                        .thenComparing(Map.Entry::getKey))
                .limit(most)
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> {
                    OutcomeCount count = entry.getValue();
                    return new OutcomeCount(
                            count.times(),
                            count.softphones(),
                            count.timesSaturated(),
                            count.softphonesSaturated(),
                            count.firstAfterMillis(),
                            count.lastAfterMillis(),
                            Optional.empty(),
                            Map.of());
                }));
    }
}
