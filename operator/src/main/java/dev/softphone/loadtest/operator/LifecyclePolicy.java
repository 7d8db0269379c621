package dev.softphone.loadtest.operator;

import dev.softphone.loadtest.api.read.Reading;
import dev.softphone.loadtest.api.read.SpecReader;
import dev.softphone.loadtest.api.read.Violation;
import dev.softphone.loadtest.api.status.ClusterView;
import dev.softphone.loadtest.api.status.StatusFactory;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneLoadTest;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneLoadTestStatus;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneRunner;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneRunnerStatus.Phase;
import dev.softphone.loadtest.model.LoadTest;
import dev.softphone.loadtest.operator.resources.Control;
import dev.softphone.loadtest.operator.resources.Control.Command;
import dev.softphone.loadtest.operator.resources.PlanMap;
import dev.softphone.loadtest.operator.resources.ReportMap;
import dev.softphone.loadtest.operator.resources.RunnerAccess;
import dev.softphone.loadtest.operator.resources.RunnerJobs;
import dev.softphone.loadtest.operator.resources.RunnerObjects;
import dev.softphone.loadtest.operator.resources.RunnerPod;
import dev.softphone.loadtest.plan.ExecutionPlan;
import dev.softphone.loadtest.plan.Infeasible;
import dev.softphone.loadtest.plan.NodeBudget;
import dev.softphone.loadtest.plan.Planner;
import dev.softphone.loadtest.plan.Planning;
import dev.softphone.loadtest.plan.RunnerSize;
import dev.softphone.loadtest.targets.TargetPolicy;
import dev.softphone.loadtest.verdict.Evidence;
import dev.softphone.loadtest.verdict.Judge;
import dev.softphone.loadtest.verdict.Judgement;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * From what is there to what is to be done. Pure: no clock, no cluster.
 *
 * <pre>
 * accept -> store the plan -> create runners, access, control, Jobs -> all armed -> run -> all reported or lost -> judge
 * </pre>
 *
 * Every step can be repeated: an operator that dies between any two goes on from what the API server holds.
 */
public final class LifecyclePolicy {
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration LOOK_SLOWLY = Duration.ofSeconds(5);
    /** A runner is lost after three intervals, but not before. */
    private static final Duration LEAST_SILENCE = Duration.ofSeconds(15);

    private final Policy policy;
    private final TargetPolicy targets;

    /**
     * What the operator's settings mean for a decision.
     *
     * @param allowedTargets host patterns
     */
    public record Policy(
            RunnerPod pod,
            RunnerSize size,
            List<String> allowedTargets,
            Duration reportInterval,
            Duration ready,
            Duration lead,
            Duration finalReport) {

        Duration silence() {
            Duration three = reportInterval.multipliedBy(3);
            return three.compareTo(LEAST_SILENCE) > 0 ? three : LEAST_SILENCE;
        }
    }

    /** @throws IllegalArgumentException for a pattern of an allowed target that is none */
    public LifecyclePolicy(Policy policy) {
        this.policy = policy;
        this.targets = TargetPolicy.of(policy.allowedTargets(), TargetRules.SETTING);
    }

    public Decision decide(Observation seen) {
        SoftphoneLoadTestStatus before = seen.resource().getStatus();
        if (before != null && before.finishedAt() != null) {
            return Decision.nothing();
        }
        Reading<LoadTest> reading = SpecReader.read(seen.resource());
        if (reading instanceof Reading.Refused<LoadTest> refused) {
            return refuse(seen, "Invalid", refused.violations());
        }
        LoadTest test = ((Reading.Accepted<LoadTest>) reading).value();
        if (seen.plan().isEmpty()) {
            return accept(seen, test);
        }
        ExecutionPlan plan = seen.plan().get();
        Control control = seen.control().orElseGet(() -> Control.arm(policy.reportInterval()));
        if (control.command() == Command.Arm) {
            return control.jobsCreated() ? arming(seen, test, plan, control) : provision(seen, test, plan, control);
        }
        return running(seen, test, plan, control);
    }

    private Decision refuse(Observation seen, String reason, List<Violation> violations) {
        return new Decision(
                List.of(),
                Optional.of(new Decision.Note(true, reason, violations.get(0).toString())),
                Optional.of(status(seen).refused(reason, violations)),
                Optional.empty());
    }

    private Decision accept(Observation seen, LoadTest test) {
        List<Violation> notHere = ClusterRules.violations(test);
        if (!notHere.isEmpty()) {
            return refuse(seen, "NotInACluster", notHere);
        }
        List<Violation> notThere = TargetRules.violations(test, targets, seen.now());
        return notThere.isEmpty() ? plan(seen, test) : refuse(seen, TargetRules.REASON, notThere);
    }

    private Decision plan(Observation seen, LoadTest test) {
        Planning planning = Planner.plan(test, seen.inventory(), policy.size());
        if (planning instanceof Infeasible infeasible) {
            return refuse(
                    seen,
                    infeasible.shortages().get(0).reason(),
                    infeasible.shortages().stream()
                            .map(shortage -> new Violation(path(shortage), shortage.required(), shortage.observed()))
                            .toList());
        }
        ExecutionPlan plan = (ExecutionPlan) planning;
        return new Decision(
                List.of(PlanMap.of(seen.resource(), plan, policy.allowedTargets())),
                Optional.of(
                        new Decision.Note(false, "Planned", test.softphones() + " softphones over " + runners(plan))),
                Optional.of(preparing(seen, plan, "Planned", "the runners are being created")),
                Optional.of(LOOK));
    }

    private static String path(Infeasible.Shortage shortage) {
        return shortage.path().startsWith("runner.") ? shortage.path() : "spec." + shortage.path();
    }

    private Decision provision(Observation seen, LoadTest test, ExecutionPlan plan, Control control) {
        SoftphoneLoadTest resource = seen.resource();
        List<SoftphoneRunner> runners = RunnerObjects.of(resource, plan);
        List<HasMetadata> objects = new ArrayList<>(runners);
        objects.addAll(RunnerAccess.of(
                resource,
                runners.stream().map(runner -> runner.getMetadata().getName()).toList()));
        objects.add(control.configMap(resource));
        objects.addAll(RunnerJobs.of(resource, test, plan, policy.pod(), deadline(seen, test, plan)));
        objects.add(control.withJobsCreated().configMap(resource));
        return new Decision(
                objects,
                Optional.of(new Decision.Note(false, "Provisioned", runners(plan) + " created")),
                Optional.of(preparing(seen, plan, "Provisioning", "waiting for pods")),
                Optional.of(LOOK));
    }

    private Decision arming(Observation seen, LoadTest test, ExecutionPlan plan, Control control) {
        Optional<RunnerState> refused = seen.runners().stream()
                .filter(runner -> runner.is(Phase.Refused))
                .findFirst();
        if (refused.isPresent()) {
            String why = refused.get().name() + ": "
                    + refused.get()
                            .status()
                            .flatMap(status -> Optional.ofNullable(status.message()))
                            .orElse("refused");
            return giveUp(seen, test, plan, control, "RunnerRefused", why);
        }
        Optional<Ending> ending = Ending.of(seen, test);
        if (ending.isPresent()) {
            return giveUp(
                    seen,
                    test,
                    plan,
                    control,
                    ending.get().reason(),
                    ending.get().why());
        }
        Optional<RunnerState> gone =
                seen.runners().stream().filter(RunnerState::goneBeforeTheStart).findFirst();
        if (gone.isPresent()) {
            return giveUp(
                    seen,
                    test,
                    plan,
                    control,
                    "RunnerGone",
                    String.join(
                            "; ",
                            withFirst("the pod of " + gone.get().name() + " ended before the start", seen.troubles())));
        }
        long armed = seen.runners().stream().filter(RunnerState::armed).count();
        String count = armed + " of " + runners(plan) + " armed";
        if (armed == plan.runners()) {
            Optional<String> exceeded = NodeBudget.exceeded(test, RunnerState.softphonesByNode(seen.runners()));
            if (exceeded.isPresent()) {
                return giveUp(seen, test, plan, control, "NodeBudgetExceeded", exceeded.get());
            }
            Instant startAt = seen.now().plus(policy.lead());
            return new Decision(
                    List.of(control.run(startAt).configMap(seen.resource())),
                    Optional.of(new Decision.Note(false, "Starting", count + ", the first arrival is at " + startAt)),
                    Optional.of(status(seen)
                            .startedAt(startAt)
                            .in(new ClusterView(true, "Armed", count, List.of(), plan.arithmetic()))
                            .accepted()),
                    Optional.of(LOOK));
        }
        String trouble = String.join("; ", withFirst(count, seen.troubles()));
        if (waited(seen).compareTo(policy.ready()) > 0) {
            return giveUp(
                    seen,
                    test,
                    plan,
                    control,
                    "NotReady",
                    trouble + "; required all within " + policy.ready().toSeconds() + " s");
        }
        return new Decision(
                List.of(),
                Optional.empty(),
                Optional.of(preparing(seen, plan, seen.troubles().isEmpty() ? "Provisioning" : "Trouble", trouble)),
                Optional.of(LOOK));
    }

    private static String runners(ExecutionPlan plan) {
        return plan.runners() == 1 ? "1 runner" : plan.runners() + " runners";
    }

    private static List<String> withFirst(String first, List<String> rest) {
        List<String> all = new ArrayList<>(rest);
        all.add(0, first);
        return all;
    }

    /** Since the test was created: the only clock that a restart of the operator does not reset. */
    private static Duration waited(Observation seen) {
        return Duration.between(Instant.parse(seen.resource().getMetadata().getCreationTimestamp()), seen.now());
    }

    /** Nothing was sent by anybody, and nothing will be. */
    private Decision giveUp(
            Observation seen, LoadTest test, ExecutionPlan plan, Control control, String reason, String why) {
        Merged merged =
                Merged.of(plan, seen, policy.silence()).with(seen.details().get());
        Evidence evidence = merged.evidence(test, true);
        Judgement judgement = Judge.judge(evidence);
        return new Decision(
                List.of(control.told(Command.Abort).configMap(seen.resource())),
                Optional.of(new Decision.Note(true, reason, why)),
                Optional.of(status(seen)
                        .in(new ClusterView(false, reason, why, merged.regions(), plan.arithmetic()))
                        .finished(evidence, judgement)),
                Optional.empty());
    }

    private Decision running(Observation seen, LoadTest test, ExecutionPlan plan, Control control) {
        Instant startAt = control.startAt().orElse(seen.now());
        boolean over = seen.now()
                .isAfter(startAt.plus(RunLength.of(test))
                        .plus(policy.finalReport())
                        .plus(reportSpread(plan)));
        // Past the end nobody is waited for any more: a silent runner is a lost one. Waiting for the start is no
        // silence.
        boolean settled = seen.now().isAfter(startAt.plus(policy.silence()));
        Duration silence = over ? Duration.ZERO : settled ? policy.silence() : Duration.ofDays(1);
        Merged soFar = Merged.of(plan, seen, silence);
        boolean finished = seen.now().isAfter(startAt)
                && soFar.coverage().reported() + soFar.coverage().lost() >= plan.runners();
        Merged merged = finished ? soFar.with(seen.details().get()) : soFar;
        Optional<Ending> ending = Ending.of(seen, test);
        boolean drain = ending.isPresent() && control.command() == Command.Run;
        boolean interrupted = drain || control.command() != Command.Run;
        Evidence evidence = merged.evidence(test, interrupted);
        boolean whole = merged.coverage().lost() == 0;
        ClusterView view = new ClusterView(
                whole,
                whole ? "Armed" : "RunnersLost",
                merged.coverage().reported() + " of " + runners(plan) + " reported to the end, "
                        + merged.coverage().lost() + " lost",
                merged.regions(),
                plan.arithmetic());
        if (finished) {
            Judgement judgement = Judge.judge(evidence);
            ConfigMap report = ReportMap.of(seen.resource(), merged.report(evidence, judgement, startAt, seen.now()));
            return new Decision(
                            List.of(report),
                            Optional.of(new Decision.Note(
                                    false,
                                    judgement.verdict().name(),
                                    merged.measurements().softphones().connected() + " of " + test.softphones()
                                            + " softphones connected")),
                            Optional.of(status(seen)
                                    .in(view.reportedIn(report.getMetadata().getName()))
                                    .finished(evidence, judgement)),
                            Optional.empty())
                    .measured(merged);
        }
        return new Decision(
                        drain ? List.of(control.told(Command.Drain).configMap(seen.resource())) : List.of(),
                        ending.filter(any -> drain).map(why -> new Decision.Note(false, "Draining", why.why())),
                        Optional.of(
                                seen.now().isBefore(startAt)
                                        ? status(seen).in(view).accepted()
                                        : status(seen).in(view).running(evidence)),
                        Optional.of(plan.runners() > 100 ? LOOK_SLOWLY : LOOK))
                .measured(merged);
    }

    private Duration deadline(Observation seen, LoadTest test, ExecutionPlan plan) {
        Duration longest = policy.ready()
                .plus(policy.lead())
                .plus(RunLength.of(test))
                .plus(reportSpread(plan))
                .plus(policy.finalReport());
        return Ending.within(longest, seen, test);
    }

    /** Final reports are spread at about twenty a second. */
    private static Duration reportSpread(ExecutionPlan plan) {
        return Duration.ofMillis(50L * plan.runners());
    }

    private SoftphoneLoadTestStatus preparing(Observation seen, ExecutionPlan plan, String reason, String message) {
        return status(seen)
                .in(new ClusterView(false, reason, message, List.of(), plan.arithmetic()))
                .accepted();
    }

    private static StatusFactory status(Observation seen) {
        return new StatusFactory(
                seen.now(),
                seen.resource().getStatus(),
                seen.resource().getMetadata().getGeneration());
    }
}
