package dev.softphone.loadtest.operator;

import dev.softphone.loadtest.api.report.RunnerReport;
import dev.softphone.loadtest.measure.OutcomeKey;
import dev.softphone.loadtest.measure.Preflight;
import dev.softphone.loadtest.plan.ExecutionPlan;
import java.util.List;
import java.util.Optional;

/**
 * The preflight softphones, one of each region, sent by its first runner before that one is armed. They go one after the
 * other, in the order of the plan, and the first one that is hopeless is the last softphone of the test.
 */
final class Preflights {

    /** What fails like this at one softphone fails for all. */
    record Hopeless(String region, Preflight preflight) {
        String why() {
            return "the preflight softphone of region " + region + " ended with "
                    + preflight.outcome().map(OutcomeKey::code).orElse("nothing")
                    + preflight.detail().map(text -> ", " + text).orElse("")
                    + ": so would all others, and none of them was started";
        }
    }

    private Preflights() {}

    /** The region whose turn it is; empty when all have been. */
    static Optional<String> next(ExecutionPlan plan, List<RunnerState> runners) {
        return plan.regions().stream()
                .filter(region -> region.runners() > 0 && region.softphones() > 0)
                .map(ExecutionPlan.RegionPlan::name)
                .filter(region -> runners.stream()
                        .noneMatch(runner -> runner.assignment().region().equals(region)
                                && runner.assignment().index() == 0
                                && runner.armed()))
                .findFirst();
    }

    static Optional<Hopeless> hopeless(List<RunnerState> runners) {
        return runners.stream()
                .flatMap(runner -> runner
                        .report()
                        .flatMap(RunnerReport::preflight)
                        .filter(Preflight::hopeless)
                        .map(preflight -> new Hopeless(runner.assignment().region(), preflight))
                        .stream())
                .findFirst();
    }
}
