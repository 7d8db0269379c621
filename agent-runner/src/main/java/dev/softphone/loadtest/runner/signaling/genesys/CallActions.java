package dev.softphone.loadtest.runner.signaling.genesys;

import dev.softphone.loadtest.model.CallPlan;
import dev.softphone.loadtest.runner.signaling.Wire;
import dev.softphone.loadtest.runner.signaling.genesys.CallControl.Change;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What is done with an established call, and when. */
final class CallActions {
    private record Due(long afterMillis, Change change) {}

    private final List<Due> dues = new ArrayList<>();
    private long startNanos;
    private int done;

    CallActions(Optional<CallPlan> plan) {
        for (CallPlan.Action action : plan.map(CallPlan::actions).orElse(List.of())) {
            long after = action.after().toMillis();
            boolean mute = action.kind() == CallPlan.Action.Kind.Mute;
            dues.add(new Due(after, mute ? Change.MUTE : Change.HOLD));
            dues.add(new Due(after + action.lasts().toMillis(), mute ? Change.UNMUTE : Change.RESUME));
        }
        dues.sort(Comparator.comparingLong(Due::afterMillis));
        done = dues.size();
    }

    /** A call was answered. */
    void start(Wire wire) {
        startNanos = wire.nowNanos();
        done = 0;
        resume(wire);
    }

    /** The timers of the connection before are gone. */
    void resume(Wire wire) {
        if (done < dues.size()) {
            long past = (wire.nowNanos() - startNanos) / 1_000_000;
            wire.timer(GenesysTimers.ACTION, Math.max(0, dues.get(done).afterMillis - past));
        }
    }

    void stop(Wire wire) {
        if (done < dues.size()) {
            done = dues.size();
            wire.cancelTimer(GenesysTimers.ACTION);
        }
    }

    /** {@link GenesysTimers#ACTION} is due: what for. */
    Optional<Change> due(Wire wire) {
        if (done >= dues.size()) {
            return Optional.empty();
        }
        Change change = dues.get(done++).change;
        resume(wire);
        return Optional.of(change);
    }
}
