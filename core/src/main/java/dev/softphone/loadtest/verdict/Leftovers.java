package dev.softphone.loadtest.verdict;

import static dev.softphone.loadtest.verdict.Cause.Confidence.Low;

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
        seen.detail().ifPresent(detail -> draft.evidence("The first said " + Say.quoted(detail, 160) + "."));
        draft.evidence(
                scene.evidence().preflight().isPresent(),
                scene.fineAtOne()
                        ? "One softphone alone got in, so that it depends on the load or on single identities."
                        : "One softphone alone did not get in either.");
        draft.evidence(Codes.closedWithoutFrame(seen), Codes.EXPLAIN_1006);
        return draft.remedy(
                        "Read the transcript of the first softphone of each outcome, and the gateway's log at that time.")
                .explains(seen);
    }
}
