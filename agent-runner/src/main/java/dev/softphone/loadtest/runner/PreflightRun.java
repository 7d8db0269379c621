package dev.softphone.loadtest.runner;

import dev.softphone.loadtest.measure.CallCounts;
import dev.softphone.loadtest.measure.Measurements;
import dev.softphone.loadtest.measure.Metric;
import dev.softphone.loadtest.measure.OutcomeCount;
import dev.softphone.loadtest.measure.OutcomeKey;
import dev.softphone.loadtest.measure.Preflight;
import dev.softphone.loadtest.measure.Transcript;
import dev.softphone.loadtest.model.CallPlan;
import dev.softphone.loadtest.model.Identity;
import dev.softphone.loadtest.runner.net.Lane;
import dev.softphone.loadtest.runner.net.Target;
import dev.softphone.loadtest.runner.softphone.Behaviour;
import dev.softphone.loadtest.runner.softphone.Softphone;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The preflight softphone: one alone, before all others, with a call if the test has calls that a softphone places (a
 * second one is its peer). What fails at N = 1 is no question of load.
 */
final class PreflightRun {
    private final RunSetup run;
    private final Fleet fleet;
    private final Behaviour behaviour;
    private final StopSignal stop;

    PreflightRun(RunSetup run, Fleet fleet, Behaviour behaviour, StopSignal stop) {
        this.run = run;
        this.fleet = fleet;
        this.behaviour = behaviour.once();
        this.stop = stop;
    }

    PreflightResult run() throws InterruptedException {
        Lane lane = fleet.lanes().get(0);
        Optional<CallPlan> plan = run.test().call().filter(call -> call.originator() != CallPlan.Originator.Platform);
        boolean peer = plan.filter(call -> call.originator() == CallPlan.Originator.Peer)
                        .isPresent()
                && run.identities().size() > 1;
        List<Lane.Single> singles = new ArrayList<>();
        for (int i = 0; i < (peer ? 2 : 1); i++) {
            int number = (int) run.share().part().wholeIndex(i);
            singles.add(fleet.one(lane, l -> l.single(number, run.identity(number), behaviour)));
        }
        List<Softphone> softphones =
                singles.stream().map(Lane.Single::softphone).toList();
        fleet.await(lane, run.attempt().toMillis(), stop, () -> singles.stream()
                .allMatch(s -> s.softphone().isRegistered() || s.softphone().isDone() || unanswered(s)));
        boolean registered = fleet.one(lane, l -> softphones.stream().allMatch(Softphone::isRegistered));
        if (registered && plan.isPresent() && (peer || plan.get().originator() == CallPlan.Originator.Softphone)) {
            call(lane, singles, peer ? run.identities().get(1) : null);
        }
        fleet.one(lane, l -> {
            softphones.forEach(Softphone::drain);
            return true;
        });
        fleet.await(lane, behaviour.leaveNanos() / 1_000_000 + 500, stop, () -> softphones.stream()
                .allMatch(Softphone::isDone));
        return fleet.one(lane, l -> outcome(singles, registered));
    }

    /** One timeout alone tells what there is to tell, however often the protocol would ask again. */
    private static boolean unanswered(Lane.Single single) {
        return single.tally().counts(System.nanoTime()).outcomes().keySet().stream()
                .anyMatch(key -> key.kind() == OutcomeKey.Kind.FAILURE);
    }

    private void call(Lane lane, List<Lane.Single> singles, @Nullable Identity callee) throws InterruptedException {
        Lane.Single caller = singles.get(0);
        fleet.one(lane, l -> {
            caller.softphone().placeCall(callee);
            return true;
        });
        fleet.await(lane, run.test().timeouts().established().toMillis() + 500, stop, () -> {
            CallCounts calls = caller.tally().counts(System.nanoTime()).calls();
            return calls.inProgress() == 0;
        });
    }

    private PreflightResult outcome(List<Lane.Single> singles, boolean registered) {
        List<Transcript> transcripts = new ArrayList<>();
        Optional<Map.Entry<OutcomeKey, OutcomeCount>> bad = Optional.empty();
        Optional<Long> handshake = Optional.empty();
        for (Lane.Single single : singles) {
            Measurements measured = single.tally().freeze(System.nanoTime());
            bad = bad.or(() -> measured.outcomes().entrySet().stream().findFirst());
            handshake =
                    handshake.or(() -> Optional.ofNullable(measured.histograms().get(Metric.HANDSHAKE))
                            .map(histogram -> histogram.max()));
            transcripts.addAll(single.transcripts().kept());
        }
        Preflight preflight = new Preflight(
                registered && bad.isEmpty(),
                bad.map(Map.Entry::getKey),
                bad.flatMap(entry -> entry.getValue().detail()),
                handshake,
                run.dnsMicros(),
                addresses());
        return new PreflightResult(preflight, transcripts);
    }

    private List<String> addresses() {
        String host = run.test().gateway().endpoint().getHost();
        return run.targets().stream()
                .filter(target -> target.host().equals(host))
                .map(Target::addresses)
                .flatMap(List::stream)
                .map(address -> address.getHostAddress())
                .toList();
    }
}
