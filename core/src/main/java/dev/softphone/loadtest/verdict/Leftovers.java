package dev.softphone.loadtest.verdict;

import static dev.softphone.loadtest.verdict.Cause.Confidence.Low;

import dev.softphone.loadtest.measure.OutcomeKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What no rule knew: said as it was seen, without a guess. */
final class Leftovers implements Rule {

    @Override
    public List<Finding> explain(Scene scene) {
        List<Finding> findings = new ArrayList<>();
        Seen seen = scene.open();
        if (!seen.isEmpty()) {
            findings.addAll(unexplained(scene, seen));
        }
        long open = stillOpen(scene);
        if (open > 0) {
            findings.addAll(endedTooEarly(scene, open));
        }
        return findings;
    }

    private static List<Finding> unexplained(Scene scene, Seen seen) {
        Draft draft = new Draft(CauseType.Unexplained, Low)
                .softphones(seen.softphones())
                .evidence("No rule explains: " + seen.summary() + ".");
        Codes.firstSaid(seen).ifPresent(draft::evidence);
        draft.evidence(
                seen.keys().stream().anyMatch(OutcomeKey::local),
                "What begins with local/ is the generator's own fault and did not reach the gateway.");
        Codes.alone(scene, seen).ifPresent(draft::evidence);
        draft.evidence(Codes.closedWithoutFrame(seen), Codes.EXPLAIN_1006);
        return draft.remedy(
                        "Read the transcript of the first softphone of each outcome, and the gateway's log at that time.")
                .explains(seen);
    }

    /** Softphones that the end of the hold found in an attempt, more than one in a hundred; nobody asked for that end. */
    private static long stillOpen(Scene scene) {
        long cancelled = scene.measurements().softphones().cancelled();
        boolean explained = scene.evidence().interrupted() || scene.found(CauseType.GeneratorSaturated);
        return explained || 100 * cancelled <= scene.planned() ? 0 : cancelled;
    }

    private static List<Finding> endedTooEarly(Scene scene, long open) {
        Duration timers = NextTests.allTimers(scene.test());
        return new Draft(CauseType.Unexplained, Low)
                .softphones(open)
                .evidence(Say.count(open, "softphone")
                        + " had neither an answer nor been given up by our own timers when the hold was over: whether the"
                        + " gateway was slow or silent is not known.")
                .remedy("Hold for as long as our own timers take together (" + Say.duration(timers)
                        + "), so that each attempt ends by itself.")
                .next(NextTests.of(
                        "If they are answered later, the gateway is slow; if our timers end them, it is silent.",
                        List.of(NextTests.hold(scene.test(), timers))))
                .aside();
    }
}
