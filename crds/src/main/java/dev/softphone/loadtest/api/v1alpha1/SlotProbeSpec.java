package dev.softphone.loadtest.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;

/** The proof of a concurrency cap. */
public record SlotProbeSpec(
        @JsonPropertyDescription("close is how many softphones leave. Default 5, 1 to 50.")
        @Default("5")
        @Min(1)
        @Max(50)
        Integer close) {}
