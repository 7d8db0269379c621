package dev.softphone.loadtest.simulator.genesys;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A call of a user with somebody outside, as it shows in events. For the gateway's thread only. */
final class Conversation {

    /** How far it is. */
    enum State {
        ALERTING,
        CONNECTED,
        DISCONNECTED
    }

    private final String id = UUID.randomUUID().toString();
    private final String participant = UUID.randomUUID().toString();
    private final String communication = UUID.randomUUID().toString();
    private final User user;
    private final boolean inbound;
    private State state = State.ALERTING;
    private boolean held;
    private boolean muted;
    private @Nullable String error;

    Conversation(User user, boolean inbound) {
        this.user = user;
        this.inbound = inbound;
    }

    String id() {
        return id;
    }

    String participant() {
        return participant;
    }

    String communication() {
        return communication;
    }

    User user() {
        return user;
    }

    boolean isInbound() {
        return inbound;
    }

    State state() {
        return state;
    }

    void is(State now) {
        state = now;
    }

    void hold(boolean now) {
        held = now;
    }

    void mute(boolean now) {
        muted = now;
    }

    /** The error that its call ends with. */
    void failed(String code) {
        error = code;
    }

    String topic() {
        return "v2.users." + user.id() + ".conversations";
    }

    /** What subscribers of the topic are told. */
    String event() {
        ObjectNode event = ApiAnswers.json().put("topicName", topic()).put("version", "2");
        ObjectNode body = event.putObject("eventBody").put("id", id);
        ArrayNode participants = body.putArray("participants");
        ObjectNode outside = participants.addObject();
        outside.put("id", User.id("outside/" + id)).put("purpose", inbound ? "customer" : "external");
        call(outside, User.id("outside-call/" + id), inbound ? "inbound" : "outbound", "connected");
        ObjectNode agent = participants.addObject();
        agent.put("id", participant).put("purpose", "agent").put("userId", user.id());
        ObjectNode call = call(
                agent,
                communication,
                inbound ? "inbound" : "outbound",
                !inbound && state == State.ALERTING
                        ? "contacting"
                        : state.name().toLowerCase(Locale.ROOT));
        call.put("held", held).put("muted", muted);
        if (error != null) {
            call.putObject("errorInfo").put("code", error).put("message", error);
        }
        event.putObject("metadata").put("CorrelationId", UUID.randomUUID().toString());
        return event.toString();
    }

    private static ObjectNode call(ObjectNode participant, String id, String direction, String state) {
        return participant
                .putArray("calls")
                .addObject()
                .put("id", id)
                .put("state", state)
                .put("direction", direction)
                .put("provider", "Edge");
    }
}
