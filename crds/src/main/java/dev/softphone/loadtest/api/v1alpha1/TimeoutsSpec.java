package dev.softphone.loadtest.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import org.jspecify.annotations.Nullable;

/**
 * Our own timers; a stage that does not end in time fails with {@code timeout/<stage>}. Where a default depends on the
 * protocol, the schema holds none.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TimeoutsSpec(
        @JsonPropertyDescription(
                "rest is the time one REST call may take. A duration, default 15s, 30s with GenesysCloud; 1ms to 1h.")
        @DurationText
        @Nullable
        String rest,

        @JsonPropertyDescription(
                "upgrade is the time DNS, TCP, TLS and the HTTP upgrade may take together. A duration, default 15s, 1ms to"
                        + " 1h.")
        @Default("15s")
        @DurationText
        String upgrade,

        @JsonPropertyDescription(
                "auth is the time one authentication step may take. A duration, default 15s, 1ms to 1h.")
        @Default("15s")
        @DurationText
        String auth,

        @JsonPropertyDescription(
                "register is the time the whole registration may take. A duration, default 32s (64 times T1 of RFC 3261),"
                        + " 1ms to 1h.")
        @Default("32s")
        @DurationText
        String register,

        @JsonPropertyDescription(
                "established is the time from INVITE (or the offer) to its final answer. A duration, default 60s, 1ms to 1h.")
        @Default("60s")
        @DurationText
        String established) {}
