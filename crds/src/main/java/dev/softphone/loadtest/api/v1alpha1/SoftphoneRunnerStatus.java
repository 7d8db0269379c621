package dev.softphone.loadtest.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/**
 * What one runner has measured so far, written whole by its pod; cumulative, so that a lost report costs nothing. A pod
 * of an earlier epoch, and an earlier report of the same pod, are refused by the API server.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(value = "self.epoch >= oldSelf.epoch", message = SoftphoneRunnerStatus.OLD_EPOCH)
@ValidationRule(
        value = "self.incarnation != oldSelf.incarnation || self.sequence > oldSelf.sequence || self == oldSelf",
        message = SoftphoneRunnerStatus.OLD_SEQUENCE)
public record SoftphoneRunnerStatus(
        @JsonPropertyDescription("phase is how far the pod has come.") @Required
        Phase phase,

        @JsonPropertyDescription("epoch is how often the index failed before this pod; a lower one is refused.")
        @Required
        @Min(0)
        @Max(10_000)
        Integer epoch,

        @JsonPropertyDescription("incarnation is the UID of the pod that writes.") @Required @Size(min = 1, max = 64)
        String incarnation,

        @JsonPropertyDescription("sequence counts the reports of this pod, from 1; a lower one is refused.")
        @Required
        @Min(1)
        @Max(Integer.MAX_VALUE)
        Long sequence,

        @JsonPropertyDescription("trial is the trial the report is about, from 1; 0 before the first.")
        @Required
        @Min(0)
        @Max(1000)
        Integer trial,

        @JsonPropertyDescription("reportedAt is when the pod wrote it, by its own clock.") @Required @Size(max = 40)
        String reportedAt,

        @JsonPropertyDescription("pod is the name of the pod.") @Size(max = 253) @Nullable
        String pod,

        @JsonPropertyDescription("node is where it runs.") @Size(max = 253) @Nullable
        String node,

        @JsonPropertyDescription("address is the pod's address.") @Size(max = 45) @Nullable
        String address,

        @JsonPropertyDescription("message says why it does not go on, for people; at most 1024 characters.")
        @Size(max = 1024)
        @Nullable
        String message,

        @JsonPropertyDescription("connected is how many of its softphones reached registered at least once.")
        @Min(0)
        @Nullable
        Long connected,

        @JsonPropertyDescription("connectedNow is how many are registered at this moment.") @Min(0) @Nullable
        Long connectedNow,

        @JsonPropertyDescription("rejected is how many never registered; the last word was the gateway's no.")
        @Min(0)
        @Nullable
        Long rejected,

        @JsonPropertyDescription("failed is how many never registered; no answer, or the generator's own fault.")
        @Min(0)
        @Nullable
        Long failed,

        @JsonPropertyDescription("p99Millis is the 99th percentile of its handshakes, in milliseconds.")
        @Min(0)
        @Nullable
        Long p99Millis,

        @JsonPropertyDescription(
                "startSkewMillis is how long after the common start it began, in milliseconds; 0 when in time.")
        @Min(0)
        @Nullable
        Long startSkewMillis,

        @JsonPropertyDescription(
                "report is everything it counted, compressed, for the operator only; at most 98,304 characters.")
        @Size(max = SoftphoneRunnerStatus.MAX_REPORT)
        @Nullable
        String report) {

    public static final int MAX_REPORT = 98_304;

    public static final String OLD_EPOCH = "an epoch not lower than the one reported last";
    public static final String OLD_SEQUENCE = "a sequence higher than this pod reported last";

    /** How far a runner's pod has come. */
    public enum Phase {
        /** Warmed up, identities read, waiting for the common start. */
        Armed,
        /** Softphones arrive, hold, leave. */
        Running,
        /** Its share of a trial of a search is over, and its softphones have left; it waits for the next trial. */
        TrialOver,
        /** Everything is over; this is the final report. */
        Finished,
        /** It cannot do what it was asked for; the message says why. */
        Refused
    }
}
