package dev.softphone.loadtest.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.softphone.loadtest.model.Arrival.Rate.Spacing;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** When softphones start, from the start of the run. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
        value = "[has(self.rampUp), has(self.steps), has(self.rate), has(self.atOnce), has(self.search)]"
                + ".exists_one(given, given)",
        message = ArrivalSpec.ONE_KIND)
public record ArrivalSpec(
        @JsonPropertyDescription("rampUp starts the softphones evenly over a duration.") @Nullable
        RampUpSpec rampUp,

        @JsonPropertyDescription("steps starts a number of softphones at once, again and again, until all are started.")
        @Nullable
        StepsSpec steps,

        @JsonPropertyDescription("rate starts softphones at a constant rate.") @Nullable
        RateSpec rate,

        @JsonPropertyDescription("atOnce starts all at the first instant; written as atOnce: {}.") @Nullable
        AtOnceSpec atOnce,

        @JsonPropertyDescription(
                "search looks for the largest number the gateway holds: trials of growing size, then bisection, then a"
                        + " repeat of the largest that held.")
        @Nullable
        SearchSpec search) {

    public static final String ONE_KIND = "exactly one of rampUp, steps, rate, atOnce: {} and search";

    /** Evenly over a duration. */
    public record RampUpSpec(
            @JsonPropertyDescription(
                    "over is the time from the first softphone to the last. A duration, required, at most 168h.")
            @Required
            @DurationText
            String over) {}

    /** Some more every so often. */
    public record StepsSpec(
            @JsonPropertyDescription(
                    "softphones is how many start in each step; the last one may be smaller. Required, 1 to 1000000, and no"
                            + " more than 1000 steps in all.")
            @Required
            @Min(1)
            @Max(1_000_000)
            Integer softphones,

            @JsonPropertyDescription("every is the time from one step to the next. A duration, required, 1ms to 24h.")
            @Required
            @DurationText
            String every) {}

    /** A constant rate. */
    public record RateSpec(
            @JsonPropertyDescription("count is how many softphones start in each per. Required, 1 to 1000000.")
            @Required
            @Min(1)
            @Max(1_000_000)
            Integer count,

            @JsonPropertyDescription(
                    "per is the time in which count softphones start. A duration, default 1s, 1ms to 24h.")
            @Default("1s")
            @DurationText
            String per,

            @JsonPropertyDescription(
                    "arrivals says how they are spaced: Even, or Poisson (independent of each other, as people are)."
                            + " Default Even.")
            @Default("Even")
            Spacing arrivals) {}

    /** All at the first instant. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record AtOnceSpec() {}

    /** The largest number that holds. */
    @ValidationRule(value = "self.precision <= self.step", message = SearchSpec.PRECISION_WITHIN_STEP)
    public record SearchSpec(
            @JsonPropertyDescription("from is the size of the first trial. Required, 1 to softphones.")
            @Required
            @Min(1)
            @Max(1_000_000)
            Integer from,

            @JsonPropertyDescription(
                    "step is added from trial to trial until one does not hold. Required, 1 to 1000000, and no more than 50"
                            + " trials in all.")
            @Required
            @Min(1)
            @Max(1_000_000)
            Integer step,

            @JsonPropertyDescription("over is the ramp of every trial. A duration, default 10s, at most 24h.")
            @Default("10s")
            @DurationText
            String over,

            @JsonPropertyDescription(
                    "hold is how long a trial must hold all of its softphones. A duration, default 30s, at most 24h.")
            @Default("30s")
            @DurationText
            String hold,

            @JsonPropertyDescription(
                    "pause is the time between the end of one trial and the start of the next. A duration, default 5s, at"
                            + " most 24h.")
            @Default("5s")
            @DurationText
            String pause,

            @JsonPropertyDescription(
                    "precision ends the bisection: the bracket around the largest number is no wider. Default 1, at most"
                            + " step.")
            @Default("1")
            @Min(1)
            @Max(1_000_000)
            Integer precision,

            @JsonPropertyDescription(
                    "repeat is how often the largest number is tried again, the last time at half the ramp rate. Default 1, 0"
                            + " to 10.")
            @Default("1")
            @Min(0)
            @Max(10)
            Integer repeat) {
        public static final String PRECISION_WITHIN_STEP = "precision at most step";
    }
}
