package dev.softphone.loadtest.verdict;

import static dev.softphone.loadtest.verdict.Cause.Confidence.Low;

import dev.softphone.loadtest.measure.OutcomeKey;
import java.util.List;

/** What no rule knew: said as it was seen, without a guess. */
final class Leftovers implements Rule {

    @Override
    public List<Finding> explain(Scene scene) {
        Seen seen = scene.open();
        if (seen.isEmpty()) {
            return List.of();
        }
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
}
