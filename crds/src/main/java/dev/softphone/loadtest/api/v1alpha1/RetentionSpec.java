package dev.softphone.loadtest.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** What is kept of a test that is over, and how long. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
        value = "!has(self.podsAfterFinished) || duration(self.podsAfterFinished) <= duration('168h')",
        message = RetentionSpec.PODS)
@ValidationRule(
        value =
                "!has(self.deleteTestAfter) || (duration(self.deleteTestAfter) >= duration('1m') && duration(self.deleteTestAfter) <= duration('8760h'))",
        message = RetentionSpec.TEST)
public record RetentionSpec(
        @JsonPropertyDescription(
                "podsAfterFinished is how long the runners' Jobs and pods, and so their logs, stay after the end. A duration,"
                        + " default 1h, at most 168h.")
        @Default("1h")
        @DurationText
        String podsAfterFinished,

        @JsonPropertyDescription(
                "failedPods says whether a region's Job with a pod that failed stays until the test is deleted (Keep) or goes"
                        + " like the others (Delete). Default Keep.")
        @Default("Keep")
        FailedPods failedPods,

        @JsonPropertyDescription(
                "deleteTestAfter is when the test itself is deleted after its end, with its status, its report and all that"
                        + " belongs to it. A duration, at least 1m, at most 8760h; default: never.")
        @DurationText
        @Nullable
        String deleteTestAfter) {

    public static final String PODS = "podsAfterFinished of at most 168h";
    public static final String TEST = "deleteTestAfter of 1m to 8760h";

    /** What becomes of pods that failed. */
    public enum FailedPods {
        Keep,
        Delete
    }
}
