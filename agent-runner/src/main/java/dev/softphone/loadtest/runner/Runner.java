package dev.softphone.loadtest.runner;

import dev.softphone.loadtest.measure.Coverage;
import dev.softphone.loadtest.measure.Measurements;
import dev.softphone.loadtest.measure.OutcomeKey;
import dev.softphone.loadtest.measure.Preflight;
import dev.softphone.loadtest.measure.Transcript;
import dev.softphone.loadtest.model.Arrival;
import dev.softphone.loadtest.model.LoadTest;
import dev.softphone.loadtest.model.Stage;
import dev.softphone.loadtest.plan.ArrivalSchedule;
import dev.softphone.loadtest.plan.SearchPlan;
import dev.softphone.loadtest.runner.RunListener.Phase;
import dev.softphone.loadtest.runner.net.LaneSetup;
import dev.softphone.loadtest.runner.net.WarmUp;
import dev.softphone.loadtest.runner.safety.Redactor;
import dev.softphone.loadtest.runner.softphone.Behaviour;
import dev.softphone.loadtest.runner.softphone.Transcripts;
import dev.softphone.loadtest.verdict.Evidence;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Runs one test on this machine: warm up, send the preflight softphone, arrive, hold, drain, report. A search does the
 * middle part several times.
 */
public final class Runner {

    /** What fails like this at N = 1 fails for all: nothing is started. */
    private static final Set<String> HOPELESS = Set.of(
            "http/400",
            "http/401",
            "http/403",
            "http/404",
            "http/426",
            "sip/401",
            "sip/403",
            "sip/404",
            "sip/407",
            "tcp/refused");

    private static final List<String> HOPELESS_FAMILIES = List.of("dns/", "tls/", "protocol/");

    private final RunSetup run;
    private final Clock clock;
    private final RunListener listener;
    private final StopSignal stop;
    private final Behaviour behaviour;

    public Runner(RunSetup run, Clock clock, RunListener listener, StopSignal stop) {
        this.run = run;
        this.clock = clock;
        this.listener = listener;
        this.stop = stop;
        this.behaviour = Behaviour.of(run.test());
    }

    /**
     * Blocks until the run is over.
     *
     * @param hostWatch made from the lanes it is to watch
     * @throws InterruptedException when this thread is interrupted
     */
    public RunResult run(Function<LoopHealth, HostWatch> hostWatch) throws InterruptedException {
        Instant startedAt = clock.instant();
        LoadTest test = run.test();
        LaneSetup setup =
                new LaneSetup(test, Protocols.of(test), behaviour, run.secrets(), (softphone, text) -> Redactor.of(
                                softphone.identity(), softphone.secrets())
                        .redact(text));
        try (Fleet fleet = new Fleet(run, setup)) {
            HostWatch host = hostWatch.apply(new LoopHealth(
                    fleet.lanes(), fleet.transport(), test.gateway().secure()));
            listener.phase(Phase.WarmUp, "against a loopback server of our own");
            WarmUp.run(test, run.lanes());
            listener.phase(Phase.Preflight, "one softphone alone");
            PreflightRun.Outcome preflight = new PreflightRun(run, fleet, behaviour, stop).run();
            List<Transcript> transcripts = new ArrayList<>(preflight.transcripts());
            if (hopeless(preflight.preflight()) || stop.isRaised()) {
                return nothingStarted(preflight, host, transcripts, startedAt);
            }
            return test.arrival() instanceof Arrival.Search search
                    ? search(search, fleet, host, preflight, transcripts, startedAt)
                    : once(fleet, host, preflight, transcripts, startedAt);
        }
    }

    /** A run that ends before it begins: the gateway's name has no address. */
    public static RunResult unresolved(LoadTest test, String code, Optional<Long> dnsMicros, Instant now) {
        OutcomeKey outcome = new OutcomeKey(OutcomeKey.Kind.FAILURE, Stage.UPGRADE, code);
        String detail = test.gateway().endpoint().getHost() + " has no address";
        Preflight preflight =
                new Preflight(false, Optional.of(outcome), Optional.of(detail), Optional.empty(), dnsMicros, List.of());
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

    private static boolean hopeless(Preflight preflight) {
        return preflight
                .outcome()
                .map(OutcomeKey::code)
                .filter(code ->
                        HOPELESS.contains(code) || HOPELESS_FAMILIES.stream().anyMatch(code::startsWith))
                .isPresent();
    }

    private RunResult nothingStarted(
            PreflightRun.Outcome preflight, HostWatch host, List<Transcript> transcripts, Instant startedAt) {
        host.sample();
        Measurements nothing =
                Measurements.nothingStarted(run.test().softphones()).withHost(host.evidence());
        Evidence evidence = new Evidence(
                run.test(),
                nothing,
                Coverage.WHOLE,
                Optional.of(preflight.preflight()),
                Optional.empty(),
                List.of(),
                stop.isRaised());
        return result(evidence, transcripts, startedAt);
    }

    private RunResult once(
            Fleet fleet,
            HostWatch host,
            PreflightRun.Outcome preflight,
            List<Transcript> transcripts,
            Instant startedAt)
            throws InterruptedException {
        LoadTest test = run.test();
        ArrivalSchedule schedule = ArrivalSchedule.of(test.arrival(), test.softphones(), test.limits(), test.seed());
        Trial.Outcome outcome = new Trial(run, fleet, behaviour, host, listener, stop, schedule, test.hold()).run();
        transcripts.addAll(outcome.transcripts());
        Evidence evidence = new Evidence(
                test,
                outcome.measurements(),
                Coverage.WHOLE,
                Optional.of(preflight.preflight()),
                outcome.slotProbe(),
                List.of(),
                outcome.interrupted());
        return result(evidence, transcripts, startedAt);
    }

    private RunResult search(
            Arrival.Search search,
            Fleet fleet,
            HostWatch host,
            PreflightRun.Outcome preflight,
            List<Transcript> transcripts,
            Instant startedAt)
            throws InterruptedException {
        LoadTest test = run.test();
        SearchPlan plan = SearchPlan.of(search, test.softphones(), test.limits());
        List<dev.softphone.loadtest.measure.Trial> trials = new ArrayList<>();
        boolean interrupted = false;
        while (!interrupted
                && plan.next(trials.stream()
                                .map(trial -> new SearchPlan.TrialOutcome(trial.softphones(), trial.held()))
                                .toList())
                        instanceof SearchPlan.NextTrial next) {
            if (!trials.isEmpty() && stop.await(search.pause().toMillis())) {
                interrupted = true;
                break;
            }
            listener.phase(Phase.Arriving, "trial " + (trials.size() + 1) + ": " + next.why());
            Arrival ramp = new Arrival.RampUp(Duration.ofMillis(next.rampMillis()));
            ArrivalSchedule schedule = ArrivalSchedule.of(ramp, next.softphones(), test.limits(), test.seed());
            Trial.Outcome outcome =
                    new Trial(run, fleet, behaviour, host, listener, stop, schedule, search.hold()).run();
            transcripts.addAll(outcome.transcripts());
            interrupted = outcome.interrupted();
            trials.add(new dev.softphone.loadtest.measure.Trial(
                    trials.size() + 1,
                    next.softphones(),
                    next.rampMillis(),
                    outcome.everyoneHeld(),
                    outcome.measurements()));
        }
        Measurements last = trials.isEmpty()
                ? Measurements.EMPTY
                : trials.get(trials.size() - 1).measurements();
        Evidence evidence = new Evidence(
                test, last, Coverage.WHOLE, Optional.of(preflight.preflight()), Optional.empty(), trials, interrupted);
        return result(evidence, transcripts, startedAt);
    }

    private RunResult result(Evidence evidence, List<Transcript> transcripts, Instant startedAt) {
        listener.phase(Phase.Finished, "");
        List<Transcript> first = new ArrayList<>();
        for (Transcript transcript : transcripts) {
            if (first.size() < Transcripts.MAX
                    && first.stream().noneMatch(t -> t.outcome().equals(transcript.outcome()))) {
                first.add(transcript);
            }
        }
        return new RunResult(evidence, first, startedAt, clock.instant());
    }
}
