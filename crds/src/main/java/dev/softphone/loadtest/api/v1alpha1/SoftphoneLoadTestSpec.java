package dev.softphone.loadtest.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What to run. Immutable from creation but for {@code runPolicy} and {@code retention}: the CRD holds one transition rule for each field. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
        value = "!has(self.keepAlive.kind) || self.keepAlive.kind != 'ApplicationPing' || (has(self.gateway.generic) &&"
                + " has(self.gateway.generic.ping))",
        message = SoftphoneLoadTestSpec.PING_GIVEN)
@ValidationRule(
        value = "!has(self.gateway.generic) || !has(self.gateway.generic.ping) || (has(self.keepAlive.kind) &&"
                + " self.keepAlive.kind == 'ApplicationPing')",
        message = SoftphoneLoadTestSpec.PING_USED)
@ValidationRule(
        value = "!has(self.keepAlive.kind) || self.keepAlive.kind != 'CrLf' || self.gateway.protocol =="
                + " 'SipOverWebSocket'",
        message = SoftphoneLoadTestSpec.CRLF_NEEDS_SIP)
@ValidationRule(
        value = "!has(self.keepAlive.kind) || !(self.keepAlive.kind in ['XmppPing', 'ServerPing']) ||"
                + " self.gateway.protocol == 'GenesysCloud'",
        message = SoftphoneLoadTestSpec.XMPP_PINGS_NEED_GENESYS)
@ValidationRule(
        value = "!has(self.call) || self.gateway.protocol != 'GenesysCloud' || self.call.direction == 'Outbound' ||"
                + " (has(self.call.originator) && self.call.originator == 'Platform')",
        message = SoftphoneLoadTestSpec.NO_PEERS_WITH_GENESYS)
@ValidationRule(
        value = "!has(self.identities.oauth) || self.gateway.protocol == 'GenesysCloud'",
        message = SoftphoneLoadTestSpec.OAUTH_NEEDS_GENESYS)
@ValidationRule(
        value = "!has(self.identities.oauth) || !has(self.gateway.genesys) || self.gateway.genesys.tokenColumn =="
                + " 'token'",
        message = SoftphoneLoadTestSpec.NO_COLUMN_WITH_OAUTH)
@ValidationRule(
        value = "!has(self.limits) || !has(self.limits.callsPerSecond) || has(self.call)",
        message = SoftphoneLoadTestSpec.CALL_LIMIT_NEEDS_CALL)
@ValidationRule(
        value = "has(self.call) || !self.thresholds.exists(t, t.metric in ['sessionRequestDelay', 'callsEstablished'])",
        message = SoftphoneLoadTestSpec.CALL_THRESHOLD_NEEDS_CALL)
@ValidationRule(
        value = "!has(self.gateway.generic) || has(self.call) == has(self.gateway.generic.offer)",
        message = SoftphoneLoadTestSpec.OFFER_WITH_CALL)
@ValidationRule(
        value = "!has(self.slotProbe) || self.softphones >= 2 * self.slotProbe.close",
        message = SoftphoneLoadTestSpec.SLOT_PROBE_NEEDS_SOFTPHONES)
@ValidationRule(
        value = "!has(self.slotProbe) || (self.cycles.count == 1 && !has(self.arrival.search))",
        message = SoftphoneLoadTestSpec.SLOT_PROBE_ALONE)
@ValidationRule(
        value = "!has(self.arrival.search) || self.cycles.count == 1",
        message = SoftphoneLoadTestSpec.SEARCH_WITHOUT_CYCLES)
@ValidationRule(
        value = "!has(self.arrival.search) || self.arrival.search.from <= self.softphones",
        message = SoftphoneLoadTestSpec.SEARCH_WITHIN_SOFTPHONES)
@ValidationRule(
        value = "!has(self.arrival.search) || !self.thresholds.exists(t, t.onBroken == 'Abort')",
        message = SoftphoneLoadTestSpec.SEARCH_WITHOUT_ABORT)
public record SoftphoneLoadTestSpec(
        @JsonPropertyDescription(
                "softphones is how many softphones the test plans; with arrival.search the most it may try. Required, 1 to"
                        + " 1000000.")
        @Required
        @Min(1)
        @Max(1_000_000)
        Integer softphones,

        @JsonPropertyDescription("gateway is the system under test. Required.") @Required
        GatewaySpec gateway,

        @JsonPropertyDescription(
                "identities says who the softphones are: exactly one of secretRefs and generated. Default: generated with"
                        + " the username softphone-{index} and no password.")
        @Default("{\"generated\": {}}")
        IdentitiesSpec identities,

        @JsonPropertyDescription(
                "arrival says when the softphones start: exactly one of rampUp, steps, rate, atOnce and search. Required.")
        @Required
        ArrivalSpec arrival,

        @JsonPropertyDescription(
                "hold is how long softphones stay after the last scheduled arrival; with cycles, each from its own connect."
                        + " With arrival.search, search.hold counts instead. A duration, default 60s, at most 168h.")
        @Default("60s")
        @DurationText
        String hold,

        @JsonPropertyDescription(
                "drain is how long softphones may take to leave in order at the end. A duration, default 30s, at most 1h.")
        @Default("30s")
        @DurationText
        String drain,

        @JsonPropertyDescription("cycles is churn: how often each softphone connects on purpose. Default: once.")
        @Default("{}")
        CyclesSpec cycles,

        @JsonPropertyDescription(
                "slotProbe proves a concurrency cap: once a plateau stands, some softphones leave, and exactly as many of"
                        + " the refused should get in. Default: no probe.")
        @Nullable
        SlotProbeSpec slotProbe,

        @JsonPropertyDescription("call is what registered softphones do. Default: they only register.") @Nullable
        CallSpec call,

        @JsonPropertyDescription("timeouts holds our own timer of each stage.") @Default("{}")
        TimeoutsSpec timeouts,

        @JsonPropertyDescription(
                "keepAlive says how an idle connection is kept and its loss noticed. Default: a WebSocket ping every 30s,"
                        + " with GenesysCloud an XMPP ping every 14s.")
        @Default("{}")
        KeepAliveSpec keepAlive,

        @JsonPropertyDescription(
                "retry says what a softphone does after an attempt that did not register, or after a drop. Default: nothing;"
                        + " with GenesysCloud what its SDK does.")
        @Default("{}")
        RetrySpec retry,

        @JsonPropertyDescription(
                "limits holds ceilings over all runners together, retries included; they shape the schedule, so that waiting"
                        + " for them never reads as latency. Default: none.")
        @Nullable
        LimitsSpec limits,

        @JsonPropertyDescription(
                "placement says where runners go in a cluster, and from which addresses one machine connects. Default: any"
                        + " node that is there; the system chooses the address.")
        @Nullable
        PlacementSpec placement,

        @JsonPropertyDescription(
                "thresholds is what the verdict is judged by. 1 to 20 of them; default: connected at least 99 percent.")
        @Default("[{\"metric\": \"connected\", \"minPercent\": 99}]")
        @Size(min = 1, max = 20)
        List<ThresholdSpec> thresholds,

        @JsonPropertyDescription(
                "authorization is the platform owner's permission; known production platforms are refused without it, and"
                        + " the run ends with it. Default: none.")
        @Nullable
        AuthorizationSpec authorization,

        @JsonPropertyDescription(
                "onRunnerLoss says what becomes of the run when a runner's pod is gone: Continue goes on without it, Replace"
                        + " starts another pod in its place, up to three times, which ramps up anew at its own share of the"
                        + " rate, Stop drains the others and finishes. In a cluster only. Default Continue.")
        @Default("Continue")
        OnRunnerLoss onRunnerLoss,

        @JsonPropertyDescription(
                "overlap says what to do while another test loads the same target, which is the gateway's host and port:"
                        + " Forbid waits for its end, in the order of creation; Allow runs beside it, if that test and the"
                        + " operator allow it too. In a cluster only. Default Forbid.")
        @Default("Forbid")
        Overlap overlap,

        @JsonPropertyDescription(
                "runPolicy may change while the test runs: Run goes on as described, Stop drains and finishes. In a cluster"
                        + " only. Default Run.")
        @Default("Run")
        RunPolicy runPolicy,

        @JsonPropertyDescription(
                "runnerTemplate says what the runners' pods are to be besides what the operator makes them: resources, labels,"
                        + " where they may go. In a cluster only. Default: nothing.")
        @Nullable
        RunnerTemplateSpec runnerTemplate,

        @JsonPropertyDescription(
                "retention says what stays of a test that is over, and how long; it may change. In a cluster only. Default:"
                        + " pods for an hour, failed ones and the test for good.")
        @Default("{}")
        RetentionSpec retention,

        @JsonPropertyDescription(
                "seed is the source of every random choice of the test. 0 to 4294967295; default: the CRC-32 of"
                        + " metadata.name, so that a rerun of the same name draws the same numbers.")
        @Min(0)
        @Max(4_294_967_295L)
        @Nullable
        Long seed) {

    public static final String PING_GIVEN = "gateway.generic.ping with keepAlive.kind ApplicationPing";
    public static final String PING_USED = "keepAlive.kind ApplicationPing where gateway.generic.ping is given";
    public static final String NO_PEERS_WITH_GENESYS =
            "call.originator Platform for inbound calls with protocol GenesysCloud";
    public static final String XMPP_PINGS_NEED_GENESYS =
            "keepAlive.kind XmppPing or ServerPing only with protocol GenesysCloud";
    public static final String OAUTH_NEEDS_GENESYS = "identities.oauth only with protocol GenesysCloud";
    public static final String NO_COLUMN_WITH_OAUTH = "gateway.genesys.tokenColumn only without identities.oauth";
    public static final String CRLF_NEEDS_SIP = "gateway.protocol SipOverWebSocket with keepAlive.kind CrLf";
    public static final String CALL_LIMIT_NEEDS_CALL = "call where limits.callsPerSecond is given";
    public static final String CALL_THRESHOLD_NEEDS_CALL =
            "call where a threshold names sessionRequestDelay or callsEstablished";
    public static final String OFFER_WITH_CALL = "gateway.generic.offer together with call";
    public static final String SLOT_PROBE_NEEDS_SOFTPHONES =
            "softphones at least twice slotProbe.close: as many to take the places as to leave them";
    public static final String SLOT_PROBE_ALONE = "slotProbe without cycles and without arrival.search";
    public static final String SEARCH_WITHOUT_CYCLES = "cycles.count 1 with arrival.search";
    public static final String SEARCH_WITHIN_SOFTPHONES = "arrival.search.from at most softphones";
    public static final String SEARCH_WITHOUT_ABORT =
            "onBroken Continue in all thresholds with arrival.search: trials that fail are a part of it";
}
