package dev.softphone.loadtest.verdict;

import static dev.softphone.loadtest.verdict.Cause.Confidence.High;
import static dev.softphone.loadtest.verdict.Cause.Confidence.Medium;

import dev.softphone.loadtest.measure.HostEvidence;
import dev.softphone.loadtest.measure.OutcomeCount;
import dev.softphone.loadtest.measure.OutcomeKey;
import dev.softphone.loadtest.measure.SoftphoneCounts;
import dev.softphone.loadtest.measure.TimeSeries;
import dev.softphone.loadtest.model.Threshold;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The generator was too slow for its own schedule. It claims only what went without an answer while it was saturated, and
 * the latencies that its lag makes worthless.
 */
final class GeneratorSaturation implements Rule {

    /** Connects waiting in the generator; a handful is what one loop tick leaves over. */
    private static final long MANY_PENDING = 20;

    @Override
    public List<Finding> explain(Scene scene) {
        List<Finding> findings = new ArrayList<>();
        findings.addAll(pool(scene));
        Scene rest = scene.after(findings);
        findings.addAll(saturated(rest));
        return findings;
    }

    /**
     * A burst leaves many connects pending for a moment; only those that pend for most of the upgrade's time can have run out
     * of it inside the generator.
     */
    private static List<Finding> pool(Scene scene) {
        Seen timeouts = scene.open(key -> key.code().equals("timeout/upgrade"));
        long pendingMillis = pendingMillis(scene.measurements().series());
        if (timeouts.isEmpty()
                || 2 * pendingMillis < scene.test().timeouts().upgrade().toMillis()) {
            return List.of();
        }
        return new Draft(CauseType.GeneratorPoolCapped, Medium)
                .softphones(timeouts.softphones())
                .evidence("For " + Say.millis(pendingMillis) + " on end " + MANY_PENDING + " or more connects ("
                        + Say.number(scene.host().pendingConnectsPeak().orElse(MANY_PENDING))
                        + " at the peak) waited inside the generator without a packet being sent, while "
                        + timeouts.summary() + ".")
                .evidence("What was not sent cannot have been refused by the gateway.")
                .remedy("Spread the softphones over more runners or event loops, or slow the arrivals down;"
                        + " the connection pool of the generator held them back.")
                .explains(timeouts);
    }

    /** The longest time on end during which many connects were pending. */
    private static long pendingMillis(TimeSeries series) {
        long longest = 0;
        long now = 0;
        for (TimeSeries.Bucket bucket : series.buckets()) {
            boolean many = bucket.host().pendingConnects().orElse(0) >= MANY_PENDING;
            now = many ? now + series.bucketMillis() : 0;
            longest = Math.max(longest, now);
        }
        return longest;
    }

    private static List<Finding> saturated(Scene scene) {
        Seen unanswered = scene.open(key -> key.kind() != OutcomeKey.Kind.REJECTION && !key.local());
        Set<OutcomeKey> keys = unanswered.outcomes().entrySet().stream()
                .filter(entry -> Attribution.times(entry.getKey(), entry.getValue()) > 0)
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
        OwnLag lag = OwnLag.of(scene.evidence());
        boolean spoils = lag.measuredTooMuch()
                && (lag.voidsTheRamp()
                        || scene.test().thresholds().stream().anyMatch(Threshold.Latency.class::isInstance));
        long heldUp = heldUp(scene, lag);
        long late = scene.measurements().softphones().late();
        if (keys.isEmpty() && !spoils && heldUp == 0) {
            return List.of();
        }
        Seen seen = unanswered.where(keys::contains);
        long times = seen.outcomes().values().stream()
                .mapToLong(OutcomeCount::timesSaturated)
                .sum();
        long softphones = seen.outcomes().values().stream()
                .mapToLong(OutcomeCount::softphonesSaturated)
                .sum();
        Draft draft = new Draft(CauseType.GeneratorSaturated, High).softphones(softphones + heldUp);
        draft.evidence(
                !keys.isEmpty(),
                Say.number(times) + " of " + Say.number(seen.times())
                        + " attempts or connections without an answer (" + seen.listed()
                        + ") overlapped the generator's own saturation.");
        draft.evidence(
                heldUp > 0,
                Say.count(heldUp, "softphone")
                        + " had not started or were in the middle of an attempt when the time was over.");
        draft.evidence(strain(scene.host()));
        draft.evidence(
                lag.measuredTooMuch(),
                "Attempts began late against the schedule: " + lag.described()
                        + (late > 0 ? "; " + Say.count(late, "softphone") + " not in time at all" : "") + ".");
        draft.evidence("Answers that came from the gateway are not put down to it.");
        return draft.remedy(remedy(scene.host())).explainsSaturated(keys);
    }

    /** Softphones that the end found without an answer, in a run in which the generator came late or stood still. */
    private static long heldUp(Scene scene, OwnLag lag) {
        long saturatedMillis = scene.host().saturatedMillis().orElse(0);
        boolean stood = saturatedMillis > 0
                && 10 * saturatedMillis >= scene.measurements().elapsedMillis();
        if (scene.evidence().interrupted() || (!stood && !lag.measuredTooMuch())) {
            return 0;
        }
        SoftphoneCounts counts = scene.measurements().softphones();
        boolean refusedAlone = scene.evidence()
                .preflight()
                .filter(preflight -> !preflight.passed())
                .isPresent();
        if (refusedAlone && counts.started() == 0) {
            return 0; // it was the preflight softphone that kept them from starting
        }
        return counts.notStarted() + counts.cancelled() + counts.inProgress();
    }

    private static String strain(HostEvidence host) {
        List<String> parts = new ArrayList<>();
        host.loopLagMaxMillis().ifPresent(v -> parts.add("an event loop was late by up to " + Say.millis(v)));
        host.saturatedMillis().ifPresent(v -> parts.add("by more than 100 ms for " + Say.millis(v) + " in all"));
        host.cpuThrottledMillis()
                .ifPresent(v -> parts.add(v == 0 ? "" : "the cgroup took " + Say.millis(v) + " of CPU away"));
        host.gcPauseMaxMillis()
                .ifPresent(v -> parts.add(v < 50 ? "" : "the longest garbage collection took " + Say.millis(v)));
        parts.removeIf(String::isEmpty);
        if (parts.isEmpty()) {
            return "Nothing more is known of the generator's host.";
        }
        String joined = String.join(", ", parts);
        return Character.toUpperCase(joined.charAt(0)) + joined.substring(1) + ".";
    }

    private static String remedy(HostEvidence host) {
        if (host.cpuThrottledMillis().orElse(0) > 0) {
            return "Raise the runner's CPU limit (it was throttled), or spread the softphones over more runners; then repeat"
                    + " the test, because this result says little about the gateway.";
        }
        return "Give the generator more CPU, keep other work off its host, or spread the softphones over more runners; then"
                + " repeat the test, because this result says little about the gateway.";
    }
}
