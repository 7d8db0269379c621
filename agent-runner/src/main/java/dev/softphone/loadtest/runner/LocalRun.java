package dev.softphone.loadtest.runner;

import dev.softphone.loadtest.measure.Coverage;
import dev.softphone.loadtest.measure.Measurements;
import dev.softphone.loadtest.measure.Preflight;
import dev.softphone.loadtest.measure.Transcript;
import dev.softphone.loadtest.model.LoadTest;
import dev.softphone.loadtest.plan.ArrivalSchedule;
import dev.softphone.loadtest.plan.SearchPlan.NextTrial;
import dev.softphone.loadtest.runner.RunListener.Phase;
import dev.softphone.loadtest.runner.softphone.Transcripts;
import dev.softphone.loadtest.search.SearchCourse;
import dev.softphone.loadtest.verdict.Evidence;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Runs a whole test on this machine: warm up, send the preflight softphone, arrive, hold, drain, report. A search does the
 * middle part several times.
 */
public final class LocalRun {
    private final RunSetup run;
    private final Clock clock;
    private final RunListener listener;
    private final StopSignal stop;

    public LocalRun(RunSetup run, Clock clock, RunListener listener, StopSignal stop) {
        this.run = run;
        this.clock = clock;
        this.listener = listener;
        this.stop = stop;
    }

    /**
     * Blocks until the run is over.
     *
     * @param hostWatch made from the lanes it is to watch
     * @throws InterruptedException when this thread is interrupted
     */
    public RunResult run(Function<LoopHealth, HostWatch> hostWatch) throws InterruptedException {
        Instant startedAt = clock.instant();
        try (Runner runner = new Runner(run, listener, stop, hostWatch)) {
            runner.warmUp();
            PreflightResult preflight = runner.preflight();
            if (preflight.preflight().hopeless() || stop.isRaised()) {
                return nothingStarted(runner, preflight, startedAt);
            }
            Optional<SearchCourse> search = SearchCourse.of(run.test());
            return search.isPresent()
                    ? search(search.get(), runner, preflight, startedAt)
                    : once(runner, preflight, startedAt);
        }
    }

    /** A run that ends before it begins: the gateway's name has no address. */
    public static RunResult unresolved(LoadTest test, Preflight preflight, Instant now) {
        Evidence evidence = new Evidence(
                test,
                Measurements.nothingStarted(test.softphones()),
                Coverage.WHOLE,
                Optional.of(preflight),
                Optional.empty(),
                List.of(),
                false);
        return new RunResult(evidence, List.of(), now, now);
    }

    private RunResult nothingStarted(Runner runner, PreflightResult preflight, Instant startedAt) {
        Evidence evidence = new Evidence(
                run.test(),
                runner.nothingStarted(),
                Coverage.WHOLE,
                Optional.of(preflight.preflight()),
                Optional.empty(),
                List.of(),
                stop.isRaised());
        return result(evidence, preflight.transcripts(), startedAt);
    }

    private RunResult once(Runner runner, PreflightResult preflight, Instant startedAt) throws InterruptedException {
        LoadTest test = run.test();
        ArrivalSchedule schedule = ArrivalSchedule.of(test.arrival(), test.softphones(), test.limits(), test.seed());
        TrialResult trial = runner.trial(TrialPlan.now(schedule, test.hold()));
        List<Transcript> transcripts = new ArrayList<>(preflight.transcripts());
        transcripts.addAll(trial.transcripts());
        Evidence evidence = new Evidence(
                test,
                trial.measurements(),
                Coverage.WHOLE,
                Optional.of(preflight.preflight()),
                trial.slotProbe(),
                List.of(),
                trial.interrupted());
        return result(evidence, transcripts, startedAt);
    }

    private RunResult search(SearchCourse course, Runner runner, PreflightResult preflight, Instant startedAt)
            throws InterruptedException {
        List<Transcript> transcripts = new ArrayList<>(preflight.transcripts());
        List<dev.softphone.loadtest.measure.Trial> trials = new ArrayList<>();
        boolean interrupted = false;
        Optional<NextTrial> next = course.after(trials, Coverage.WHOLE);
        while (!interrupted && next.isPresent()) {
            if (!trials.isEmpty() && stop.await(course.pause().toMillis())) {
                interrupted = true;
                break;
            }
            int softphones = next.get().softphones();
            long rampMillis = next.get().rampMillis();
            listener.phase(
                    Phase.Arriving,
                    "trial " + (trials.size() + 1) + ": " + next.get().why());
            TrialResult trial = runner.trial(TrialPlan.now(course.schedule(softphones, rampMillis), course.hold()));
            transcripts.addAll(trial.transcripts());
            interrupted = trial.interrupted();
            trials.add(SearchCourse.ended(
                    trials.size() + 1,
                    softphones,
                    rampMillis,
                    trial.everyoneHeld(),
                    Coverage.WHOLE,
                    trial.measurements()));
            next = course.after(trials, Coverage.WHOLE);
        }
        Measurements last = trials.isEmpty()
                ? Measurements.EMPTY
                : trials.get(trials.size() - 1).measurements();
        Evidence evidence = new Evidence(
                run.test(),
                last,
                Coverage.WHOLE,
                Optional.of(preflight.preflight()),
                Optional.empty(),
                trials,
                interrupted);
        return result(evidence, transcripts, startedAt);
    }

    private RunResult result(Evidence evidence, List<Transcript> transcripts, Instant startedAt) {
        listener.phase(Phase.Finished, "");
        return new RunResult(
                evidence, Transcript.firstOfEachOutcome(transcripts, Transcripts.MAX), startedAt, clock.instant());
    }
}
