package dev.softphone.loadtest.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import org.jspecify.annotations.Nullable;

/** Ceilings over all runners together. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record LimitsSpec(
        @JsonPropertyDescription(
                "connectsPerSecond is the most connects in any second, retries included. 1 to 1000000; default: none.")
        @Min(1)
        @Max(1_000_000)
        @Nullable
        Integer connectsPerSecond,

        @JsonPropertyDescription(
                "callsPerSecond is the most calls placed in any second; with call only. 1 to 1000000; default: none.")
        @Min(1)
        @Max(1_000_000)
        @Nullable
        Integer callsPerSecond) {}
