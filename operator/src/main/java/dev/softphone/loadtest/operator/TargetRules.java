package dev.softphone.loadtest.operator;

import dev.softphone.loadtest.api.read.Violation;
import dev.softphone.loadtest.model.LoadTest;
import dev.softphone.loadtest.targets.TargetPolicy;
import dev.softphone.loadtest.targets.TestTargets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether every host that a manifest names may be loaded. Names are not resolved here: the operator's pod may see other
 * addresses than the runners, which resolve, check what they find, and refuse before they are armed.
 */
final class TargetRules {
    static final String SETTING = "the operator's softphone.targets.allowed";
    static final String REASON = "TargetNotAllowed";

    private TargetRules() {}

    static List<Violation> violations(LoadTest test, TargetPolicy policy, Instant now) {
        List<Violation> violations = new ArrayList<>();
        for (TestTargets.Target target : TestTargets.of(test.gateway())) {
            String path = "spec." + target.path();
            if (target.host().isEmpty()) {
                violations.add(new Violation(path, "a host", "none"));
                continue;
            }
            policy.checkUnresolved(target.host(), test.authorization(), now)
                    .map(denial -> new Violation(path, denial.required(), observed(denial)))
                    .ifPresent(violations::add);
        }
        return violations;
    }

    private static String observed(TargetPolicy.Denial denial) {
        return denial.target() + ", " + denial.observed()
                + (denial.remedy().isEmpty() ? "" : "; to allow it: " + denial.remedy());
    }
}
