package dev.softphone.loadtest.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;

/** Churn. */
public record CyclesSpec(
        @JsonPropertyDescription(
                "count is how often each softphone connects. Default 1, which is no churn; at most 10000.")
        @Default("1")
        @Min(1)
        @Max(10_000)
        Integer count,

        @JsonPropertyDescription(
                "pause is the time between a softphone's own close and its next start. A duration, default 0s, at most 24h.")
        @Default("0s")
        @DurationText
        String pause) {}
