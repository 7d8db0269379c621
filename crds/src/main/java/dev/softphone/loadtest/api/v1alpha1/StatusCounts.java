package dev.softphone.loadtest.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** The blocks of a status that count something. */
public final class StatusCounts {
    private StatusCounts() {}

    /** How much of the run the numbers cover. */
    public record Runners(
            @JsonPropertyDescription("planned is how many runners the plan has.")
            Long planned,

            @JsonPropertyDescription("reported is how many final reports are in.")
            Long reported,

            @JsonPropertyDescription("lost is how many runners are gone without one.")
            Long lost) {}

    /** One region of a cluster. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Region(
            @JsonPropertyDescription("name is the region's name.") @Size(max = 15)
            String name,

            @JsonPropertyDescription("runners is how many runners the plan gives it.")
            Long runners,

            @JsonPropertyDescription("softphones is how many the plan gives it.")
            Long softphones,

            @JsonPropertyDescription("connected is how many of them reached registered at least once.")
            Long connected,

            @JsonPropertyDescription("rejected is how many never registered; the last word was the gateway's no.")
            Long rejected,

            @JsonPropertyDescription("failed is how many never registered; no answer, or the generator's own fault.")
            Long failed,

            @JsonPropertyDescription("lost is how many nobody knows of, because their runner is gone.")
            Long lost,

            @JsonPropertyDescription(
                    "p99Millis is the 99th percentile of the region's handshakes, in milliseconds; from 100 on.")
            @Nullable
            Long p99Millis) {}

    /** Counts by softphone, by its last incarnation. */
    public record Softphones(
            @JsonPropertyDescription("planned is how many the test plans; the last trial's, with arrival.search.")
            Long planned,

            @JsonPropertyDescription("started is how many made an attempt.")
            Long started,

            @JsonPropertyDescription("connected is how many reached registered at least once, whatever came after.")
            Long connected,

            @JsonPropertyDescription("rejected is how many never registered; the last word was the gateway's no.")
            Long rejected,

            @JsonPropertyDescription("failed is how many never registered; no answer, or the generator's own fault.")
            Long failed,

            @JsonPropertyDescription("cancelled is how many had an attempt in flight when the run ended.")
            Long cancelled,

            @JsonPropertyDescription("lost is how many nobody knows of, because their runner is gone.")
            Long lost,

            @JsonPropertyDescription("inProgress is how many have an attempt in flight; 0 at the end.")
            Long inProgress,

            @JsonPropertyDescription("notStarted is how many made no attempt.")
            Long notStarted,

            @JsonPropertyDescription("late is how many could not be started in time by us; among started.")
            Long late,

            @JsonPropertyDescription("connectedNow is how many are registered at this moment; among connected.")
            Long connectedNow,

            @JsonPropertyDescription(
                    "droppedAfterConnect is how many lost a connection without asking; among connected.")
            Long droppedAfterConnect) {}

    /** Counts by attempt. */
    public record Attempts(
            @JsonPropertyDescription("first is how many attempts opened a cycle.")
            Long first,

            @JsonPropertyDescription("retries is how many attempts followed one that did not register, or a drop.")
            Long retries,

            @JsonPropertyDescription("inProgress is how many are in flight; 0 at the end.")
            Long inProgress,

            @JsonPropertyDescription("succeeded is how many registered.")
            Long succeeded,

            @JsonPropertyDescription("rejected is how many the gateway answered with no.")
            Long rejected,

            @JsonPropertyDescription("failed is how many had no answer, or failed by the generator's own fault.")
            Long failed,

            @JsonPropertyDescription("cancelled is how many were in flight when the run ended.")
            Long cancelled,

            @JsonPropertyDescription("lost is how many were in flight on a runner that is gone.")
            Long lost) {}

    /** Counts by call. */
    public record Calls(
            @JsonPropertyDescription("placed is how many calls were placed, or came in from the platform.")
            Long placed,

            @JsonPropertyDescription("inProgress is how many are neither answered nor ended; 0 at the end.")
            Long inProgress,

            @JsonPropertyDescription("established is how many were answered, whatever came after.")
            Long established,

            @JsonPropertyDescription("rejected is how many were answered with no.")
            Long rejected,

            @JsonPropertyDescription("failed is how many had no answer.")
            Long failed,

            @JsonPropertyDescription("cancelled is how many were not answered when the run ended.")
            Long cancelled,

            @JsonPropertyDescription("lost is how many nobody knows of, because their runner is gone.")
            Long lost,

            @JsonPropertyDescription("establishedNow is how many are answered and not ended; among established.")
            Long establishedNow,

            @JsonPropertyDescription(
                    "droppedAfterEstablished is how many ended without a planned BYE; among established.")
            Long droppedAfterEstablished) {}

    /** One step of {@code arrival.steps}, or one trial of {@code arrival.search}. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Step(
            @JsonPropertyDescription("trial is its number from 1; of a search only.") @Nullable
            Long trial,

            @JsonPropertyDescription("softphones is how many it planned.")
            Long softphones,

            @JsonPropertyDescription("startAfterMillis is its intended start from the start of the run; of steps only.")
            @Nullable
            Long startAfterMillis,

            @JsonPropertyDescription("rampMillis is how long its ramp took; of a search only.") @Nullable
            Long rampMillis,

            @JsonPropertyDescription(
                    "result is Held when all of its softphones connected and stayed, else NotHeld; of a search only.")
            @Nullable
            TrialResult result,

            @JsonPropertyDescription("connected is how many of its softphones registered.")
            Long connected,

            @JsonPropertyDescription("rejected is how many the gateway refused.")
            Long rejected,

            @JsonPropertyDescription("failed is how many had no answer.")
            Long failed,

            @JsonPropertyDescription("dropped is how many lost a connection after registering.")
            Long dropped,

            @JsonPropertyDescription("maxMillis is its longest handshake; absent without a success.") @Nullable
            Long maxMillis) {}

    /** How a trial of a search ended. */
    public enum TrialResult {
        Held,
        NotHeld
    }

    /** Counts of one organization. */
    public record Group(
            @JsonPropertyDescription("name of the organization, or other.") @Size(max = 63)
            String name,

            @JsonPropertyDescription("started is how many of its softphones made an attempt.")
            Long started,

            @JsonPropertyDescription("connected is how many registered.")
            Long connected,

            @JsonPropertyDescription("rejected is how many the gateway refused.")
            Long rejected,

            @JsonPropertyDescription("failed is how many had no answer.")
            Long failed,

            @JsonPropertyDescription("dropped is how many lost a connection after registering.")
            Long dropped) {}

    /** REST calls on the access tokens of one organization, against the quota of a token. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record RestBudget(
            @JsonPropertyDescription("organization is its name, or other; absent for softphones without one.")
            @Size(max = 63)
            @Nullable
            String organization,

            @JsonPropertyDescription("calls is how many REST calls on its tokens were answered, whatever the answer.")
            Long calls,

            @JsonPropertyDescription(
                    "callsPerLogin is how many REST calls the first login of a softphone makes on its token;"
                            + " with gateway.genesys only.")
            @Nullable
            Long callsPerLogin,

            @JsonPropertyDescription(
                    "limitPerMinute is the lowest limit of a token that an answer told, in REST calls a minute;"
                            + " absent where none did.")
            @Nullable
            Long limitPerMinute,

            @JsonPropertyDescription(
                    "leastLeft is the fewest REST calls that an answer said were left of a token's quota;"
                            + " absent where none did.")
            @Nullable
            Long leastLeft,

            @JsonPropertyDescription("loginsPerMinute is how many logins a minute limitPerMinute allows on one token:"
                    + " limitPerMinute / callsPerLogin, rounded down.")
            @Nullable
            Long loginsPerMinute) {}

    /** Which end of the connection an address stands at. */
    public enum Side {
        Remote,
        Local
    }

    /** Counts of one address. */
    public record Address(
            @JsonPropertyDescription("side is Remote (the gateway's) or Local (the generator's).")
            Side side,

            @JsonPropertyDescription("address is the address, with the port if remote, or other.") @Size(max = 63)
            String address,

            @JsonPropertyDescription("started is how many of its softphones made an attempt.")
            Long started,

            @JsonPropertyDescription("connected is how many registered.")
            Long connected,

            @JsonPropertyDescription("rejected is how many the gateway refused.")
            Long rejected,

            @JsonPropertyDescription("failed is how many had no answer.")
            Long failed,

            @JsonPropertyDescription("dropped is how many lost a connection after registering.")
            Long dropped) {}
}
