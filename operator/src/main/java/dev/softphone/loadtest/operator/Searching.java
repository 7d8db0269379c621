package dev.softphone.loadtest.operator;

import dev.softphone.loadtest.api.status.ClusterView;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneLoadTestStatus;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneRunnerStatus.Phase;
import dev.softphone.loadtest.measure.Trial;
import dev.softphone.loadtest.model.LoadTest;
import dev.softphone.loadtest.operator.resources.Control;
import dev.softphone.loadtest.operator.resources.Control.Command;
import dev.softphone.loadtest.operator.resources.ReportMap;
import dev.softphone.loadtest.operator.resources.TrialsMap;
import dev.softphone.loadtest.plan.ExecutionPlan;
import dev.softphone.loadtest.plan.SearchPlan.NextTrial;
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
 * A search from its first trial to its verdict. Pure: no clock, no cluster.
 *
 * <pre>
 * trial n under way -> all reported or lost -> store trials 1 … n -> tell the size of trial n + 1 -> …
 *                                           -> the answer, a trial that is not whole, or an end from outside: judge
 * </pre>
 *
 * A trial is stored before the next one is told, so that whoever goes on has all that the next one follows from; it is
 * told over the control object that was read and no other, so that it has one start.
 */
final class Searching {
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final LifecyclePolicy.Policy policy;

    Searching(LifecyclePolicy.Policy policy) {
        this.policy = policy;
    }

    static Control.Size size(NextTrial next) {
        return new Control.Size(next.softphones(), next.rampMillis());
    }

    Decision decide(Observation seen, LoadTest test, ExecutionPlan plan, Control control, SearchCourse course) {
        Control.Size size = control.size().orElseGet(() -> new Control.Size(test.softphones(), 0));
        Instant startAt = control.startAt().orElse(seen.now());
        boolean over = seen.now()
                .isAfter(startAt.plus(course.length(size.softphones(), size.rampMillis()))
                        .plus(policy.finalReport())
                        .plus(policy.pace(plan).spread()));
        Duration silence = over ? Duration.ZERO : policy.silence(plan, startAt, seen.now());
        Merged merged = Merged.of(plan, seen, silence);
        boolean ended = seen.now().isAfter(startAt)
                && merged.coverage().reported() + merged.coverage().lost() >= plan.runners();
        Optional<Ending> ending =
                Ending.of(seen, test).or(() -> ended ? Optional.empty() : Ending.onLoss(seen, silence));
        boolean stored = seen.trials().size() >= control.trial();
        boolean behind = seen.trials().size() < control.trial() - 1;
        if (ended && (!behind || over)) {
            // Nobody finishes a search but who was told, or was ended from outside.
            boolean left = seen.runners().stream().anyMatch(runner -> runner.is(Phase.Finished));
            boolean interrupted = ending.isPresent() || left || behind || control.command() != Command.Run;
            Merged whole = merged.with(seen.details().get());
            List<Trial> trials = stored ? seen.trials() : with(seen, control, size, whole, interrupted);
            return (interrupted ? Optional.<NextTrial>empty() : course.after(trials, whole.coverage()))
                    .map(next -> next(seen, test, plan, control, course, whole, trials, next))
                    .orElseGet(() -> finish(seen, test, plan, control, whole, trials, interrupted));
        }
        boolean drain = ending.isPresent() && control.command() == Command.Run;
        boolean interrupted = drain || control.command() != Command.Run;
        return new Decision(
                        drain ? List.of(control.told(Command.Drain).configMap(seen.resource())) : List.of(),
                        ending.filter(any -> drain).map(why -> new Decision.Note(false, "Draining", why.why())),
                        Optional.of(running(seen, test, plan, merged, seen.trials(), interrupted)),
                        Optional.of(LOOK))
                .measured(merged);
    }

    /**
     * A trial that was ended before anybody began is none. Whether it was held is the runners' word alone: who was
     * ended early says no, and what ends the search after all have spoken changes nothing of what they saw.
     */
    private static List<Trial> with(
            Observation seen, Control control, Control.Size size, Merged whole, boolean interrupted) {
        List<Trial> trials = new ArrayList<>(seen.trials());
        if (!interrupted || whole.measurements().softphones().started() > 0) {
            boolean everyoneHeld = seen.runners().stream().allMatch(RunnerState::held);
            trials.add(SearchCourse.ended(
                    control.trial(),
                    size.softphones(),
                    size.rampMillis(),
                    everyoneHeld,
                    whole.coverage(),
                    whole.measurements()));
        }
        return trials;
    }

    private Decision next(
            Observation seen,
            LoadTest test,
            ExecutionPlan plan,
            Control control,
            SearchCourse course,
            Merged merged,
            List<Trial> trials,
            NextTrial next) {
        Duration lead = policy.pace(plan).lead(policy.lead());
        Duration wait = lead.compareTo(course.pause()) > 0 ? lead : course.pause();
        Control told = control.run(seen.now().plus(wait), control.trial() + 1, size(next));
        return new Decision(
                        List.of(TrialsMap.of(seen.resource(), trials), told.configMap(seen.resource())),
                        Optional.of(new Decision.Note(
                                false, "Trial" + told.trial(), next.softphones() + " softphones: " + next.why())),
                        Optional.of(running(seen, test, plan, merged, trials, false)),
                        Optional.of(LOOK))
                .measured(merged);
    }

    private Decision finish(
            Observation seen,
            LoadTest test,
            ExecutionPlan plan,
            Control control,
            Merged merged,
            List<Trial> trials,
            boolean interrupted) {
        Evidence evidence = merged.evidence(test, trials, interrupted);
        Judgement judgement = Judge.judge(evidence);
        Instant startedAt = Optional.ofNullable(seen.resource().getStatus())
                .flatMap(status -> Optional.ofNullable(status.startedAt()))
                .map(Instant::parse)
                .orElse(seen.now());
        ConfigMap report = ReportMap.of(seen.resource(), merged.report(evidence, judgement, startedAt, seen.now()));
        List<HasMetadata> objects = new ArrayList<>(List.of(report, TrialsMap.done(seen.resource())));
        if (control.command() == Command.Run) {
            objects.add(control.told(Command.Drain).configMap(seen.resource()));
        }
        return new Decision(
                        objects,
                        Optional.of(new Decision.Note(
                                false,
                                judgement.verdict().name(),
                                trials.stream()
                                                .filter(Trial::held)
                                                .mapToInt(Trial::softphones)
                                                .max()
                                                .orElse(0)
                                        + " softphones held at most, in " + trials.size() + " trials")),
                        Optional.of(LifecyclePolicy.status(seen)
                                .in(view(plan, merged)
                                        .reportedIn(report.getMetadata().getName()))
                                .finished(evidence, judgement)),
                        Optional.of(LOOK))
                .measured(merged);
    }

    private static SoftphoneLoadTestStatus running(
            Observation seen,
            LoadTest test,
            ExecutionPlan plan,
            Merged merged,
            List<Trial> trials,
            boolean interrupted) {
        Evidence evidence = merged.evidence(test, trials, interrupted);
        boolean begun = !trials.isEmpty()
                || !seen.now().isBefore(seen.control().flatMap(Control::startAt).orElse(seen.now()));
        return begun
                ? LifecyclePolicy.status(seen).in(view(plan, merged)).running(evidence)
                : LifecyclePolicy.status(seen).in(view(plan, merged)).accepted();
    }

    private static ClusterView view(ExecutionPlan plan, Merged merged) {
        boolean whole = merged.coverage().lost() == 0;
        return new ClusterView(
                whole,
                whole ? "Armed" : "RunnersLost",
                merged.coverage().reported() + " of " + LifecyclePolicy.runners(plan)
                        + " reported the trial to its end, " + merged.coverage().lost() + " lost",
                merged.regions(),
                plan.arithmetic());
    }
}
