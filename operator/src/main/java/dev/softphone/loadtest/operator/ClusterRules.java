package dev.softphone.loadtest.operator;

import dev.softphone.loadtest.api.read.Violation;
import dev.softphone.loadtest.model.Arrival;
import dev.softphone.loadtest.model.LoadTest;
import java.util.ArrayList;
import java.util.List;

/** What a manifest may say on a laptop and not in a cluster. */
final class ClusterRules {
    private ClusterRules() {}

    static List<Violation> violations(LoadTest test) {
        List<Violation> violations = new ArrayList<>();
        if (test.arrival() instanceof Arrival.Search) {
            violations.add(new Violation(
                    "spec.arrival.search",
                    "an arrival of one trial; a search runs from one machine, by softphone-load run",
                    "search"));
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
