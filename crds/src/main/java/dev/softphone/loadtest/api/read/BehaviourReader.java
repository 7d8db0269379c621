package dev.softphone.loadtest.api.read;

import dev.softphone.loadtest.api.v1alpha1.CallSpec;
import dev.softphone.loadtest.api.v1alpha1.CallSpec.ActionSpec;
import dev.softphone.loadtest.api.v1alpha1.CyclesSpec;
import dev.softphone.loadtest.api.v1alpha1.GatewaySpec.Protocol;
import dev.softphone.loadtest.api.v1alpha1.KeepAliveSpec;
import dev.softphone.loadtest.api.v1alpha1.LimitsSpec;
import dev.softphone.loadtest.api.v1alpha1.RetrySpec;
import dev.softphone.loadtest.api.v1alpha1.RetrySpec.RuleSpec;
import dev.softphone.loadtest.api.v1alpha1.SlotProbeSpec;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneLoadTestSpec;
import dev.softphone.loadtest.api.v1alpha1.TimeoutsSpec;
import dev.softphone.loadtest.model.CallPlan;
import dev.softphone.loadtest.model.CallPlan.Direction;
import dev.softphone.loadtest.model.CallPlan.Originator;
import dev.softphone.loadtest.model.Cycles;
import dev.softphone.loadtest.model.KeepAlive;
import dev.softphone.loadtest.model.Limits;
import dev.softphone.loadtest.model.Retry;
import dev.softphone.loadtest.model.Retry.Jitter;
import dev.softphone.loadtest.model.Retry.Profile;
import dev.softphone.loadtest.model.Retry.Rule;
import dev.softphone.loadtest.model.SlotProbe;
import dev.softphone.loadtest.model.Timeouts;
import dev.softphone.loadtest.plan.CodePattern;
import dev.softphone.loadtest.plan.RetryPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads how a softphone behaves: cycles, slot probe, call, timeouts, keep-alive, retry and limits. */
final class BehaviourReader {

    private static final Duration TICK = Duration.ofMillis(1);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);

    private BehaviourReader() {}

    static Cycles cycles(CyclesSpec spec, Violations violations) {
        return new Cycles(spec.count(), violations.duration("spec.cycles.pause", spec.pause(), Duration.ZERO, DAY));
    }

    static Optional<SlotProbe> slotProbe(@Nullable SlotProbeSpec spec) {
        return Optional.ofNullable(spec).map(probe -> new SlotProbe(probe.close()));
    }

    static Timeouts timeouts(TimeoutsSpec spec, Protocol protocol, Violations violations) {
        String rest = orElse(spec.rest(), protocol == Protocol.GenesysCloud ? "30s" : "15s");
        return new Timeouts(
                violations.duration("spec.timeouts.rest", rest, TICK, HOUR),
                violations.duration("spec.timeouts.upgrade", spec.upgrade(), TICK, HOUR),
                violations.duration("spec.timeouts.auth", spec.auth(), TICK, HOUR),
                violations.duration("spec.timeouts.register", spec.register(), TICK, HOUR),
                violations.duration("spec.timeouts.established", spec.established(), TICK, HOUR));
    }

    /** Of the Genesys SDK: client pings every 14 s, 15 s for the answer, no jitter. */
    static KeepAlive keepAlive(KeepAliveSpec spec, Protocol protocol, Violations violations) {
        boolean genesys = protocol == Protocol.GenesysCloud;
        String every = orElse(spec.every(), genesys ? "14s" : "30s");
        String timeout = orElse(spec.timeout(), genesys ? "15s" : "10s");
        return new KeepAlive(
                orElse(spec.kind(), genesys ? KeepAlive.Kind.XmppPing : KeepAlive.Kind.WebSocketPing),
                violations.duration("spec.keepAlive.every", every, Duration.ofMillis(100), DAY),
                violations.duration("spec.keepAlive.timeout", timeout, TICK, HOUR),
                spec.maxMissed(),
                orElse(spec.jitterPercent(), genesys ? 0 : 20));
    }

    static Limits limits(@Nullable LimitsSpec spec) {
        return spec == null
                ? new Limits(OptionalInt.empty(), OptionalInt.empty())
                : new Limits(optional(spec.connectsPerSecond()), optional(spec.callsPerSecond()));
    }

    private static OptionalInt optional(@Nullable Integer value) {
        return value == null ? OptionalInt.empty() : OptionalInt.of(value);
    }

    static Optional<CallPlan> call(SoftphoneLoadTestSpec spec, Violations violations) {
        CallSpec call = spec.call();
        if (call == null) {
            return Optional.empty();
        }
        boolean outbound = call.direction() == Direction.Outbound;
        Originator originator =
                call.originator() != null ? call.originator() : outbound ? Originator.Softphone : Originator.Peer;
        violations.require(
                outbound == (originator == Originator.Softphone),
                "spec.call",
                CallSpec.ORIGINATOR_BY_DIRECTION,
                "direction " + call.direction() + ", originator " + originator);
        violations.require(
                outbound == (call.target() != null),
                "spec.call",
                CallSpec.TARGET_WITH_OUTBOUND,
                "direction " + call.direction() + (call.target() == null ? " without target" : " with target"));
        violations.require(
                originator != Originator.Peer || spec.softphones() >= 2,
                "spec.call.originator",
                "at least 2 softphones with Peer",
                spec.softphones() + " softphone");
        Duration answerAfter = violations.duration("spec.call.answerAfter", call.answerAfter(), Duration.ZERO, HOUR);
        Duration established = Durations.parse(spec.timeouts().established());
        violations.require(
                established == null || answerAfter.compareTo(established) < 0,
                "spec.call.answerAfter",
                "less than timeouts.established, " + spec.timeouts().established(),
                call.answerAfter());
        Duration holdFor = violations.duration("spec.call.holdFor", call.holdFor(), Duration.ZERO, DAY);
        return Optional.of(new CallPlan(
                call.direction(),
                originator,
                call.start(),
                Optional.ofNullable(call.target()),
                answerAfter,
                holdFor,
                actions(call, spec.gateway().protocol(), holdFor, violations)));
    }

    private static List<CallPlan.Action> actions(
            CallSpec call, Protocol protocol, Duration holdFor, Violations violations) {
        List<ActionSpec> specs = orElse(call.actions(), List.of());
        violations.require(
                specs.isEmpty() || protocol == Protocol.GenesysCloud,
                "spec.call.actions",
                "none without protocol GenesysCloud",
                specs.size() + " with protocol " + protocol);
        List<CallPlan.Action> actions = new ArrayList<>();
        for (int i = 0; i < specs.size(); i++) {
            ActionSpec spec = specs.get(i);
            String path = "spec.call.actions[" + i + "]";
            Duration after = violations.duration(path + ".after", spec.after(), Duration.ZERO, DAY);
            Duration lasts = violations.duration(path + ".lasts", spec.lasts(), Duration.ZERO, DAY);
            violations.require(
                    after.plus(lasts).compareTo(holdFor) <= 0,
                    path,
                    "after and lasts together at most holdFor, " + call.holdFor(),
                    spec.after() + " and " + spec.lasts());
            actions.add(new CallPlan.Action(spec.action(), after, lasts));
        }
        return actions;
    }

    static Retry retry(RetrySpec spec, Protocol protocol, Violations violations) {
        Profile profile = orElse(spec.profile(), protocol == Protocol.GenesysCloud ? Profile.GenesysSdk : Profile.None);
        if (profile != Profile.Custom) {
            long details = Stream.of(
                            spec.base(),
                            spec.multiplierPercent(),
                            spec.max(),
                            spec.jitter(),
                            spec.maxRetries(),
                            spec.honourRetryAfter(),
                            spec.rules())
                    .filter(Objects::nonNull)
                    .count();
            violations.require(
                    details == 0,
                    "spec.retry",
                    RetrySpec.DETAILS_ONLY_WITH_CUSTOM,
                    details + " of them with profile " + profile);
            return RetryPolicy.defaults(profile);
        }
        Duration base = violations.duration("spec.retry.base", orElse(spec.base(), "1s"), Duration.ZERO, HOUR);
        Duration max = violations.duration("spec.retry.max", orElse(spec.max(), "30s"), Duration.ZERO, DAY);
        violations.require(
                base.compareTo(max) <= 0,
                "spec.retry.max",
                "at least base, " + Durations.text(base),
                Durations.text(max));
        return new Retry(
                Profile.Custom,
                base,
                orElse(spec.multiplierPercent(), 200),
                max,
                orElse(spec.jitter(), Jitter.Full),
                orElse(spec.maxRetries(), 3),
                orElse(spec.honourRetryAfter(), RetrySpec.RetryAfter.Obey) == RetrySpec.RetryAfter.Obey,
                rules(spec.rules() == null ? List.of() : spec.rules(), violations));
    }

    private static List<Rule> rules(List<RuleSpec> specs, Violations violations) {
        List<Rule> rules = new ArrayList<>();
        for (int i = 0; i < specs.size(); i++) {
            RuleSpec spec = specs.get(i);
            String path = "spec.retry.rules[" + i + "]";
            violations.require(
                    CodePattern.valid(spec.code()),
                    path + ".code",
                    "a code like http/429 or a family like http/5xx or tcp/*",
                    Violations.quoted(spec.code()));
            violations.require(
                    spec.after() == null || spec.action() == Rule.Action.Retry,
                    path,
                    RuleSpec.AFTER_WITH_RETRY,
                    "action " + spec.action());
            rules.add(new Rule(
                    spec.code(),
                    spec.action(),
                    Optional.ofNullable(spec.after())
                            .map(after -> violations.duration(path + ".after", after, Duration.ZERO, DAY))));
        }
        return rules;
    }

    private static <T> T orElse(@Nullable T value, T standard) {
        return value == null ? standard : value;
    }
}
