package dev.softphone.loadtest.operator;

import dev.softphone.loadtest.api.read.Violation;
import dev.softphone.loadtest.api.v1alpha1.OnRunnerLoss;
import dev.softphone.loadtest.model.Arrival;
import dev.softphone.loadtest.model.LoadTest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a manifest may say on a laptop and not in a cluster. */
final class ClusterRules {
    private ClusterRules() {}

    static List<Violation> violations(LoadTest test, @Nullable OnRunnerLoss onRunnerLoss) {
        List<Violation> violations = new ArrayList<>();
        if (test.arrival() instanceof Arrival.Search && onRunnerLoss == OnRunnerLoss.Replace) {
            violations.add(new Violation(
                    "spec.onRunnerLoss",
                    "Continue or Stop with arrival.search: a pod that comes in the middle of a trial does not hold it",
                    "Replace"));
        }
        if (!test.sourceAddresses().isEmpty()) {
            violations.add(new Violation(
                    "spec.placement.sourceAddresses",
                    "none in a cluster, where each pod has its own address",
                    test.sourceAddresses().size() + " addresses"));
        }
        return violations;
    }
}
