package dev.softphone.loadtest.runner.signaling.genesys;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.softphone.loadtest.model.CallPlan;
import dev.softphone.loadtest.model.Identity;
import dev.softphone.loadtest.model.Stage;
import dev.softphone.loadtest.runner.evidence.HttpRefusal;
import dev.softphone.loadtest.runner.signaling.Refusal;
import dev.softphone.loadtest.runner.signaling.RestAnswer;
import dev.softphone.loadtest.runner.signaling.RestFailure;
import dev.softphone.loadtest.runner.signaling.RestRequest;
import dev.softphone.loadtest.runner.signaling.Wire;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/** A call asked for by REST, until the platform proposes its session. */
final class OutboundCall {
    private enum State {
        NONE,
        /** To be asked for once the softphone is subscribed to its calls. */
        WANTED,
        ASKED,
        EXPECTED
    }

    private final GenesysSettings settings;
    private final Identity identity;
    private final Memory memory;
    private State state = State.NONE;
    private boolean inFlight;

    OutboundCall(GenesysSettings settings, Identity identity, Memory memory) {
        this.settings = settings;
        this.identity = identity;
        this.memory = memory;
    }

    void forget() {
        state = State.NONE;
    }

    /** The connection is lost, and with it the REST call. */
    void lost() {
        inFlight = false;
        forget();
    }

    /** Whether the answer to the REST call is waited for. */
    boolean inFlight() {
        return inFlight;
    }

    /** A proposal is ours; it may be faster than the answer to the REST call. */
    boolean expected() {
        return state == State.ASKED || state == State.EXPECTED;
    }

    /** @param now whether the softphone is subscribed to its calls; else {@link #subscribed} asks */
    void place(boolean now, Wire wire) {
        state = State.WANTED;
        if (now) {
            subscribed(wire);
        }
    }

    void subscribed(Wire wire) {
        if (state != State.WANTED) {
            return;
        }
        state = State.ASKED;
        inFlight = true;
        String target = settings.call().flatMap(CallPlan::target).orElse("");
        Map<String, String> headers =
                Map.of("Authorization", "Bearer " + memory.token, "Content-Type", "application/json");
        wire.rest(new RestRequest(
                "call",
                Stage.MEDIA,
                "POST",
                URI.create(settings.api() + "/api/v2/conversations/calls"),
                headers,
                Optional.of(JsonNodeFactory.instance
                        .objectNode()
                        .put("phoneNumber", target)
                        .toString())));
    }

    /** False when the call was refused; once its session is proposed there is a call, whatever REST says. */
    boolean answered(RestAnswer answer, Wire wire) {
        inFlight = false;
        if (answer.status() / 100 == 2) {
            wire.stageDone(Stage.MEDIA);
            state = state == State.ASKED ? State.EXPECTED : state;
            return true;
        }
        Refusal refusal = HttpRefusal.of(answer, wire.epochMillis(), memory.redactor(identity));
        if (!expected()) {
            wire.setback(Stage.MEDIA, refusal);
            return true;
        }
        state = State.NONE;
        wire.callRejected(refusal);
        return false;
    }

    /** False when the call failed with it. */
    boolean unanswered(RestFailure failure, Wire wire) {
        inFlight = false;
        if (!expected()) {
            wire.setback(failure);
            return true;
        }
        state = State.NONE;
        return false;
    }
}
