package dev.softphone.loadtest.runner.softphone;

import dev.softphone.loadtest.measure.Metric;
import dev.softphone.loadtest.measure.OutcomeKey;
import dev.softphone.loadtest.measure.OutcomeKey.Kind;
import dev.softphone.loadtest.model.CallPlan;
import dev.softphone.loadtest.model.Stage;
import dev.softphone.loadtest.runner.signaling.SignalingSession;
import java.util.Map;
import java.util.Optional;

/** A softphone's one call: counted from its placing, ended by us after the plan's {@code holdFor}. */
final class CallProgress extends TimerWheel.Timer {
    private final Softphone softphone;
    private final SignalingSession session;
    private final Optional<CallPlan> plan;
    private final Effects effects;
    private final Tally tally;
    private final Transcripts transcripts;
    private boolean inProgress;
    private boolean established;
    private boolean progressed;
    private Stage stage = Stage.ESTABLISHED;
    private long placedNanos;
    private long saturatedAtPlacing;

    CallProgress(
            Softphone softphone,
            SignalingSession session,
            Optional<CallPlan> plan,
            Effects effects,
            Tally tally,
            Transcripts transcripts) {
        this.softphone = softphone;
        this.session = session;
        this.plan = plan;
        this.effects = effects;
        this.tally = tally;
        this.transcripts = transcripts;
    }

    boolean active() {
        return inProgress || established;
    }

    void placed() {
        if (active()) {
            return;
        }
        inProgress = true;
        progressed = false;
        stage = Stage.ESTABLISHED;
        placedNanos = effects.nowNanos();
        saturatedAtPlacing = effects.saturatedNanos();
        tally.callPlaced();
    }

    /** What the call waits for now: the answer to a media offer or its REST call, or (by default) the callee. */
    void inStage(Stage now) {
        if (inProgress) {
            stage = now;
        }
    }

    /** Waited for leave of our own, which is no time of the call. */
    void waited(long nanos) {
        placedNanos += inProgress ? nanos : 0;
    }

    void progressed() {
        if (inProgress && !progressed) {
            progressed = true;
            tally.record(Metric.SESSION_REQUEST, (effects.nowNanos() - placedNanos) / 1000);
        }
    }

    void established() {
        if (!inProgress) {
            return;
        }
        progressed();
        long now = effects.nowNanos();
        inProgress = false;
        established = true;
        tally.record(Metric.SESSION_SETUP, (now - placedNanos) / 1000);
        tally.callEstablished();
        plan.ifPresent(call -> effects.start(this, now + call.holdFor().toNanos()));
    }

    void ended(Kind kind, String code, String detail, Map<String, String> hints) {
        if (!inProgress) {
            return;
        }
        inProgress = false;
        long now = effects.nowNanos();
        boolean saturated = code.startsWith("timeout/") && softphone.ours(placedNanos, saturatedAtPlacing);
        tally.record(Metric.SESSION_FAILED, (now - placedNanos) / 1000);
        OutcomeTally outcome = tally.callEnded(
                new OutcomeKey(kind, stage, code), now, saturated, transcripts.clean(softphone, detail), hints);
        transcripts.ended(softphone, outcome);
    }

    /** @param inOrder whether one of both sides ended it as planned */
    void over(boolean inOrder) {
        if (established) {
            established = false;
            effects.stop(this);
            tally.callOver(inOrder);
        } else if (inProgress) {
            inProgress = false;
            tally.callCancelled();
        }
    }

    /** @param outlived an established call goes on without the connection */
    void connectionLost(String code, boolean outlived) {
        if (inProgress) {
            ended(Kind.FAILURE, code, "the connection was lost during call set-up", Map.of());
        } else if (established && !outlived) {
            over(false);
        }
    }

    /** No connection follows that a call which outlived the last one could be ended on. */
    void giveUp() {
        if (active()) {
            session.endCall(softphone);
            over(false);
        }
    }

    /** Whether it is placed and not answered. */
    boolean inProgress() {
        return inProgress;
    }

    /** By our own wish, before leaving. */
    void end() {
        if (active()) {
            session.endCallToLeave(softphone);
            over(true);
        }
    }

    @Override
    protected void due(long now) {
        if (established) {
            session.endCall(softphone);
        }
    }
}
