package dev.softphone.loadtest.runner.signaling.genesys;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.softphone.loadtest.model.CallPlan;
import dev.softphone.loadtest.model.Identity;
import dev.softphone.loadtest.model.Stage;
import dev.softphone.loadtest.runner.evidence.HttpRefusal;
import dev.softphone.loadtest.runner.safety.Redactor;
import dev.softphone.loadtest.runner.signaling.Refusal;
import dev.softphone.loadtest.runner.signaling.RestAnswer;
import dev.softphone.loadtest.runner.signaling.RestFailure;
import dev.softphone.loadtest.runner.signaling.RestRequest;
import dev.softphone.loadtest.runner.signaling.Wire;
import java.net.URI;
import java.util.List;
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
    private State state = State.NONE;

    OutboundCall(GenesysSettings settings, Identity identity) {
        this.settings = settings;
        this.identity = identity;
    }

    void forget() {
        state = State.NONE;
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
        String target = settings.call().flatMap(CallPlan::target).orElse("");
        Map<String, String> headers = Map.of(
                "Authorization",
                "Bearer " + identity.values().getOrDefault(settings.tokenColumn(), ""),
                "Content-Type",
                "application/json");
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
        if (answer.status() / 100 == 2) {
            wire.stageDone(Stage.MEDIA);
            state = state == State.ASKED ? State.EXPECTED : state;
            return true;
        }
        Refusal refusal = HttpRefusal.of(
                answer.status(), answer.headers(), answer.body(), wire.epochMillis(), Redactor.of(identity, List.of()));
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
        if (!expected()) {
            wire.setback(failure);
            return true;
        }
        state = State.NONE;
        return false;
    }
}
