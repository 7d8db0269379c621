package dev.softphone.loadtest.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.softphone.loadtest.model.Threshold.OnBroken;
import dev.softphone.loadtest.model.Threshold.Percentile;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** One thing the verdict is judged by. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
        value = "[has(self.max), has(self.minPercent), has(self.maxPercent)].exists_one(given, given)",
        message = ThresholdSpec.ONE_LIMIT)
@ValidationRule(value = "has(self.percentile) == has(self.max)", message = ThresholdSpec.PERCENTILE_WITH_MAX)
@ValidationRule(
        value = "!has(self.max) || self.metric in ['handshake', 'registrationDelay', 'sessionRequestDelay']",
        message = ThresholdSpec.MAX_FOR_DELAYS)
@ValidationRule(
        value = "!has(self.minPercent) || self.metric in ['connected', 'callsEstablished']",
        message = ThresholdSpec.MIN_PERCENT_FOR_SUCCESSES)
@ValidationRule(
        value = "!has(self.maxPercent) || self.metric in ['rejected', 'failed', 'droppedAfterConnect']",
        message = ThresholdSpec.MAX_PERCENT_FOR_LOSSES)
public record ThresholdSpec(
        @JsonPropertyDescription(
                "metric is what is judged. Delays, by percentile and max: handshake (intended start to the 101),"
                        + " registrationDelay (RFC 6076 RRD), sessionRequestDelay (RFC 6076 SRD). Shares, by minPercent:"
                        + " connected (of planned), callsEstablished (of placed). Shares, by maxPercent: rejected, failed (of"
                        + " planned), droppedAfterConnect (of connected). Required.")
        @Required
        ThresholdMetric metric,

        @JsonPropertyDescription(
                "percentile of a delay: P50, P90, P95, P99 or P999; together with max. It needs a sample of 2, 10, 20, 100"
                        + " or 1000 successes.")
        @Nullable
        Percentile percentile,

        @JsonPropertyDescription("max is the longest delay. A duration, 1ms to 1h.") @DurationText @Nullable
        String max,

        @JsonPropertyDescription("minPercent is the smallest share. In percent, 0 to 100.") @Min(0) @Max(100) @Nullable
        Integer minPercent,

        @JsonPropertyDescription("maxPercent is the largest share. In percent, 0 to 100.") @Min(0) @Max(100) @Nullable
        Integer maxPercent,

        @JsonPropertyDescription(
                "onBroken says what happens as soon as the threshold cannot be met any more: Continue or Abort. Default"
                        + " Continue.")
        @Default("Continue")
        OnBroken onBroken) {

    public static final String ONE_LIMIT = "exactly one of max, minPercent and maxPercent";
    public static final String PERCENTILE_WITH_MAX = "percentile together with max";
    public static final String MAX_FOR_DELAYS = "max only for handshake, registrationDelay and sessionRequestDelay";
    public static final String MIN_PERCENT_FOR_SUCCESSES = "minPercent only for connected and callsEstablished";
    public static final String MAX_PERCENT_FOR_LOSSES = "maxPercent only for rejected, failed and droppedAfterConnect";

    /** What can be judged. */
    public enum ThresholdMetric {
        handshake,
        registrationDelay,
        sessionRequestDelay,
        connected,
        callsEstablished,
        rejected,
        failed,
        droppedAfterConnect
    }
}
