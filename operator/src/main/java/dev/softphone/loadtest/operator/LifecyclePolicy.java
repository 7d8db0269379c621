package dev.softphone.loadtest.operator;

import dev.softphone.loadtest.api.read.Reading;
import dev.softphone.loadtest.api.read.SpecReader;
import dev.softphone.loadtest.api.status.ClusterView;
import dev.softphone.loadtest.api.status.StatusFactory;
import dev.softphone.loadtest.api.v1alpha1.OnRunnerLoss;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneLoadTest;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneLoadTestStatus;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneRunner;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneRunnerStatus.Phase;
import dev.softphone.loadtest.measure.Coverage;
import dev.softphone.loadtest.model.LoadTest;
import dev.softphone.loadtest.operator.resources.Control;
import dev.softphone.loadtest.operator.resources.Control.Command;
import dev.softphone.loadtest.operator.resources.ReportMap;
import dev.softphone.loadtest.operator.resources.RunnerAccess;
import dev.softphone.loadtest.operator.resources.RunnerJobs;
import dev.softphone.loadtest.operator.resources.RunnerObjects;
import dev.softphone.loadtest.operator.resources.RunnerPod;
import dev.softphone.loadtest.operator.turn.Turns;
import dev.softphone.loadtest.plan.ExecutionPlan;
import dev.softphone.loadtest.plan.NodeBudget;
import dev.softphone.loadtest.plan.ReportPace;
import dev.softphone.loadtest.plan.RunnerSize;
import dev.softphone.loadtest.search.SearchCourse;
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
 * accept -> wait for its turn -> store the plan -> create runners, access, control, Jobs -> all armed -> run -> all reported or lost -> judge
 * </pre>
 *
 * Every step can be repeated: an operator that dies between any two goes on from what the API server holds.
 */
public final class LifecyclePolicy {
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration LOOK_SLOWLY = Duration.ofSeconds(5);

    private final Policy policy;
    private final Admission admission;
    private final Searching searching;

    /**
     * What the operator's settings mean for a decision.
     *
     * @param allowedTargets host patterns
     * @param turns who goes when not all can go at once
     * @param turn how long a test waits for its turn
     * @param namespace the operator's own, where the locks of targets are
     * @param priorityClasses that a test may ask for
     */
    public record Policy(
            RunnerPod pod,
            RunnerSize size,
            List<String> allowedTargets,
            Duration reportInterval,
            Duration ready,
            Duration lead,
            Duration finalReport,
            Turns turns,
            Duration turn,
            String namespace,
            List<String> priorityClasses) {

        ReportPace pace(ExecutionPlan plan) {
            return new ReportPace(plan.runners(), reportInterval);
        }

        /** After which a runner is lost. Waiting for the start is no silence. */
        Duration silence(ExecutionPlan plan, Instant startAt, Instant now) {
            Duration patience = pace(plan).silence();
            return now.isAfter(startAt.plus(patience)) ? patience : Duration.ofDays(1);
        }
    }

    /** @throws IllegalArgumentException for a pattern of an allowed target that is none */
    public LifecyclePolicy(Policy policy) {
        this.policy = policy;
        this.admission = new Admission(policy);
        this.searching = new Searching(policy);
    }

    public Decision decide(Observation seen) {
        SoftphoneLoadTestStatus before = seen.resource().getStatus();
        if (before != null && before.finishedAt() != null) {
            return Retention.decide(seen, Instant.parse(before.finishedAt()));
        }
        Reading<LoadTest> reading = SpecReader.read(seen.resource());
        if (reading instanceof Reading.Refused<LoadTest> refused) {
            return Admission.refuse(seen, "Invalid", refused.violations());
        }
        LoadTest test = ((Reading.Accepted<LoadTest>) reading).value();
        if (seen.plan().isEmpty()) {
            return admission.decide(seen, test);
        }
        ExecutionPlan plan = seen.plan().get();
        Control control =
                seen.control().orElseGet(() -> Control.arm(policy.pace(plan).interval()));
        if (control.command() == Command.Arm) {
            return control.jobsCreated() ? arming(seen, test, plan, control) : provision(seen, test, plan, control);
        }
        return SearchCourse.of(test)
                .map(course -> searching.decide(seen, test, plan, control, course))
                .orElseGet(() -> running(seen, test, plan, control));
    }

    private Decision provision(Observation seen, LoadTest test, ExecutionPlan plan, Control control) {
        SoftphoneLoadTest resource = seen.resource();
        List<SoftphoneRunner> runners = RunnerObjects.of(resource, plan);
        Control first = Preflights.next(plan, seen.runners())
                .map(control::withPreflightOf)
                .orElse(control);
        List<HasMetadata> objects = new ArrayList<>(runners);
        objects.addAll(RunnerAccess.of(
                resource,
                runners.stream().map(runner -> runner.getMetadata().getName()).toList()));
        objects.add(first.configMap(resource));
        objects.addAll(RunnerJobs.of(
                resource,
                test,
                plan,
                policy.pod().with(resource.getSpec().runnerTemplate()),
                deadline(seen, test, plan)));
        objects.add(first.withJobsCreated().configMap(resource));
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
        Optional<Preflights.Hopeless> hopeless = Preflights.hopeless(seen.runners());
        if (hopeless.isPresent()) {
            return giveUp(
                    seen, test, plan, control, "PreflightFailed", hopeless.get().why());
        }
        Optional<String> region = Preflights.next(plan, seen.runners())
                .filter(next -> !control.preflight().equals(Optional.of(next)));
        long armed = seen.runners().stream().filter(RunnerState::armed).count();
        String count = armed + " of " + runners(plan) + " armed";
        if (armed == plan.runners()) {
            Optional<String> exceeded = NodeBudget.exceeded(test, RunnerState.softphonesByNode(seen.runners()));
            if (exceeded.isPresent()) {
                return giveUp(seen, test, plan, control, "NodeBudgetExceeded", exceeded.get());
            }
            Instant startAt = seen.now().plus(policy.pace(plan).lead(policy.lead()));
            Control run = SearchCourse.of(test)
                    .flatMap(course -> course.after(List.of(), Coverage.WHOLE))
                    .map(first -> control.run(startAt, 1, Searching.size(first)))
                    .orElseGet(() -> control.run(startAt));
            return new Decision(
                    List.of(run.configMap(seen.resource())),
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
                region.map(next -> List.<HasMetadata>of(
                                control.withPreflightOf(next).configMap(seen.resource())))
                        .orElse(List.of()),
                Optional.empty(),
                Optional.of(preparing(seen, plan, seen.troubles().isEmpty() ? "Provisioning" : "Trouble", trouble)),
                Optional.of(LOOK));
    }

    static String runners(ExecutionPlan plan) {
        return plan.runners() == 1 ? "1 runner" : plan.runners() + " runners";
    }

    private static List<String> withFirst(String first, List<String> rest) {
        List<String> all = new ArrayList<>(rest);
        all.add(0, first);
        return all;
    }

    /** Since the plan was stored, by the API server's clock, which a restart of the operator does not reset. */
    private static Duration waited(Observation seen) {
        return Duration.between(seen.since(), seen.now());
    }

    /** Nothing was sent by anybody, and nothing will be. */
    private Decision giveUp(
            Observation seen, LoadTest test, ExecutionPlan plan, Control control, String reason, String why) {
        Merged merged = Merged.of(plan, seen, policy.pace(plan).silence())
                .with(seen.details().get());
        boolean hopeless = Preflights.hopeless(seen.runners()).isPresent();
        Evidence evidence = merged.evidence(test, !hopeless);
        Judgement judgement = Judge.judge(evidence);
        return new Decision(
                List.of(control.told(Command.Abort).configMap(seen.resource())),
                Optional.of(new Decision.Note(true, reason, why)),
                Optional.of(status(seen)
                        .in(new ClusterView(false, reason, why, merged.regions(), plan.arithmetic()))
                        .finished(evidence, judgement)),
                Optional.of(LOOK));
    }

    private Decision running(Observation seen, LoadTest test, ExecutionPlan plan, Control control) {
        Instant startAt = control.startAt().orElse(seen.now());
        boolean over = seen.now()
                .isAfter(startAt.plus(longest(test, replacements(seen)))
                        .plus(policy.finalReport())
                        .plus(policy.pace(plan).spread()));
        // Past the end nobody is waited for any more: a silent runner is a lost one.
        Duration silence = over ? Duration.ZERO : policy.silence(plan, startAt, seen.now());
        Merged soFar = Merged.of(plan, seen, silence);
        boolean finished = seen.now().isAfter(startAt)
                && soFar.coverage().reported() + soFar.coverage().lost() >= plan.runners();
        Merged merged = finished ? soFar.with(seen.details().get()) : soFar;
        Optional<Ending> ending = Ending.of(seen, test)
                .or(() -> finished
                        ? Optional.empty()
                        : Ending.onLoss(seen, silence).or(() -> Ending.onBrokenThreshold(test, merged.measurements())));
        boolean drain = ending.isPresent() && control.command() == Command.Run;
        boolean interrupted = drain || control.command() != Command.Run;
        Evidence evidence = merged.evidence(test, interrupted);
        boolean whole = merged.coverage().lost() == 0;
        ClusterView view = new ClusterView(
                whole,
                whole ? "Armed" : "RunnersLost",
                merged.coverage().reported() + " of " + runners(plan) + " reported to the end, "
                        + merged.coverage().lost() + " lost" + replaced(seen),
                merged.regions(),
                plan.arithmetic());
        if (finished) {
            Judgement judgement = Judge.judge(evidence);
            ConfigMap report = ReportMap.of(seen.resource(), merged.report(evidence, judgement, startAt, seen.now()));
            List<HasMetadata> objects = new ArrayList<>(List.of(report));
            // Whoever is lost and comes back after the end finds nothing to do.
            if (merged.coverage().lost() > 0 && control.command() == Command.Run) {
                objects.add(control.told(Command.Drain).configMap(seen.resource()));
            }
            return new Decision(
                            objects,
                            Optional.of(new Decision.Note(
                                    false,
                                    judgement.verdict().name(),
                                    merged.measurements().softphones().connected() + " of " + test.softphones()
                                            + " softphones connected")),
                            Optional.of(status(seen)
                                    .in(view.reportedIn(report.getMetadata().getName()))
                                    .finished(evidence, judgement)),
                            Optional.of(LOOK))
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
                .plus(policy.pace(plan).lead(policy.lead()))
                .plus(SearchCourse.of(test)
                        .map(course -> course.longest(policy.pace(plan)
                                .lead(policy.lead())
                                .plus(policy.pace(plan).spread())
                                .plus(policy.finalReport())))
                        .orElseGet(() -> longest(test, replaces(seen) ? RunnerJobs.REPLACEMENTS : 0)))
                .plus(policy.pace(plan).spread())
                .plus(policy.finalReport());
        return Ending.within(longest, seen, test);
    }

    /** A pod that takes the place of another one comes up first, and then ramps up anew. */
    private Duration longest(LoadTest test, int replacements) {
        return RunLength.of(test)
                .multipliedBy(replacements + 1L)
                .plus(policy.ready().multipliedBy(replacements));
    }

    private static boolean replaces(Observation seen) {
        return seen.resource().getSpec().onRunnerLoss() == OnRunnerLoss.Replace;
    }

    private static int replacements(Observation seen) {
        return seen.runners().stream()
                .mapToInt(runner -> runner.replacements() + (runner.between() ? 1 : 0))
                .max()
                .orElse(0);
    }

    private static String replaced(Observation seen) {
        long pods = seen.runners().stream()
                .mapToLong(runner -> runner.replacements() + (runner.between() ? 1 : 0))
                .sum();
        return pods == 0 ? "" : ", " + pods + " replaced";
    }

    static SoftphoneLoadTestStatus preparing(Observation seen, ExecutionPlan plan, String reason, String message) {
        return status(seen)
                .in(new ClusterView(false, reason, message, List.of(), plan.arithmetic()))
                .accepted();
    }

    static StatusFactory status(Observation seen) {
        return new StatusFactory(
                seen.now(),
                seen.resource().getStatus(),
                seen.resource().getMetadata().getGeneration());
    }
}
