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
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Reads everything a decision needs from the caches of the watches; asks the API server for nothing but the nodes and the
 * locks of targets, both before a test is planned only, of Jobs that make no pods for the Events, and of a runner that is
 * silent for whether it is.
 */
@ApplicationScoped
public class Gatherer {
    private static final String INDEX = "batch.kubernetes.io/job-completion-index";

    private final Clock clock;
    private final Reports reports;
    private final NodeInventory nodes;
    private final JobTroubles jobTroubles;
    private final WatchHealth watchHealth;
    private final TargetLocks locks;
    private final TrialStore trials;

    @Inject
    public Gatherer(
            Clock clock,
            Reports reports,
            NodeInventory nodes,
            JobTroubles jobTroubles,
            WatchHealth watchHealth,
            TargetLocks locks,
            TrialStore trials) {
        this.clock = clock;
        this.reports = reports;
        this.nodes = nodes;
        this.jobTroubles = jobTroubles;
        this.watchHealth = watchHealth;
        this.locks = locks;
        this.trials = trials;
    }

    /** Whether the test has had its turn, or needs none any more. */
    boolean admitted(SoftphoneLoadTest test, Context<SoftphoneLoadTest> context) {
        return over(test)
                || maps(test, context).containsKey(Names.plan(test.getMetadata().getName()));
    }

    /** Called by one reconciliation of a test at a time. */
    public Observation gather(SoftphoneLoadTest test, Context<SoftphoneLoadTest> context) {
        String name = test.getMetadata().getName();
        Map<String, ConfigMap> maps = maps(test, context);
        List<Pod> pods = List.copyOf(context.getSecondaryResources(Pod.class));
        List<Job> jobs = context.getSecondaryResources(Job.class).stream()
                .filter(job -> owned(test, job))
                .sorted(Comparator.comparing(job -> job.getMetadata().getName()))
                .toList();
        Optional<ConfigMap> stored = Optional.ofNullable(maps.get(Names.plan(name)));
        Optional<ExecutionPlan> plan = stored.map(PlanMap::read);
        Optional<Control> control =
                Optional.ofNullable(maps.get(Names.control(name))).map(Control::of);
        boolean waiting = plan.isEmpty() && !over(test);
        List<SoftphoneRunner> runners = context.getSecondaryResources(SoftphoneRunner.class).stream()
                .filter(runner -> owned(test, runner))
                .sorted(Comparator.comparing(runner -> runner.getSpec().number()))
                .toList();
        Optional<Reports.OfTrial> trial =
                control.flatMap(told -> told.size().map(size -> new Reports.OfTrial(told.trial(), size.softphones())));
        Optional<ConfigMap> ended = Optional.ofNullable(maps.get(Names.trials(name)));
        if (over(test)) {
            ended.ifPresent(trials::forget);
        }
        Reports.Look look =
                over(test) ? forgotten(test) : watchHealth.trusted(reports.look(test, runners, trial), runners);
        return new Observation(
                test,
                clock.instant(),
                plan,
                control,
                runners(test, pods, jobs, runners, look),
                look.measured(),
                () -> Details.of(runners, trial),
                troubles(pods, jobs, control),
                waiting ? nodes.read(test.getSpec().runnerTemplate()) : Inventory.UNKNOWN,
                Instant.parse(stored.map(HasMetadata.class::cast)
                        .orElse(test)
                        .getMetadata()
                        .getCreationTimestamp()),
                jobs,
                waiting
                        ? Optional.of(
                                locks.queue(test, context.getPrimaryCache().list()))
                        : Optional.empty(),
                over(test) ? List.of() : trials.read(ended));
    }

    /** What an earlier test of the same name left is not this one's. */
    private static Map<String, ConfigMap> maps(SoftphoneLoadTest test, Context<SoftphoneLoadTest> context) {
        return context.getSecondaryResources(ConfigMap.class).stream()
                .filter(map -> owned(test, map))
                .collect(Collectors.toMap(map -> map.getMetadata().getName(), Function.identity()));
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
            SoftphoneLoadTest test, List<Pod> pods, List<Job> jobs, List<SoftphoneRunner> runners, Reports.Look look) {
        Map<String, JobState> byRegion = jobs.stream()
                .collect(Collectors.toMap(job -> job.getMetadata().getLabels().get(Names.REGION), JobState::of));
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
                        byRegion.getOrDefault(runner.getSpec().region(), JobState.GONE)))
                .toList();
    }

    /** Of pods at any time; of Jobs while pods are to come. */
    private List<String> troubles(List<Pod> pods, List<Job> jobs, Optional<Control> control) {
        List<String> troubles = new ArrayList<>();
        if (control.filter(one -> one.command() == Control.Command.Arm && one.jobsCreated())
                .isPresent()) {
            troubles.addAll(jobTroubles.of(jobs));
        }
        troubles.addAll(PodTroubles.of(pods));
        return troubles;
    }

    private static RunnerState state(SoftphoneRunner runner, Reports.Seen seen, List<Pod> pods, JobState job) {
        boolean ended = pods.isEmpty() ? !job.runs() : pods.stream().allMatch(PodTroubles::over);
        boolean replaced = job.replaces(runner.getSpec().index());
        boolean between = replaced
                && runner.getStatus() != null
                && pods.stream()
                        .noneMatch(pod -> !PodTroubles.over(pod)
                                && pod.getMetadata()
                                        .getUid()
                                        .equals(runner.getStatus().incarnation()));
        return new RunnerState(
                runner.getMetadata().getName(),
                runner.getSpec(),
                Optional.ofNullable(runner.getStatus()),
                seen.report(),
                seen.silent(),
                ended && !replaced,
                between,
                seen.current());
    }

    private static boolean owned(SoftphoneLoadTest test, HasMetadata object) {
        return object.getMetadata().getOwnerReferences().stream()
                .anyMatch(owner -> owner.getUid().equals(test.getMetadata().getUid()));
    }
}
