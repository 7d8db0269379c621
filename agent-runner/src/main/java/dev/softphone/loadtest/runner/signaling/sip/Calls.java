package dev.softphone.loadtest.runner.signaling.sip;

import dev.softphone.loadtest.model.CallPlan;
import dev.softphone.loadtest.model.Identity;
import dev.softphone.loadtest.runner.signaling.Wire;
import dev.softphone.loadtest.runner.signaling.sdp.CannedAudio;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The one line of a softphone. A call that is over is remembered for 64·T1, so that what still comes for it is answered
 * right; at most {@value #MAX_ENDED} of them.
 */
final class Calls {
    private static final int MAX_ENDED = 4;

    private final UserAgent agent;
    private @Nullable Call current;
    private @Nullable List<Call> ended;

    Calls(UserAgent agent) {
        this.agent = agent;
    }

    /** Forgets every call: their connection is gone. */
    void reset() {
        current = null;
        ended = null;
    }

    /** {@code callee} null: the target of the call plan. {@code route} of the registrar for new requests. */
    void place(@Nullable Identity callee, @Nullable String route, Wire wire) {
        if (current != null) {
            wire.callPlaced();
            wire.callFailed("local/busy", "the softphone was already in a call");
            return;
        }
        String uri = callee == null ? target() : agent.addressOf(callee);
        OutgoingCall call = new OutgoingCall(agent, uri, route);
        current = call;
        call.place(wire);
    }

    void end(Wire wire) {
        if (current != null) {
            current.end(wire);
            settle(wire);
        }
    }

    void answered(SipResponse response, Wire wire) {
        Call call = find(response.callId());
        if (call != null) {
            call.answered(response, wire);
            settle(wire);
        }
    }

    /** {@code available}: whether new calls are taken. */
    void requested(SipRequest request, boolean available, Wire wire) {
        Call call = find(request.callId());
        boolean invitation = request.method().equals("INVITE") && request.toTag() == null;
        if (call != null && !(invitation && call instanceof OutgoingCall)) {
            call.requested(request, wire);
            settle(wire);
        } else if (invitation) {
            invited(request, available, wire);
        } else if (request.method().equals("CANCEL") || request.toTag() != null) {
            if (!request.method().equals("ACK")) {
                wire.send(SipAnswers.noSuchCall(request, agent.newToken()));
            }
        } else if (request.method().equals("OPTIONS")) {
            wire.send(SipAnswers.capabilities(request, agent.newToken()));
        } else if (!request.method().equals("ACK")) {
            wire.send(SipAnswers.notImplemented(request, agent.newToken()));
        }
    }

    void due(Wire wire) {
        if (current != null) {
            current.due(wire);
            settle(wire);
        }
    }

    void retransmissionDue(Wire wire) {
        if (current != null) {
            current.retransmissionDue(wire);
            settle(wire);
        }
    }

    void lingered() {
        ended = null;
    }

    private void invited(SipRequest invite, boolean available, Wire wire) {
        String tag = agent.newToken();
        Optional<CallPlan> plan = agent.settings().call();
        List<String> required = invite.headers().elements("Require");
        if (plan.isEmpty() || !available) {
            wire.send(SipAnswers.to(invite, 480, "Temporarily Unavailable", tag).end());
            return;
        }
        if (current != null) {
            wire.send(SipAnswers.to(invite, 486, "Busy Here", tag).end());
            return;
        }
        boolean measured = plan.get().originator() == CallPlan.Originator.Platform;
        if (!required.isEmpty()) {
            wire.send(SipAnswers.badExtension(invite, tag, String.join(", ", required)));
            refused(measured, "protocol/require", "extension required: " + String.join(", ", required), wire);
            return;
        }
        String type = invite.headers().first("Content-Type");
        if (!invite.body().isEmpty() && !sessionDescription(type)) {
            wire.send(SipAnswers.unsupportedMediaType(invite, tag));
            refused(measured, "protocol/sdp", CannedAudio.CONTENT_TYPE + " required, " + type + " came", wire);
            return;
        }
        CannedAudio audio = agent.newAudio();
        CannedAudio.Outcome outcome =
                invite.body().isEmpty() ? new CannedAudio.Outcome.Accepted(audio.offer()) : audio.answer(invite.body());
        if (outcome instanceof CannedAudio.Outcome.Accepted accepted) {
            IncomingCall call = new IncomingCall(agent, invite, tag, audio, accepted.description(), measured);
            current = call;
            call.ring(plan.get().answerAfter().toMillis(), wire);
        } else if (outcome instanceof CannedAudio.Outcome.Refused refusal) {
            wire.send(SipAnswers.notAcceptable(invite, tag, agent.host(), refusal));
            refused(measured, "protocol/sdp", refusal.text(), wire);
        }
    }

    /** We said no to a call of the platform, because it made no sense. */
    private static void refused(boolean measured, String code, String detail, Wire wire) {
        if (measured) {
            wire.callPlaced();
            wire.callFailed(code, detail);
        }
    }

    private static boolean sessionDescription(@Nullable String contentType) {
        return contentType != null && HeaderValue.uri(contentType).equalsIgnoreCase(CannedAudio.CONTENT_TYPE);
    }

    private String target() {
        Optional<String> target = agent.settings().call().flatMap(CallPlan::target);
        return agent.addressOf(target.orElseThrow(
                () -> new IllegalStateException("a call without a callee needs the target of a call plan")));
    }

    /** Frees the line when its call is over. */
    private void settle(Wire wire) {
        if (current == null || !current.over()) {
            return;
        }
        wire.cancelTimer(SipTimers.CALL);
        wire.cancelTimer(SipTimers.RETRANSMIT);
        wire.timer(SipTimers.LINGER, SipTimers.TRANSACTION_MILLIS);
        if (ended == null) {
            ended = new ArrayList<>(1);
        }
        if (ended.size() == MAX_ENDED) {
            ended.remove(0);
        }
        ended.add(current);
        current = null;
    }

    private @Nullable Call find(String callId) {
        if (current != null && current.callId().equals(callId)) {
            return current;
        }
        if (ended != null) {
            for (Call call : ended) {
                if (call.callId().equals(callId)) {
                    return call;
                }
            }
        }
        return null;
    }
}
