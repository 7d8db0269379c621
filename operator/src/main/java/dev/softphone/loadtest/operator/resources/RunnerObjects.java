package dev.softphone.loadtest.operator.resources;

import dev.softphone.loadtest.api.v1alpha1.SoftphoneLoadTest;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneRunner;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneRunnerSpec;
import dev.softphone.loadtest.plan.ExecutionPlan;
import dev.softphone.loadtest.plan.Part;
import dev.softphone.loadtest.plan.RunnerAssignment;
import dev.softphone.loadtest.plan.Shares;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.List;
import java.util.Map;

/** One {@link SoftphoneRunner} for each runner of a plan. */
public final class RunnerObjects {
    private RunnerObjects() {}

    public static List<SoftphoneRunner> of(SoftphoneLoadTest test, ExecutionPlan plan) {
        return plan.assignments().stream()
                .map(assignment -> runner(test, assignment))
                .toList();
    }

    /** How many of the first softphones of a test are a runner's own. */
    public static int softphones(SoftphoneRunnerSpec runner, int ofTheFirst) {
        SoftphoneRunnerSpec.Share share = runner.share();
        return Math.toIntExact(Part.WHOLE
                .split(Shares.of(share.regionWeights()), share.region())
                .split(Shares.equal(share.runners()), runner.index())
                .countBelow(ofTheFirst));
    }

    private static SoftphoneRunner runner(SoftphoneLoadTest test, RunnerAssignment assignment) {
        String testName = test.getMetadata().getName();
        SoftphoneRunner runner = new SoftphoneRunner();
        runner.setMetadata(new ObjectMetaBuilder(
                        Names.owned(test, Names.runner(testName, assignment.region(), assignment.indexInRegion())))
                .addToLabels(Map.of(Names.REGION, assignment.region()))
                .build());
        runner.setSpec(new SoftphoneRunnerSpec(
                testName,
                assignment.number(),
                assignment.region(),
                assignment.indexInRegion(),
                new SoftphoneRunnerSpec.Share(
                        assignment.regionWeights(), assignment.regionOrdinal(), assignment.runnersInRegion()),
                assignment.softphones()));
        return runner;
    }
}
