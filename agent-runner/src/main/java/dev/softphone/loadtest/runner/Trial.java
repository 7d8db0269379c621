package dev.softphone.loadtest.runner;

import dev.softphone.loadtest.measure.Measurements;
import dev.softphone.loadtest.measure.SlotProbeResult;
import dev.softphone.loadtest.measure.SoftphoneCounts;
import dev.softphone.loadtest.model.LoadTest;
import dev.softphone.loadtest.plan.ArrivalSchedule;
import dev.softphone.loadtest.plan.ConnectPacer;
import dev.softphone.loadtest.report.ReportInput;
import dev.softphone.loadtest.runner.RunListener.Phase;
import dev.softphone.loadtest.runner.net.Lane;
import dev.softphone.loadtest.runner.softphone.Behaviour;
import dev.softphone.loadtest.verdict.BrokenThresholds;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongUnaryOperator;

/**
 * One trial from its first arrival to its last word: arrive, hold, (probe,) drain. An ordinary run is one trial; a search
 * is several. Where other processes have a share of the trial, nothing depends on what they see: they do the same at the
 * same time.
 */
final class Trial {
    private static final long POLL_MILLIS = 100;
    private static final long PROGRESS_MILLIS = 1000;
    /** Enough to make softphones in. */
    private static final long PLANNING_NANOS = 1_000_000_000;
    /** Part of the drain over which the registered softphones leave. */
    private static final int LEAVE_SHARE = 2;
    /** What those who leave at once may take for it. */
    private static final long AT_ONCE_MILLIS = 2000;

    private final RunSetup run;
    private final Fleet fleet;
    private final Behaviour behaviour;
    private final HostWatch host;
    private final RunListener listener;
    private final StopSignal stop;
    private final HostSeries hostSeries = new HostSeries();

    private final ArrivalSchedule schedule;
    private final LongUnaryOperator scheduled;
    private final long lastArrivalMillis;
    private final long holdMillis;
    private final long startNanos;
    private boolean callsStarted;
    private boolean interrupted;
    private Optional<SlotProbeResult> probe = Optional.empty();

    Trial(
            RunSetup run,
            Fleet fleet,
            Behaviour behaviour,
            HostWatch host,
            RunListener listener,
            StopSignal stop,
            TrialPlan plan) {
        this.run = run;
        this.fleet = fleet;
        this.behaviour = behaviour;
        this.host = host;
        this.listener = listener;
        this.stop = stop;
        this.schedule = plan.schedule();
        this.scheduled = ReportInput.scheduled(schedule);
        this.lastArrivalMillis = plan.lastArrivalMillis();
        this.holdMillis = plan.hold().toMillis();
        this.startNanos = plan.startNanos();
    }

    /**
     * Runs it. Takes as long as the schedule, the hold and the drain say, and less when nobody is left.
     *
     * @throws InterruptedException when this thread is interrupted; softphones are then still connected
     */
    TrialResult run() throws InterruptedException {
        boolean stopped = stop.await((startNanos - System.nanoTime() - PLANNING_NANOS) / 1_000_000);
        boolean tooLate = !run.share().alone() && elapsedMillis() >= endMillis();
        if (stopped || tooLate) {
            return neverBegun();
        }
        plan();
        host.reset();
        listener.phase(Phase.Arriving, schedule.size() + " softphones");
        arriveAndHold();
        SoftphoneCounts atEnd = fleet.counts().softphones();
        boolean everyoneHeld = atEnd.connected() == atEnd.planned() && atEnd.droppedAfterConnect() == 0;
        drain();
        Measurements measured = fleet.freeze();
        host.sample();
        return new TrialResult(
                measured.withHost(host.evidence(), hostSeries.laidBeside(measured.series())),
                probe,
                fleet.transcripts(),
                interrupted,
                everyoneHeld && !interrupted);
    }

    private TrialResult neverBegun() {
        Measurements nothing = Measurements.nothingStarted(schedule.size()).withHost(host.evidence());
        return new TrialResult(nothing, probe, List.of(), true, false);
    }

    private void plan() {
        List<Lane> lanes = fleet.lanes();
        List<ArrivalSchedule> slices = new ArrayList<>();
        for (int i = 0; i < lanes.size(); i++) {
            slices.add(schedule.slice(i, lanes.size()));
        }
        List<Long> stepOffsets = new ArrayList<>();
        if (schedule.steps() > 1) {
            for (int i = 0; i < schedule.steps(); i++) {
                stepOffsets.add(schedule.stepOffsetNanos(i) / 1_000_000);
            }
        }
        for (int i = 0; i < lanes.size(); i++) {
            ArrivalSchedule slice = slices.get(i);
            List<Lane.Planned> planned = new ArrayList<>(slice.size());
            for (int n = 0; n < slice.size(); n++) {
                int number = slice.wholeIndex(n);
                planned.add(new Lane.Planned(number, run.identity(number), slice.stepOf(n), slice.offsetNanos(n)));
            }
            fleet.one(lanes.get(i), lane -> {
                lane.plan(planned, stepOffsets, behaviour, startNanos);
                return true;
            });
        }
        LoadTest test = run.test();
        for (int i = 0; i < lanes.size(); i++) {
            ArrivalSchedule slice = slices.get(i);
            Optional<ConnectPacer> connects = test.limits().connectsPerSecond().isPresent()
                    ? Optional.of(ConnectPacer.forConnects(slice))
                    : Optional.empty();
            Optional<ConnectPacer> calls = test.limits().callsPerSecond().isPresent()
                    ? Optional.of(ConnectPacer.forCalls(test.limits(), slice.part()))
                    : Optional.empty();
            fleet.one(lanes.get(i), lane -> {
                lane.begin(connects, calls);
                return true;
            });
        }
    }

    private void arriveAndHold() throws InterruptedException {
        long endMillis = endMillis();
        long nextProgressMillis = 0;
        boolean holding = false;
        while (true) {
            long elapsed = elapsedMillis();
            boolean finished = fleet.finished();
            if (elapsed >= nextProgressMillis) {
                nextProgressMillis += PROGRESS_MILLIS;
                Measurements now = progress(endMillis);
                if (!holding && elapsed >= lastArrivalMillis) {
                    holding = true;
                    listener.phase(Phase.Holding, "until everybody has stayed " + holdMillis / 1000 + " s");
                }
                if (run.share().alone() && BrokenThresholds.abort(run.test(), now)) {
                    interrupted = true;
                    listener.phase(Phase.Draining, "a threshold that aborts cannot be met any more");
                    return;
                }
                whenSettled(now, elapsed);
            }
            if (finished || elapsed >= endMillis) {
                return;
            }
            if (stop.await(Math.min(POLL_MILLIS, endMillis - elapsed))) {
                interrupted = true;
                return;
            }
        }
    }

    private long endMillis() {
        return lastArrivalMillis + holdMillis * behaviour.cycles() + cyclesSlackMillis();
    }

    /** With churn, every cycle may take an attempt and a pause besides its hold. */
    private long cyclesSlackMillis() {
        if (behaviour.cycles() == 1) {
            return 0;
        }
        long oneCycle = behaviour.cyclePauseNanos() / 1_000_000 + run.attempt().toMillis();
        return oneCycle * behaviour.cycles();
    }

    /**
     * Calls that start together, and the slot probe, wait until nobody is under way any more. Who does not see everybody
     * waits as long as the last one to arrive may be under way; of several, the first alone probes.
     */
    private void whenSettled(Measurements now, long elapsed) throws InterruptedException {
        SoftphoneCounts counts = now.softphones();
        boolean settledHere = counts.notStarted() == 0 && counts.inProgress() == 0;
        boolean halfHeld = elapsed >= lastArrivalMillis + holdMillis / 2;
        boolean othersSettled = run.share().alone()
                || halfHeld
                || elapsed >= lastArrivalMillis + run.attempt().toMillis();
        boolean settled = settledHere && othersSettled;
        boolean together = run.share().alone() ? settledHere || halfHeld : othersSettled;
        if (!callsStarted && together && elapsed >= lastArrivalMillis) {
            callsStarted = true;
            fleet.all(lane -> {
                lane.startCalls();
                return true;
            });
        }
        boolean refused = counts.rejected() + counts.failed() > 0 && counts.connectedNow() > 0;
        boolean probes = run.share().number() == 0 && run.test().slotProbe().isPresent();
        if (probe.isEmpty() && settled && refused && probes) {
            listener.phase(
                    Phase.Probing, "closing " + run.test().slotProbe().get().close());
            probe = Optional.of(new SlotProbeRun(run, fleet, behaviour, stop)
                    .run(run.test().slotProbe().get()));
        }
    }

    private void drain() throws InterruptedException {
        long drainMillis = run.test().drain().toMillis();
        listener.phase(Phase.Draining, "at most " + drainMillis / 1000 + " s");
        long spreadNanos = drainMillis * 1_000_000 / LEAVE_SHARE;
        fleet.all(lane -> {
            lane.drain(spreadNanos);
            return true;
        });
        long deadline = System.nanoTime() + drainMillis * 1_000_000;
        long nextProgressNanos = System.nanoTime();
        boolean atOnce = false;
        while (System.nanoTime() < deadline && !fleet.finished()) {
            if (!atOnce && stop.isAtOnce()) {
                atOnce = true;
                deadline = Math.min(deadline, System.nanoTime() + AT_ONCE_MILLIS * 1_000_000);
                fleet.all(lane -> {
                    lane.drain(0);
                    return true;
                });
            }
            if (System.nanoTime() >= nextProgressNanos) {
                nextProgressNanos += PROGRESS_MILLIS * 1_000_000;
                progress(elapsedMillis() + drainMillis);
            }
            Thread.sleep(POLL_MILLIS);
        }
        fleet.all(lane -> {
            lane.dropAll();
            return true;
        });
    }

    private Measurements progress(long expectedMillis) {
        long elapsed = elapsedMillis();
        hostSeries.add(Math.max(0, elapsed), host.sample());
        Measurements now = fleet.freeze().withHost(host.evidence());
        listener.progress(now, elapsed, expectedMillis, scheduled.applyAsLong(elapsed));
        return now;
    }

    private long elapsedMillis() {
        return (System.nanoTime() - startNanos) / 1_000_000;
    }
}
