package dev.softphone.loadtest.verdict;

import static dev.softphone.loadtest.verdict.Cause.Confidence.High;

import dev.softphone.loadtest.measure.Coverage;
import java.util.ArrayList;
import java.util.List;

/** What was not measured: runners that are gone, reports that never came. */
final class Coverages implements Rule {

    @Override
    public List<Finding> explain(Scene scene) {
        Coverage coverage = scene.evidence().coverage();
        Unknowns unknown = Unknowns.of(scene.evidence());
        List<Finding> findings = new ArrayList<>();
        if (coverage.lost() > 0) {
            findings.addAll(new Draft(CauseType.RunnersLost, High)
                    .softphones(unknown.lost())
                    .evidence(Say.number(coverage.lost()) + " of " + Say.count(coverage.runners(), "runner")
                            + " went away without a final report; " + Say.count(unknown.lost(), "softphone")
                            + " went with them and count as best and as worst.")
                    .remedy("Look at why the runners ended (evicted, out of memory, node gone) and repeat the test;"
                            + " onRunnerLoss: Replace re-ramps their share.")
                    .aside());
        }
        int missing = coverage.runners() - coverage.reported() - coverage.lost();
        if (missing > 0 || unknown.unreported() > 0) {
            findings.addAll(new Draft(CauseType.ReportsMissing, High)
                    .softphones(unknown.unreported())
                    .evidence("Final reports of " + Say.number(Math.max(0, missing)) + " of "
                            + Say.count(coverage.runners(), "runner") + " are missing; "
                            + Say.count(unknown.unreported(), "softphone") + " stand in no report.")
                    .remedy("Look at the runners' logs for why they could not report, and repeat the test;"
                            + " what is missing is never counted as passed.")
                    .aside());
        }
        return findings;
    }
}
