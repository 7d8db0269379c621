package dev.softphone.loadtest.operator;

import dev.softphone.loadtest.api.read.Violation;
import dev.softphone.loadtest.api.status.ClusterView;
import dev.softphone.loadtest.api.v1alpha1.RunnerTemplateSpec;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneLoadTestStatus;
import dev.softphone.loadtest.model.LoadTest;
import dev.softphone.loadtest.operator.resources.PlanMap;
import dev.softphone.loadtest.operator.resources.RunnerPod;
import dev.softphone.loadtest.operator.resources.TargetLease;
import dev.softphone.loadtest.operator.turn.Contender;
import dev.softphone.loadtest.operator.turn.Queue;
import dev.softphone.loadtest.operator.turn.Turn;
import dev.softphone.loadtest.plan.ExecutionPlan;
import dev.softphone.loadtest.plan.Infeasible;
import dev.softphone.loadtest.plan.Planner;
import dev.softphone.loadtest.plan.Planning;
import dev.softphone.loadtest.plan.RunnerSize;
import dev.softphone.loadtest.targets.TargetPolicy;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * From a manifest to a stored plan: what may not or cannot run here is refused, what may not run now waits. Until the plan
 * is stored nothing of the test is in the cluster but the test itself.
 */
final class Admission {
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration LOOK_SLOWLY = Duration.ofSeconds(5);

    private final LifecyclePolicy.Policy policy;
    private final TargetPolicy targets;

    Admission(LifecyclePolicy.Policy policy) {
        this.policy = policy;
        this.targets = TargetPolicy.of(policy.allowedTargets(), TargetRules.SETTING);
    }

    Decision decide(Observation seen, LoadTest test) {
        List<Violation> notHere =
                ClusterRules.violations(test, seen.resource().getSpec().onRunnerLoss());
        if (!notHere.isEmpty()) {
            return refuse(seen, "NotInACluster", notHere);
        }
        List<Violation> notThere = TargetRules.violations(test, targets, seen.now());
        if (!notThere.isEmpty()) {
            return refuse(seen, TargetRules.REASON, notThere);
        }
        List<Violation> pods = priorityClass(seen.resource().getSpec().runnerTemplate());
        if (!pods.isEmpty()) {
            return refuse(seen, "PriorityClassNotAllowed", pods);
        }
        Optional<Ending> ending = Ending.of(seen, test);
        if (ending.isPresent()) {
            return refuse(
                    seen,
                    ending.get().reason(),
                    List.of(new Violation(
                            "spec",
                            "a test that goes on when its turn comes",
                            ending.get().why())));
        }
        Planning planning = Planner.plan(test, seen.inventory(), size(seen));
        if (planning instanceof Infeasible infeasible) {
            return refuse(
                    seen,
                    infeasible.shortages().get(0).reason(),
                    infeasible.shortages().stream()
                            .map(shortage -> new Violation(path(shortage), shortage.required(), shortage.observed()))
                            .toList());
        }
        return queue(seen, test, (ExecutionPlan) planning);
    }

    private RunnerSize size(Observation seen) {
        RunnerPod pod = policy.pod().with(seen.resource().getSpec().runnerTemplate());
        RunnerSize size = policy.size();
        return new RunnerSize(pod.milliCpu(), pod.memoryBytes(), size.descriptors(), size.portLow(), size.portHigh());
    }

    private List<Violation> priorityClass(@Nullable RunnerTemplateSpec template) {
        String asked = template == null ? null : template.priorityClassName();
        if (asked == null || policy.priorityClasses().contains(asked)) {
            return List.of();
        }
        String allowed = policy.priorityClasses().isEmpty() ? "none" : String.join(", ", policy.priorityClasses());
        return List.of(new Violation(
                "spec.runnerTemplate.priorityClassName",
                "one of the operator's softphone.runner.priority-classes (" + allowed + ")",
                asked));
    }

    private Decision queue(Observation seen, LoadTest test, ExecutionPlan plan) {
        Queue queue = seen.queue().orElseThrow();
        Turn turn = policy.turns().of(queue);
        if (turn instanceof Turn.Never never) {
            return refuse(seen, "TooLarge", List.of(never.violation()));
        }
        if (turn instanceof Turn.Waits waits) {
            return waiting(seen, plan, queue.self().created(), waits);
        }
        List<HasMetadata> objects = new ArrayList<>();
        if (!queue.self().active()) {
            objects.addAll(locks(seen, queue));
        }
        objects.add(PlanMap.of(seen.resource(), plan, policy.allowedTargets()));
        return new Decision(
                objects,
                Optional.of(new Decision.Note(
                        false, "Planned", test.softphones() + " softphones over " + LifecyclePolicy.runners(plan))),
                Optional.of(LifecyclePolicy.preparing(seen, plan, "Planned", "the runners are being created")),
                Optional.of(LOOK));
    }

    /** In an order that is everybody's, so that of two tests with the same targets one gets all. */
    private List<Lease> locks(Observation seen, Queue queue) {
        return queue.self().targets().stream()
                .sorted()
                .map(target -> lock(seen, queue, target))
                .toList();
    }

    /** Those that share the target keep it. */
    private Lease lock(Observation seen, Queue queue, String target) {
        List<TargetLease.Holder> holders = new ArrayList<>();
        queue.others().stream()
                .filter(other -> other.active() && other.targets().contains(target))
                .map(Admission::holder)
                .forEach(holders::add);
        holders.add(holder(queue.self()));
        return TargetLease.held(
                Optional.ofNullable(queue.leases().get(TargetLease.name(target))),
                policy.namespace(),
                target,
                holders,
                seen.now());
    }

    private static TargetLease.Holder holder(Contender test) {
        return new TargetLease.Holder(test.namespace(), test.name(), test.uid());
    }

    private Decision waiting(Observation seen, ExecutionPlan plan, Instant since, Turn.Waits waits) {
        Instant until = since.plus(policy.turn());
        if (!seen.now().isBefore(until)) {
            Violation late = waits.tooLong();
            return refuse(
                    seen,
                    "WaitedTooLong",
                    List.of(new Violation(
                            late.path(),
                            late.required() + " within " + policy.turn().toSeconds() + " s of the test's creation",
                            late.observed())));
        }
        SoftphoneLoadTestStatus status = LifecyclePolicy.status(seen)
                .in(new ClusterView(
                        false,
                        waits.reason(),
                        waits.message() + "; gives up at " + until,
                        List.of(),
                        plan.arithmetic()))
                .accepted();
        return new Decision(
                List.of(),
                Optional.of(new Decision.Note(false, waits.reason(), waits.message()))
                        .filter(news -> !told(seen, waits)),
                Optional.of(status),
                Optional.of(LOOK_SLOWLY));
    }

    /** Whether the status says so already. */
    private static boolean told(Observation seen, Turn.Waits waits) {
        return Optional.ofNullable(seen.resource().getStatus())
                .flatMap(status -> Optional.ofNullable(status.conditions()))
                .filter(conditions -> conditions.stream()
                        .anyMatch(condition -> condition.reason().equals(waits.reason())
                                && condition.message().startsWith(waits.message())))
                .isPresent();
    }

    private static String path(Infeasible.Shortage shortage) {
        return shortage.path().startsWith("runner.") ? shortage.path() : "spec." + shortage.path();
    }

    static Decision refuse(Observation seen, String reason, List<Violation> violations) {
        return new Decision(
                List.of(),
                Optional.of(new Decision.Note(true, reason, violations.get(0).toString())),
                Optional.of(LifecyclePolicy.status(seen).refused(reason, violations)),
                Optional.of(LOOK));
    }
}
