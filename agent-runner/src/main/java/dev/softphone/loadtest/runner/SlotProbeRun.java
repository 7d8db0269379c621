package dev.softphone.loadtest.runner;

import dev.softphone.loadtest.measure.SlotProbeResult;
import dev.softphone.loadtest.model.SlotProbe;
import dev.softphone.loadtest.runner.net.Lane;
import dev.softphone.loadtest.runner.softphone.Behaviour;
import dev.softphone.loadtest.runner.softphone.Softphone;
import java.util.ArrayList;
import java.util.List;

/**
 * The slot probe: some registered softphones leave, twice as many of the refused try once more. Exactly as many getting
 * in as left is the proof of a concurrency cap. The second tries are outside both equations.
 */
final class SlotProbeRun {
    private final RunSetup run;
    private final Fleet fleet;
    private final Behaviour behaviour;
    private final StopSignal stop;

    SlotProbeRun(RunSetup run, Fleet fleet, Behaviour behaviour, StopSignal stop) {
        this.run = run;
        this.fleet = fleet;
        this.behaviour = behaviour;
        this.stop = stop;
    }

    SlotProbeResult run(SlotProbe probe) throws InterruptedException {
        int connectedBefore = (int) fleet.counts().softphones().connectedNow();
        int closed = Math.min(probe.close(), connectedBefore);
        close(closed);
        List<Integer> turnedAway = turnedAway(2 * closed);
        Lane lane = fleet.lanes().get(0);
        List<Lane.Single> tries = new ArrayList<>();
        for (int number : turnedAway) {
            tries.add(fleet.one(lane, l -> l.single(number, run.identity(number), behaviour.once())));
        }
        List<Softphone> softphones = tries.stream().map(Lane.Single::softphone).toList();
        fleet.await(lane, run.attempt().toMillis(), stop, () -> softphones.stream()
                .allMatch(s -> s.isRegistered() || s.isDone()));
        int admitted = fleet.one(lane, l ->
                (int) softphones.stream().filter(Softphone::isRegistered).count());
        fleet.one(lane, l -> {
            softphones.forEach(Softphone::drain);
            return true;
        });
        return new SlotProbeResult(connectedBefore, closed, turnedAway.size(), admitted);
    }

    /** Returns when all of them have left. */
    private void close(int count) throws InterruptedException {
        int missing = count;
        for (Lane lane : fleet.lanes()) {
            int wanted = missing;
            List<Softphone> leaving = fleet.one(lane, l -> l.softphones().stream()
                    .filter(Softphone::isRegistered)
                    .limit(wanted)
                    .peek(Softphone::leaveNow)
                    .toList());
            missing -= leaving.size();
            fleet.await(lane, behaviour.leaveNanos() / 1_000_000 + 1000, stop, () -> leaving.stream()
                    .allMatch(Softphone::isDone));
        }
    }

    private List<Integer> turnedAway(int count) {
        List<Integer> numbers = new ArrayList<>();
        fleet.all(lane -> lane.softphones().stream()
                        .filter(Softphone::isTurnedAway)
                        .limit(count)
                        .map(Softphone::number)
                        .toList())
                .forEach(numbers::addAll);
        return numbers.stream().limit(count).toList();
    }
}
