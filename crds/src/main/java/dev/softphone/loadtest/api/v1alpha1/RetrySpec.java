package dev.softphone.loadtest.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.softphone.loadtest.model.Retry.Jitter;
import dev.softphone.loadtest.model.Retry.Profile;
import dev.softphone.loadtest.model.Retry.Rule.Action;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a softphone does after an attempt that did not register, or after a drop. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
        value =
                "(has(self.profile) && self.profile == 'Custom') || !(has(self.base) || has(self.multiplierPercent) || has(self.max) ||"
                        + " has(self.jitter) || has(self.maxRetries) || has(self.honourRetryAfter) || has(self.rules))",
        message = RetrySpec.DETAILS_ONLY_WITH_CUSTOM)
public record RetrySpec(
        @JsonPropertyDescription(
                "profile is a known behaviour: None, FullJitter, Rfc5626 (section 4.5 of that RFC), GenesysSdk, or Custom"
                        + " (the fields below). Default None; GenesysSdk with GenesysCloud: its clients come back together,"
                        + " without jitter and without end.")
        @Nullable
        Profile profile,

        @JsonPropertyDescription("base is the first wait; with Custom only. A duration, default 1s, at most 1h.")
        @DurationText
        @Nullable
        String base,

        @JsonPropertyDescription(
                "multiplierPercent is the share of the wait before that the next one is; 200 doubles. With Custom only."
                        + " In percent, default 200, 100 to 1000.")
        @Min(100)
        @Max(1000)
        @Nullable
        Integer multiplierPercent,

        @JsonPropertyDescription(
                "max is the longest wait, Retry-After aside; with Custom only. A duration, default 30s, at most 24h, at least"
                        + " base.")
        @DurationText
        @Nullable
        String max,

        @JsonPropertyDescription(
                "jitter spreads the wait: None, Full (from nothing to the wait) or UpperHalf (from half of it). With Custom"
                        + " only. Default Full.")
        @Nullable
        Jitter jitter,

        @JsonPropertyDescription(
                "maxRetries is how many retries follow the first attempt; with Custom only. Default 3, 0 to 1000.")
        @Min(0)
        @Max(1000)
        @Nullable
        Integer maxRetries,

        @JsonPropertyDescription(
                "honourRetryAfter says what a Retry-After does: Obey or Ignore. With Custom only. Default Obey.")
        @Nullable
        RetryAfter honourRetryAfter,

        @JsonPropertyDescription(
                "rules are exceptions by outcome code, the first match wins; with Custom only. At most 20; default: none.")
        @Size(max = 20)
        @Nullable
        List<RuleSpec> rules) {

    public static final String CODE = "^[a-z]+/([A-Za-z0-9_.-]+|\\*)$";
    public static final String DETAILS_ONLY_WITH_CUSTOM =
            "base, multiplierPercent, max, jitter, maxRetries, honourRetryAfter and rules only with profile Custom";

    /** What a Retry-After does. */
    public enum RetryAfter {
        Obey,
        Ignore
    }

    /** An exception by outcome code. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @ValidationRule(value = "!has(self.after) || self.action == 'Retry'", message = RuleSpec.AFTER_WITH_RETRY)
    public record RuleSpec(
            @JsonPropertyDescription(
                    "code is an outcome code such as http/429, or a family: http/5xx, sip/4xx, tcp/*. Required, at most 64"
                            + " characters.")
            @Required
            @Pattern(RetrySpec.CODE)
            @Size(min = 3, max = 64)
            String code,

            @JsonPropertyDescription("action is what happens: Retry or GiveUp. Required.") @Required
            Action action,

            @JsonPropertyDescription(
                    "after replaces the computed wait; with action Retry only. A duration, at most 24h; default: computed.")
            @DurationText
            @Nullable
            String after) {
        public static final String AFTER_WITH_RETRY = "after only with action Retry";
    }
}
