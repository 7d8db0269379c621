package dev.softphone.loadtest.verdict;

import dev.softphone.loadtest.measure.Measurements;
import dev.softphone.loadtest.model.Threshold;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Judges a finished run: every threshold on an interval, the verdict from all of them, the causes beside it.
 *
 * <pre>
 * worst case passes → Passed · best case fails → Failed · otherwise Inconclusive
 * a search that found no number that does not hold, with our own lag above its bound: Inconclusive in place of Passed
 * verdict: Failed if any threshold is, else Inconclusive if any is, else Passed
 * </pre>
 *
 * Measurements whose equations do not hold are a defect of the generator; they are judged Inconclusive and say so, because
 * an exception would throw the rest of the evidence away and any other verdict would rest on sums that are wrong.
 */
public final class Judge {

    private Judge() {}

    public static Judgement judge(Evidence evidence) {
        List<ThresholdResult> results = evidence.test().thresholds().stream()
                .map(threshold -> judge(threshold, evidence))
                .toList();
        return new Judgement(verdict(results), results, Diagnosis.explain(evidence));
    }

    private static Verdict verdict(List<ThresholdResult> results) {
        if (results.stream().anyMatch(result -> result.verdict() == Verdict.Failed)) {
            return Verdict.Failed;
        }
        boolean allPassed =
                !results.isEmpty() && results.stream().allMatch(result -> result.verdict() == Verdict.Passed);
        return allPassed ? Verdict.Passed : Verdict.Inconclusive;
    }

    private static ThresholdResult judge(Threshold threshold, Evidence evidence) {
        if (!evidence.decisive().balanced()) {
            return new ThresholdResult(
                    threshold,
                    Verdict.Inconclusive,
                    required(threshold),
                    "not judged, the counts do not add up: " + unbalanced(evidence.decisive()));
        }
        if (threshold instanceof Threshold.Latency latency) {
            return latency(latency, evidence);
        }
        return share(threshold, evidence);
    }

    private static ThresholdResult share(Threshold threshold, Evidence evidence) {
        ShareInterval share = ShareInterval.of(metric(threshold), evidence);
        if (share.empty()) {
            return new ThresholdResult(
                    threshold, Verdict.Inconclusive, required(threshold), "nothing to take a share of");
        }
        Verdict verdict = verdict(threshold, share);
        String unknown = Unknowns.of(evidence).listed();
        String observed = inTrial(evidence) + share.observed() + (unknown.isEmpty() ? "" : "; unknown: " + unknown);
        OwnLag lag = OwnLag.of(evidence);
        if (verdict == Verdict.Passed && lag.voidsTheRamp()) {
            verdict = Verdict.Inconclusive;
            observed += "; " + lag.described() + ", so that the ramp was not the one asked for";
        }
        return new ThresholdResult(threshold, verdict, required(threshold), observed);
    }

    private static String inTrial(Evidence evidence) {
        return evidence.decisiveTrial()
                .map(trial -> "trial " + trial.number() + ": ")
                .orElse("");
    }

    private static Verdict verdict(Threshold threshold, ShareInterval share) {
        boolean passes;
        boolean fails;
        if (threshold instanceof Threshold.AtLeast atLeast) {
            passes = share.surelyAtLeast(atLeast.percent());
            fails = share.surelyBelow(atLeast.percent());
        } else {
            int percent = ((Threshold.AtMost) threshold).percent();
            passes = share.surelyAtMost(percent);
            fails = share.surelyAbove(percent);
        }
        return passes ? Verdict.Passed : fails ? Verdict.Failed : Verdict.Inconclusive;
    }

    private static ThresholdResult latency(Threshold.Latency threshold, Evidence evidence) {
        LatencyInterval interval = LatencyInterval.of(threshold, evidence);
        OwnLag lag = OwnLag.of(evidence);
        List<String> notes = new ArrayList<>();
        long n = interval.samples().count();
        notes.add(Say.number(n) + " of " + Say.number(n + interval.unknown()) + " counted");
        Verdict verdict = Verdict.Inconclusive;
        if (!interval.enough()) {
            notes.add(Say.number(threshold.percentile().minimumSample()) + " needed");
        } else if (lag.tooMuch()) {
            notes.add(lag.described());
        } else if (interval.flippedByLag()) {
            notes.add("within the limit without our own lag");
        } else {
            verdict = interval.surelyWithin()
                    ? Verdict.Passed
                    : interval.surelyBeyond() ? Verdict.Failed : Verdict.Inconclusive;
        }
        String value = n == 0
                ? "no sample"
                : Say.duration(Duration.ofNanos(
                        1000 * interval.samples().valueAt(threshold.percentile().value())));
        return new ThresholdResult(
                threshold,
                verdict,
                required(threshold),
                inTrial(evidence) + value + " (" + String.join("; ", notes) + ")");
    }

    private static Threshold.ShareMetric metric(Threshold threshold) {
        return threshold instanceof Threshold.AtLeast atLeast
                ? atLeast.metric()
                : ((Threshold.AtMost) threshold).metric();
    }

    private static String required(Threshold threshold) {
        if (threshold instanceof Threshold.Latency latency) {
            return latency.metric() + " p" + Say.trimmed(latency.percentile().value(), 1) + " ≤ "
                    + Say.duration(latency.max());
        }
        return threshold instanceof Threshold.AtLeast atLeast
                ? atLeast.metric() + " ≥ " + atLeast.percent() + " %"
                : metric(threshold) + " ≤ " + ((Threshold.AtMost) threshold).percent() + " %";
    }

    private static String unbalanced(Measurements measurements) {
        if (!measurements.softphones().balanced()) {
            return measurements.softphones().toString();
        }
        return measurements.attempts().balanced()
                ? measurements.calls().toString()
                : measurements.attempts().toString();
    }
}
