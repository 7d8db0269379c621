package dev.softphone.loadtest.operator;

import dev.softphone.loadtest.api.v1alpha1.SoftphoneLoadTest;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneRunner;
import dev.softphone.loadtest.operator.resources.Control;
import dev.softphone.loadtest.operator.resources.Names;
import dev.softphone.loadtest.operator.resources.PlanMap;
import dev.softphone.loadtest.plan.ExecutionPlan;
import dev.softphone.loadtest.plan.Inventory;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Reads everything a decision needs from the caches of the watches; asks the API server for nothing but the nodes, of
 * Jobs that make no pods for the Events, and of a runner that is silent for whether it is.
 */
@ApplicationScoped
public class Gatherer {
    private static final String INDEX = "batch.kubernetes.io/job-completion-index";

    private final Clock clock;
    private final Reports reports;
    private final NodeInventory nodes;
    private final JobTroubles jobTroubles;
    private final WatchHealth watchHealth;

    @Inject
    public Gatherer(
            Clock clock, Reports reports, NodeInventory nodes, JobTroubles jobTroubles, WatchHealth watchHealth) {
        this.clock = clock;
        this.reports = reports;
        this.nodes = nodes;
        this.jobTroubles = jobTroubles;
        this.watchHealth = watchHealth;
    }

    /** Called by one reconciliation of a test at a time. */
    public Observation gather(SoftphoneLoadTest test, Context<SoftphoneLoadTest> context) {
        String name = test.getMetadata().getName();
        // What an earlier test of the same name left is not this one's.
        Map<String, ConfigMap> maps = context.getSecondaryResources(ConfigMap.class).stream()
                .filter(map -> owned(test, map))
                .collect(Collectors.toMap(map -> map.getMetadata().getName(), Function.identity()));
        List<Pod> pods = List.copyOf(context.getSecondaryResources(Pod.class));
        Optional<ExecutionPlan> plan =
                Optional.ofNullable(maps.get(Names.plan(name))).map(PlanMap::read);
        Optional<Control> control =
                Optional.ofNullable(maps.get(Names.control(name))).map(Control::of);
        List<SoftphoneRunner> runners = context.getSecondaryResources(SoftphoneRunner.class).stream()
                .filter(runner -> owned(test, runner))
                .sorted(Comparator.comparing(runner -> runner.getSpec().number()))
                .toList();
        Reports.Look look = over(test) ? forgotten(test) : watchHealth.trusted(reports.look(test, runners), runners);
        return new Observation(
                test,
                clock.instant(),
                plan,
                control,
                runners(test, context, pods, runners, look),
                look.measured(),
                () -> Details.of(runners),
                troubles(test, context, pods, control),
                plan.isPresent() ? Inventory.UNKNOWN : nodes.read());
    }

    /** It was over before this look. */
    static boolean over(SoftphoneLoadTest test) {
        return test.getStatus() != null && test.getStatus().finishedAt() != null;
    }

    private Reports.Look forgotten(SoftphoneLoadTest test) {
        reports.forget(test);
        return new Reports.Look(Map.of(), Map.of());
    }

    private static List<RunnerState> runners(
            SoftphoneLoadTest test,
            Context<SoftphoneLoadTest> context,
            List<Pod> pods,
            List<SoftphoneRunner> runners,
            Reports.Look look) {
        Set<String> running = context.getSecondaryResources(Job.class).stream()
                .filter(job -> owned(test, job) && !over(job))
                .map(job -> job.getMetadata().getLabels().get(Names.REGION))
                .collect(Collectors.toSet());
        Map<String, List<Pod>> byRunner = pods.stream()
                .filter(pod -> pod.getMetadata().getAnnotations() != null
                        && pod.getMetadata().getAnnotations().containsKey(INDEX))
                .collect(Collectors.groupingBy(pod -> Names.runner(
                        test.getMetadata().getName(),
                        pod.getMetadata().getLabels().getOrDefault(Names.REGION, ""),
                        Integer.parseInt(pod.getMetadata().getAnnotations().get(INDEX)))));
        return runners.stream()
                .filter(runner ->
                        look.runners().containsKey(runner.getMetadata().getName()))
                .map(runner -> state(
                        runner,
                        Objects.requireNonNull(
                                look.runners().get(runner.getMetadata().getName())),
                        byRunner.getOrDefault(runner.getMetadata().getName(), List.of()),
                        running.contains(runner.getSpec().region())))
                .toList();
    }

    /** Of pods at any time; of Jobs while pods are to come. */
    private List<String> troubles(
            SoftphoneLoadTest test, Context<SoftphoneLoadTest> context, List<Pod> pods, Optional<Control> control) {
        List<String> troubles = new ArrayList<>();
        if (control.filter(one -> one.command() == Control.Command.Arm && one.jobsCreated())
                .isPresent()) {
            troubles.addAll(jobTroubles.of(context.getSecondaryResources(Job.class).stream()
                    .filter(job -> owned(test, job))
                    .toList()));
        }
        troubles.addAll(PodTroubles.of(pods));
        return troubles;
    }

    private static RunnerState state(SoftphoneRunner runner, Reports.Seen seen, List<Pod> pods, boolean jobRuns) {
        boolean podOver = pods.isEmpty() ? !jobRuns : pods.stream().allMatch(PodTroubles::over);
        return new RunnerState(
                runner.getMetadata().getName(),
                runner.getSpec(),
                Optional.ofNullable(runner.getStatus()),
                seen.report(),
                seen.silent(),
                podOver);
    }

    private static boolean over(Job job) {
        return job.getStatus() != null
                && job.getStatus().getConditions().stream()
                        .anyMatch(condition -> condition.getStatus().equals("True")
                                && (condition.getType().equals("Complete")
                                        || condition.getType().equals("Failed")));
    }

    private static boolean owned(SoftphoneLoadTest test, HasMetadata object) {
        return object.getMetadata().getOwnerReferences().stream()
                .anyMatch(owner -> owner.getUid().equals(test.getMetadata().getUid()));
    }
}
