package dev.softphone.loadtest.runner;

import dev.softphone.loadtest.measure.Measurements;
import dev.softphone.loadtest.model.LoadTest;
import dev.softphone.loadtest.runner.RunListener.Phase;
import dev.softphone.loadtest.runner.net.LaneSetup;
import dev.softphone.loadtest.runner.net.WarmUp;
import dev.softphone.loadtest.runner.safety.Redactor;
import dev.softphone.loadtest.runner.softphone.Behaviour;
import java.util.function.Function;

/**
 * Drives one process's share of a test, in steps: {@link #warmUp}, perhaps {@link #preflight}, then {@link #trial}, which
 * drains when the trial is over or the stop signal is raised. What was measured so far goes to the listener about once a
 * second. One thread, which every step blocks.
 */
public final class Runner implements AutoCloseable {
    private final RunSetup run;
    private final RunListener listener;
    private final StopSignal stop;
    private final Behaviour behaviour;
    private final Fleet fleet;
    private final HostWatch host;

    /** @param hostWatch made from the lanes it is to watch */
    public Runner(RunSetup run, RunListener listener, StopSignal stop, Function<LoopHealth, HostWatch> hostWatch) {
        this.run = run;
        this.listener = listener;
        this.stop = stop;
        LoadTest test = run.test();
        this.behaviour = Behaviour.of(test);
        LaneSetup setup = new LaneSetup(
                test, Protocols.of(test), behaviour, run.secrets(), run.tokens(), (softphone, text) -> Redactor.of(
                                softphone.identity(), softphone.secrets())
                        .redact(text));
        this.fleet = new Fleet(run, setup);
        this.host = hostWatch.apply(
                new LoopHealth(fleet.lanes(), fleet.transport(), test.gateway().secure()));
    }

    /** @throws InterruptedException when this thread is interrupted */
    public void warmUp() throws InterruptedException {
        listener.phase(Phase.WarmUp, "against a loopback server of our own");
        WarmUp.run(run.test(), run.lanes());
    }

    /** @throws InterruptedException when this thread is interrupted */
    public PreflightResult preflight() throws InterruptedException {
        listener.phase(Phase.Preflight, "one softphone alone");
        return new PreflightRun(run, fleet, behaviour, stop).run();
    }

    /** @throws InterruptedException when this thread is interrupted; softphones are then still connected */
    public TrialResult trial(TrialPlan plan) throws InterruptedException {
        return new Trial(run, fleet, behaviour, host, listener, stop, plan).run();
    }

    /** What there is to tell when no trial was run. */
    public Measurements nothingStarted() {
        host.sample();
        return Measurements.nothingStarted(run.identities().size()).withHost(host.evidence());
    }

    @Override
    public void close() {
        fleet.close();
    }
}
