package dev.softphone.loadtest.runner.signaling.genesys;

import dev.softphone.loadtest.model.Identity;
import dev.softphone.loadtest.runner.evidence.HttpRefusal;
import dev.softphone.loadtest.runner.signaling.Refusal;
import dev.softphone.loadtest.runner.signaling.RestAnswer;
import dev.softphone.loadtest.runner.signaling.RestFailure;
import dev.softphone.loadtest.runner.signaling.Wire;
import dev.softphone.loadtest.runner.signaling.genesys.CallControl.Change;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The part of calls that goes by events and REST: hanging up, muting and holding of any call, and the whole of one on a
 * session that was there before it.
 *
 * <pre>
 * event alerting -> [rings] PATCH connected -> event connected: established -> PATCH disconnected, or event disconnected
 * </pre>
 */
final class SessionCalls {
    private final GenesysSettings settings;
    private final XmppStream stream;
    private final OutboundCall outbound;
    private final CallControl control;
    private final CallActions actions;
    private final Consumer<Wire> notHungUp;
    private @Nullable SessionCall call;
    private String ended = "";

    /** @param notHungUp REST did not hang up */
    SessionCalls(
            GenesysSettings settings,
            Identity identity,
            Memory memory,
            XmppStream stream,
            OutboundCall outbound,
            Consumer<Wire> notHungUp) {
        this.settings = settings;
        this.stream = stream;
        this.outbound = outbound;
        this.notHungUp = notHungUp;
        this.control = new CallControl(settings, identity, memory, outbound::inFlight, this::notDone);
        this.actions = new CallActions(settings.call());
    }

    /** Whether there is a call on a session that was there before it. */
    boolean active() {
        return call != null;
    }

    boolean established() {
        return call != null && call.state == SessionCall.State.ESTABLISHED;
    }

    /** Whether the platform was asked to connect a call. */
    boolean asked() {
        return call != null && call.state == SessionCall.State.ANSWERED;
    }

    /** The connection is lost. */
    void lost() {
        control.forget();
        if (!established()) {
            call = null;
        }
    }

    /** There is a connection again, and a call that outlived the one before. */
    void resume(Wire wire) {
        actions.resume(wire);
    }

    /** No other REST call is waited for. */
    void next(Wire wire) {
        control.next(wire);
    }

    void restAnswered(RestAnswer answer, Wire wire) {
        control.answered(answer, wire);
    }

    /** False where the call failed with it. */
    boolean restFailed(RestFailure failure, Wire wire) {
        return control.unanswered(failure, wire);
    }

    private void notDone(Change change, @Nullable Refusal refusal, Wire wire) {
        if (change == Change.HANG_UP) {
            notHungUp.accept(wire);
        } else if (change == Change.ANSWER && call != null) {
            over(call.conversation, wire);
            if (refusal != null) {
                wire.callRejected(refusal);
            }
        }
    }

    // ---------------------------------------------------------------- what the events say

    /** What was said of a conversation that is over is late. */
    boolean isOver(ConversationEvent event) {
        return event.conversation().equals(ended);
    }

    /** Said while there is a session that carries no call of its own. */
    void heard(ConversationEvent event, Wire wire) {
        if (call == null) {
            if (!event.over()) {
                begins(event, wire);
            }
        } else if (call.conversation.equals(event.conversation())) {
            changed(call, event, wire);
        }
    }

    private void begins(ConversationEvent event, Wire wire) {
        boolean ours = outbound.expected();
        if (!ours && !settings.takesCalls()) {
            return;
        }
        SessionCall begun = new SessionCall(event.conversation(), event.participant());
        call = begun;
        if (ours) {
            outbound.forget();
            begun.state = SessionCall.State.ANSWERED;
        } else {
            wire.callPlaced();
            wire.timer(GenesysTimers.CALL, settings.answerAfterMillis());
        }
        wire.callProgressed();
        changed(begun, event, wire);
    }

    private void changed(SessionCall known, ConversationEvent event, Wire wire) {
        boolean established = known.state == SessionCall.State.ESTABLISHED;
        if (event.connected() && !established) {
            known.state = SessionCall.State.ESTABLISHED;
            wire.cancelTimer(GenesysTimers.CALL);
            wire.callEstablished();
            actions.start(wire);
        } else if (event.over()) {
            over(known.conversation, wire);
            if (established) {
                wire.callEnded(event.error().isEmpty());
            } else {
                wire.callRejected(Refusal.of(
                        "xmpp/terminated",
                        stream.redactor().line("ended before it was answered " + event.error(), HttpRefusal.DETAIL)));
            }
        }
    }

    // ---------------------------------------------------------------- timers

    /** {@link GenesysTimers#CALL}: it has rung for long enough, or nobody connected it. */
    void due(Wire wire) {
        if (call == null) {
            return;
        }
        if (call.state == SessionCall.State.RINGING) {
            call.state = SessionCall.State.ANSWERED;
            wire.timer(GenesysTimers.CALL, settings.establishedMillis());
            control.ask(Change.ANSWER, call.conversation, call.participant, wire);
        } else {
            over(call.conversation, wire);
            wire.callFailed(
                    "timeout/established",
                    "not told to be connected within " + settings.establishedMillis() + " ms, our own timer");
        }
    }

    /** {@link GenesysTimers#ACTION}. */
    void actionDue(@Nullable MediaSession session, Wire wire) {
        String conversation = call != null ? call.conversation : session == null ? "" : session.conversation;
        String participant = call != null ? call.participant : session == null ? "" : session.participant;
        actions.due(wire).ifPresent(change -> {
            if (participant.isEmpty()) {
                wire.sessionFailed(
                        "protocol/no-participant", "required an event that names our part of the call, observed none");
            } else {
                control.ask(change, conversation, participant, wire);
            }
        });
    }

    // ---------------------------------------------------------------- begin and end

    /** A call is established that its session carries. */
    void carried(Wire wire) {
        actions.start(wire);
    }

    /** Hangs up the call on a session, or the one that this session carries, which then stays. */
    void hangUp(@Nullable MediaSession session, Wire wire) {
        if (call != null) {
            SessionCall last = call;
            over(last.conversation, wire);
            control.ask(Change.HANG_UP, last.conversation, last.participant, wire);
            if (last.state == SessionCall.State.ESTABLISHED) {
                wire.callEnded(true);
            }
        } else if (session != null) {
            session.carries = false;
            over(session.conversation, wire);
            control.ask(Change.HANG_UP, session.conversation, session.participant, wire);
            wire.callEnded(true);
        }
    }

    /** @param carried the conversation of the session, where it carries the call */
    void over(String carried, Wire wire) {
        ended = call == null ? carried : call.conversation;
        call = null;
        actions.stop(wire);
        wire.cancelTimer(GenesysTimers.CALL);
    }
}
