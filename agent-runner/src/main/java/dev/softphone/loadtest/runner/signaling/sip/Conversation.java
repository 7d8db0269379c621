package dev.softphone.loadtest.runner.signaling.sip;

import dev.softphone.loadtest.runner.signaling.Wire;
import dev.softphone.loadtest.runner.signaling.sdp.CannedAudio;
import org.jspecify.annotations.Nullable;

/** An answered call, from either side: re-INVITEs, BYE in both directions, the ACK of what we answer. */
final class Conversation {
    private final UserAgent agent;
    private final Dialog dialog;
    private final CannedAudio audio;
    private final ChallengeRound round;
    private @Nullable PendingAck pending;
    private long byeSequence;
    private boolean over;

    /** {@code round} of the INVITE: who asked for credentials then gets them with the BYE. */
    Conversation(UserAgent agent, Dialog dialog, CannedAudio audio, ChallengeRound round) {
        this.agent = agent;
        this.dialog = dialog;
        this.audio = audio;
        this.round = round;
    }

    Dialog dialog() {
        return dialog;
    }

    /** One of both sides said BYE. */
    boolean over() {
        return over;
    }

    /** Accepts an INVITE of the other side, until its ACK is in. */
    void accept(SipRequest invite, String toTag, String description, Wire wire) {
        SipText text = SipAnswers.to(invite, 200, "OK", toTag);
        for (String route : invite.headers().fields("Record-Route")) {
            text.header("Record-Route", route);
        }
        String answer = text.header("Contact", agent.dialogContact())
                .header("Allow", SipSettings.ALLOW)
                .header("Supported", SipSettings.SUPPORTED)
                .header("User-Agent", SipSettings.USER_AGENT)
                .end(CannedAudio.CONTENT_TYPE, description);
        pending = new PendingAck(answer, invite.sequence());
        pending.send(wire);
    }

    /** Whether this is the ACK that was waited for. */
    boolean acknowledged(SipRequest ack, Wire wire) {
        if (pending == null || !pending.isFor(ack)) {
            return false;
        }
        pending = null;
        wire.cancelTimer(SipTimers.RETRANSMIT);
        return true;
    }

    /** The INVITE came once more: so does its answer. */
    void repeat(Wire wire) {
        if (pending != null) {
            pending.repeat(wire);
        }
    }

    /** The wait for an ACK is due for its next step; false when it is given up. */
    boolean waitOn(Wire wire) {
        return pending == null || pending.due(wire);
    }

    /** Says BYE. For us the call is over with that (RFC 3261 §15.1.1). */
    void hangUp(Wire wire) {
        over = true;
        pending = null;
        round.nextRequest();
        bye(wire);
    }

    /** An answer to our BYE; only a challenge needs one of ours. */
    void answered(SipResponse response, Wire wire) {
        if (response.sequence() == byeSequence
                && response.challenge()
                && agent.digest().refusal(response, round) == null) {
            bye(wire);
        }
    }

    /** A request of the other side within the dialog, ACK aside. */
    void requested(SipRequest request, Wire wire) {
        switch (request.method()) {
            case "BYE" -> {
                over = true;
                pending = null;
                wire.send(SipAnswers.to(request, 200, "OK", "").end());
            }
            case "INVITE" -> changed(request, wire);
            case "OPTIONS" -> wire.send(SipAnswers.capabilities(request, ""));
            default -> wire.send(SipAnswers.notImplemented(request, ""));
        }
    }

    private void changed(SipRequest invite, Wire wire) {
        if (over) {
            wire.send(SipAnswers.noSuchCall(invite, ""));
        } else if (!dialog.advances(invite)) {
            wire.send(SipAnswers.to(invite, 500, "CSeq out of order", "").end());
        } else if (invite.body().isEmpty()) {
            dialog.retarget(invite);
            accept(invite, "", audio.offer(), wire);
        } else if (audio.answer(invite.body()) instanceof CannedAudio.Outcome.Accepted accepted) {
            dialog.retarget(invite);
            accept(invite, "", accepted.description(), wire);
        } else if (audio.answer(invite.body()) instanceof CannedAudio.Outcome.Refused refused) {
            wire.send(SipAnswers.notAcceptable(invite, "", agent.host(), refused));
        }
    }

    private void bye(Wire wire) {
        byeSequence = dialog.nextSequence();
        wire.send(dialog.request("BYE", byeSequence)
                .header("User-Agent", SipSettings.USER_AGENT)
                .headers(agent.digest().credentials("BYE", dialog.requestUri(), round))
                .end());
    }
}
