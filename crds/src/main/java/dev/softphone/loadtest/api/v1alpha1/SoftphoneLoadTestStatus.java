package dev.softphone.loadtest.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.softphone.loadtest.api.v1alpha1.StatusCounts.Address;
import dev.softphone.loadtest.api.v1alpha1.StatusCounts.Attempts;
import dev.softphone.loadtest.api.v1alpha1.StatusCounts.Calls;
import dev.softphone.loadtest.api.v1alpha1.StatusCounts.Group;
import dev.softphone.loadtest.api.v1alpha1.StatusCounts.Region;
import dev.softphone.loadtest.api.v1alpha1.StatusCounts.RestBudget;
import dev.softphone.loadtest.api.v1alpha1.StatusCounts.Runners;
import dev.softphone.loadtest.api.v1alpha1.StatusCounts.Softphones;
import dev.softphone.loadtest.api.v1alpha1.StatusCounts.Step;
import dev.softphone.loadtest.verdict.Verdict;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came out, so far or for good. At most 64 kB as JSON. What was not measured is absent, never 0.
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record SoftphoneLoadTestStatus(
        @JsonPropertyDescription(
                "phase sums up the conditions for people: Pending, Running, Finished or Refused. Programs read the conditions.")
        @Nullable
        Phase phase,

        @JsonPropertyDescription("runners says how much of the run the numbers cover.") @Nullable
        Runners runners,

        @JsonPropertyDescription(
                "softphones counts by softphone: planned = notStarted + started, started = inProgress + connected + rejected"
                        + " + failed + cancelled + lost.")
        @Nullable
        Softphones softphones,

        @JsonPropertyDescription(
                "attempts counts by attempt: first + retries = inProgress + succeeded + rejected + failed + cancelled + lost.")
        @Nullable
        Attempts attempts,

        @JsonPropertyDescription(
                "calls counts by call: placed = inProgress + established + rejected + failed + cancelled + lost. Only with"
                        + " spec.call.")
        @Nullable
        Calls calls,

        @JsonPropertyDescription(
                "rejections are the gateway's answers that said no, by stage and code; the most frequent 50 and other.")
        @Size(max = 51)
        @Nullable
        List<Outcome> rejections,

        @JsonPropertyDescription(
                "failures are ends without an answer, or by the generator's own fault (code local/…), by stage and code; the"
                        + " most frequent 20 and other.")
        @Size(max = 21)
        @Nullable
        List<Outcome> failures,

        @JsonPropertyDescription(
                "drops are registered connections lost without our asking, by stage and code; the most frequent 20 and other.")
        @Size(max = 21)
        @Nullable
        List<Outcome> drops,

        @JsonPropertyDescription(
                "handshake is the time from the intended start of an attempt to the 101, successes only: what a user feels.")
        @Nullable
        Latency handshake,

        @JsonPropertyDescription(
                "handshakeService is the same from the real start of an attempt: what the gateway took.")
        @Nullable
        Latency handshakeService,

        @JsonPropertyDescription("stages holds the outcome and the duration of each stage that happened.")
        @Size(max = 8)
        @Nullable
        List<StageResult> stages,

        @JsonPropertyDescription(
                "steps holds the steps of arrival.steps, neighbours taken together beyond 50, or the trials of"
                        + " arrival.search.")
        @Size(max = 50)
        @Nullable
        List<Step> steps,

        @JsonPropertyDescription("organizations counts by organization: 20 and other.") @Size(max = 21) @Nullable
        List<Group> organizations,

        @JsonPropertyDescription(
                "restBudgets says what REST calls took of the quotas of access tokens, by organization: 20 and"
                        + " other; absent where no call on a token was answered.")
        @Size(max = 21)
        @Nullable
        List<RestBudget> restBudgets,

        @JsonPropertyDescription("regions counts by region, in a cluster.") @Size(max = 64) @Nullable
        List<Region> regions,

        @JsonPropertyDescription("plan is the arithmetic of the plan, a sentence each, in a cluster.")
        @Size(max = 64)
        @Nullable
        List<@Size(max = 512) String> plan,

        @JsonPropertyDescription("addresses counts by remote and by local address: 16 of each and other.")
        @Size(max = 34)
        @Nullable
        List<Address> addresses,

        @JsonPropertyDescription("thresholds holds the judgement of each threshold.") @Size(max = 20) @Nullable
        List<ThresholdResult> thresholds,

        @JsonPropertyDescription("ports is the arithmetic of local ports in one sentence.") @Size(max = 512) @Nullable
        String ports,

        @JsonPropertyDescription("generator is what the runners' own hosts say; what could not be read is absent.")
        @Nullable
        GeneratorStatus generator,

        @JsonPropertyDescription("preflight is what happened to the one softphone sent before all others.") @Nullable
        Preflight preflight,

        @JsonPropertyDescription("slotProbe is the outcome of the slot probe, where it ran.") @Nullable
        SlotProbe slotProbe,

        @JsonPropertyDescription("verdict is Passed, Failed or Inconclusive; unset until the end.") @Nullable
        Verdict verdict,

        @JsonPropertyDescription("causes says why softphones failed, the most important first.")
        @Size(max = 8)
        @Nullable
        List<Cause> causes,

        @JsonPropertyDescription("reportRef is where the whole report is, in a cluster, once the run has been judged.")
        @Nullable
        ReportRef reportRef,

        @JsonPropertyDescription("conditions are Accepted, RunnersReady (in a cluster), Running, Finished and Passed.")
        @Size(max = 16)
        @Nullable
        List<Condition> conditions,

        @JsonPropertyDescription(
                "startedAt is when the run began, its preflight softphone included. RFC 3339, whole seconds.")
        @Size(max = 32)
        @Nullable
        String startedAt,

        @JsonPropertyDescription("finishedAt is when the verdict was written. RFC 3339, whole seconds.")
        @Size(max = 32)
        @Nullable
        String finishedAt,

        @JsonPropertyDescription("observedGeneration is the generation of the spec that this status is about.")
        @Nullable
        Long observedGeneration) {

    /** The conditions in one word. */
    public enum Phase {
        Pending,
        Running,
        Finished,
        Refused
    }

    /** Where the whole report is. */
    public record ReportRef(
            @JsonPropertyDescription("name of the ConfigMap; it lives as long as the test.") @Size(max = 253)
            String name) {}

    /** One outcome. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Outcome(
            @JsonPropertyDescription(
                    "stage in which it happened: token, login, upgrade, auth, register, media or established; other for the rest of a list.")
            @Size(max = 16)
            String stage,

            @JsonPropertyDescription(
                    "code of the outcome: http/503, sip/488, ws/1008, tcp/reset, timeout/upgrade, local/EMFILE; other for the rest of a list.")
            @Size(max = 48)
            String code,

            @JsonPropertyDescription("count is how many attempts, calls or drops ended so.")
            Long count,

            @JsonPropertyDescription("softphones is how many softphones have it as their last word.")
            Long softphones,

            @JsonPropertyDescription("firstAfterMillis is the time of the first one, from the start of the run.")
            Long firstAfterMillis,

            @JsonPropertyDescription("detail is the first one's reason text, redacted; kept for the first 5 of a list.")
            @Size(max = 160)
            @Nullable
            String detail) {}

    /** A distribution of durations; a percentile stands only with its sample. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Latency(
            @JsonPropertyDescription("count is the size of the sample.")
            Long count,

            @JsonPropertyDescription("p50Millis is the median; from 2 samples on.") @Nullable
            Long p50Millis,

            @JsonPropertyDescription("p90Millis is the 90th percentile; from 10 samples on.") @Nullable
            Long p90Millis,

            @JsonPropertyDescription("p99Millis is the 99th percentile; from 100 samples on.") @Nullable
            Long p99Millis,

            @JsonPropertyDescription("maxMillis is the largest; from 1 sample on.") @Nullable
            Long maxMillis) {}

    /** One stage. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record StageResult(
            @JsonPropertyDescription("stage is its name: token, login, upgrade, auth, register, media or established.")
            @Size(max = 16)
            String stage,

            @JsonPropertyDescription("succeeded is how often it ended well.")
            Long succeeded,

            @JsonPropertyDescription("rejected is how often it ended with the gateway's no.")
            Long rejected,

            @JsonPropertyDescription("failed is how often it ended without an answer.")
            Long failed,

            @JsonPropertyDescription("p50Millis is the median of the successes; from 2 samples on.") @Nullable
            Long p50Millis,

            @JsonPropertyDescription("p99Millis is their 99th percentile; from 100 samples on.") @Nullable
            Long p99Millis,

            @JsonPropertyDescription("maxMillis is the largest of them; from 1 sample on.") @Nullable
            Long maxMillis) {}

    /** One threshold, judged on an interval. */
    public record ThresholdResult(
            @JsonPropertyDescription("metric is what was judged.") @Size(max = 32)
            String metric,

            @JsonPropertyDescription(
                    "verdict is Passed when the worst case passes, Failed when the best case fails, else Inconclusive.")
            Verdict verdict,

            @JsonPropertyDescription("required is the threshold in words.") @Size(max = 96)
            String required,

            @JsonPropertyDescription("observed is what was measured, or what is missing.") @Size(max = 160)
            String observed) {}

    /** Whether the preflight softphone did what the test asks of all. */
    public enum PreflightResult {
        Passed,
        Failed
    }

    /** Evidence at N = 1; outside both equations. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Preflight(
            @JsonPropertyDescription("result is Passed or Failed.")
            PreflightResult result,

            @JsonPropertyDescription("stage in which it ended, when it failed.") @Size(max = 16) @Nullable
            String stage,

            @JsonPropertyDescription("code of its outcome, when it failed.") @Size(max = 48) @Nullable
            String code,

            @JsonPropertyDescription("detail is the outcome's reason text, redacted.") @Size(max = 160) @Nullable
            String detail,

            @JsonPropertyDescription("handshakeMillis is the time to its 101; absent without one.") @Nullable
            Long handshakeMillis,

            @JsonPropertyDescription(
                    "dnsMillis is the time the gateway's name took to resolve; absent for literal addresses.")
            @Nullable
            Long dnsMillis,

            @JsonPropertyDescription("addresses are what the name resolved to; the first 16.") @Size(max = 16) @Nullable
            List<@Size(max = 63) String> addresses) {}

    /** The slot probe. */
    public record SlotProbe(
            @JsonPropertyDescription("connectedBefore is how many were registered just before.")
            Long connectedBefore,

            @JsonPropertyDescription("closed is how many left on purpose.")
            Long closed,

            @JsonPropertyDescription("attempts is how many tried to take their places.")
            Long attempts,

            @JsonPropertyDescription("admitted is how many of those got in; as many as left proves a cap.")
            Long admitted) {}

    /** Why softphones failed. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Cause(
            @JsonPropertyDescription("type is the cause's stable name, such as ConcurrencyCap.") @Size(max = 48)
            String type,

            @JsonPropertyDescription(
                    "scope is what a limit counts by: Tenant, SourceAddress, Identity or Unknown; or the organization, stage or address the cause is confined to.")
            @Size(max = 64)
            @Nullable
            String scope,

            @JsonPropertyDescription(
                    "limit is the number of a cap, the events per minute of a rate limit, the milliseconds of an idle timeout.")
            @Nullable
            Long limit,

            @JsonPropertyDescription("confidence is High, Medium or Low.") @Size(max = 16)
            String confidence,

            @JsonPropertyDescription("softphones is how many softphones it explains.")
            Long softphones,

            @JsonPropertyDescription(
                    "evidence are sentences with the numbers they rest on; at most 512 characters together.")
            @Size(max = 8)
            @Nullable
            List<@Size(max = 512) String> evidence,

            @JsonPropertyDescription("remedy is what to do.") @Size(max = 400)
            String remedy,

            @JsonPropertyDescription(
                    "nextTest is what another run would decide; the report holds that run, ready to apply.")
            @Size(max = 256)
            @Nullable
            String nextTest) {}

    /** One condition, as Kubernetes writes them. */
    public record Condition(
            @JsonPropertyDescription("type is Accepted, Running, Finished or Passed.") @Required @Size(max = 32)
            String type,

            @JsonPropertyDescription("status is True, False or Unknown, as text.") @Required @Size(max = 8)
            String status,

            @JsonPropertyDescription("reason is why, in one word.") @Required @Size(max = 64)
            String reason,

            @JsonPropertyDescription("message is why, for people.") @Required @Size(max = 1024)
            String message,

            @JsonPropertyDescription("lastTransitionTime is when status last changed. RFC 3339, whole seconds.")
            @Required
            @Size(max = 32)
            String lastTransitionTime) {}
}
