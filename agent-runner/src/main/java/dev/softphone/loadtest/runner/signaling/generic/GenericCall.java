package dev.softphone.loadtest.runner.signaling.generic;

import dev.softphone.loadtest.model.Identity;
import dev.softphone.loadtest.model.Stage;
import dev.softphone.loadtest.runner.signaling.Refusal;
import dev.softphone.loadtest.runner.signaling.RestAnswer;
import dev.softphone.loadtest.runner.signaling.Wire;
import org.jspecify.annotations.Nullable;

/**
 * The call of one softphone: REST calls of stage media, then the steps of the offer. One at a time; a new one takes the
 * place of the old.
 */
final class GenericCall implements Script.Listener {

    private enum State {
        NONE,
        REST,
        OFFER,
        ESTABLISHED
    }

    private final GenericSignaling.Plan plan;
    private final Values values;
    private final Script offer;

    private State state = State.NONE;
    private int rest;
    private boolean progressed;

    GenericCall(GenericSignaling.Plan plan, Values values) {
        this.plan = plan;
        this.values = values;
        this.offer = new Script(plan.offer(), values, this);
    }

    /** The call is over, and whatever answers it from now on is nobody's. */
    void forget() {
        state = State.NONE;
        offer.stop();
    }

    void place(@Nullable Identity callee, Wire wire) {
        forget();
        values.callee(callee != null ? callee.username() : plan.callTarget().orElse(null));
        progressed = false;
        rest = 0;
        wire.callPlaced();
        if (plan.media().isEmpty() && plan.offer().isEmpty()) {
            wire.callFailed("local/no-offer", "required offer steps or a REST call of stage media, observed neither");
            return;
        }
        proceed(wire);
    }

    private void proceed(Wire wire) {
        if (rest == plan.media().size()) {
            state = State.OFFER;
            offer.start(wire);
            return;
        }
        state = State.REST;
        try {
            wire.rest(plan.media().get(rest).request(values.exchange()));
        } catch (Unresolved unresolved) {
            state = State.NONE;
            wire.callFailed(unresolved.code(), unresolved.detail());
        }
    }

    void restAnswered(RestAnswer answer, Wire wire) {
        if (state != State.REST) {
            return;
        }
        Call asked = plan.media().get(rest);
        answered(wire);
        if (!asked.accepts(answer.status())) {
            state = State.NONE;
            wire.callRejected(GenericSession.refusal(answer, values, wire));
            return;
        }
        String missing = GenericSession.learn(asked, answer, values, wire);
        if (!missing.isEmpty()) {
            state = State.NONE;
            wire.callFailed("protocol/missing-value", missing);
            return;
        }
        wire.stageDone(Stage.MEDIA);
        rest++;
        proceed(wire);
    }

    void received(Incoming message, Wire wire) {
        offer.received(message, wire);
    }

    void end(Wire wire) {
        boolean established = state == State.ESTABLISHED;
        forget();
        if (established) {
            wire.callEnded(true);
        }
    }

    /** The call itself is the stage established: begun when it is placed, timed by the engine. */
    @Override
    public void begins(Stage stage, Wire wire) {
        if (stage != Stage.ESTABLISHED) {
            wire.stageBegins(stage);
        }
    }

    @Override
    public void ends(Stage stage, Wire wire) {
        if (stage != Stage.ESTABLISHED) {
            wire.stageDone(stage);
        }
    }

    @Override
    public void answered(Wire wire) {
        if (!progressed) {
            progressed = true;
            wire.callProgressed();
        }
    }

    @Override
    public void done(Wire wire) {
        state = State.ESTABLISHED;
        answered(wire);
        wire.callEstablished();
    }

    @Override
    public void rejected(Stage stage, Refusal refusal, Wire wire) {
        state = State.NONE;
        wire.callRejected(refusal);
    }

    @Override
    public void failed(Stage stage, String code, String detail, Wire wire) {
        state = State.NONE;
        wire.callFailed(code, detail);
    }
}
