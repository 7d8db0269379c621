package dev.softphone.loadtest.runner.signaling.sip;

import dev.softphone.loadtest.runner.signaling.Refusal;
import dev.softphone.loadtest.runner.signaling.Wire;
import dev.softphone.loadtest.runner.signaling.sdp.CannedAudio;
import org.jspecify.annotations.Nullable;

/** A call that comes in and is answered after a while (RFC 3261 §13.3, §9.2). Reported only where nobody else measures it. */
final class IncomingCall implements Call {
    private enum State {
        RINGING,
        /** 200 sent, ACK awaited. */
        ANSWERED,
        ESTABLISHED,
        OVER
    }

    private final UserAgent agent;
    private final SipRequest invite;
    private final String localTag;
    private final CannedAudio audio;
    private final String description;
    private final boolean measured;
    private State state = State.RINGING;
    private boolean endWanted;
    private @Nullable Conversation conversation;

    /** {@code description} answers the offer of the INVITE, or is an offer where it had none. */
    IncomingCall(
            UserAgent agent,
            SipRequest invite,
            String localTag,
            CannedAudio audio,
            String description,
            boolean measured) {
        this.agent = agent;
        this.invite = invite;
        this.localTag = localTag;
        this.audio = audio;
        this.description = description;
        this.measured = measured;
    }

    void ring(long answerAfterMillis, Wire wire) {
        wire.send(SipAnswers.to(invite, 100, "Trying", localTag).end());
        SipText ringing = SipAnswers.to(invite, 180, "Ringing", localTag);
        for (String route : invite.headers().fields("Record-Route")) {
            ringing.header("Record-Route", route);
        }
        wire.send(ringing.header("Contact", agent.dialogContact()).end());
        if (measured) {
            wire.callPlaced();
            wire.callProgressed();
        }
        wire.timer(SipTimers.CALL, answerAfterMillis);
    }

    @Override
    public String callId() {
        return invite.callId();
    }

    @Override
    public boolean over() {
        return state == State.OVER;
    }

    @Override
    public void answered(SipResponse response, Wire wire) {
        if (conversation != null && response.sequenceMethod().equals("BYE")) {
            conversation.answered(response, wire);
        }
    }

    @Override
    public void due(Wire wire) {
        if (state == State.RINGING) {
            state = State.ANSWERED;
            conversation =
                    new Conversation(agent, Dialog.ofCallee(agent, invite, localTag), audio, new ChallengeRound());
            conversation.accept(invite, localTag, description, wire);
        }
    }

    @Override
    public void retransmissionDue(Wire wire) {
        if (conversation == null || conversation.waitOn(wire)) {
            return;
        }
        boolean established = state == State.ESTABLISHED;
        conversation.hangUp(wire);
        state = State.OVER;
        if (measured && established) {
            wire.callEnded(false);
        } else if (measured && !endWanted) {
            wire.callFailed("timeout/ack", "no ACK within " + SipTimers.TRANSACTION_MILLIS + " ms of the 200");
        }
    }

    @Override
    public void end(Wire wire) {
        switch (state) {
            case RINGING -> {
                state = State.OVER;
                wire.send(SipAnswers.to(invite, 480, "Temporarily Unavailable", localTag)
                        .end());
            }
            // A callee must not say BYE before the ACK (RFC 3261 §15).
            case ANSWERED -> endWanted = true;
            case ESTABLISHED -> {
                hangUp(wire);
                ended(wire);
            }
            case OVER -> {}
        }
    }

    @Override
    public void requested(SipRequest request, Wire wire) {
        switch (request.method()) {
            case "ACK" -> acknowledged(request, wire);
            case "CANCEL" -> cancelled(request, wire);
            case "INVITE" -> {
                if (request.toTag() == null) {
                    repeated(request, wire);
                } else {
                    within(request, wire);
                }
            }
            default -> within(request, wire);
        }
    }

    private void acknowledged(SipRequest ack, Wire wire) {
        if (conversation == null || !conversation.acknowledged(ack, wire) || state != State.ANSWERED) {
            return;
        }
        String problem = invite.body().isEmpty() ? CannedAudio.problem(ack.body()) : null;
        if (endWanted) {
            hangUp(wire);
        } else if (problem != null) {
            hangUp(wire);
            failed("protocol/sdp", problem, wire);
        } else {
            established(wire);
        }
    }

    private void cancelled(SipRequest cancel, Wire wire) {
        if (!cancel.branch().equals(invite.branch())) {
            wire.send(SipAnswers.noSuchCall(cancel, localTag));
            return;
        }
        wire.send(SipAnswers.to(cancel, 200, "OK", localTag).end());
        if (state == State.RINGING) {
            terminated(wire);
        }
    }

    /** The INVITE once more: the same one, or the same one by another way (RFC 3261 §8.2.2.2). */
    private void repeated(SipRequest request, Wire wire) {
        if (!request.branch().equals(invite.branch())) {
            wire.send(SipAnswers.to(request, 482, "Loop Detected", localTag).end());
        } else if (state == State.RINGING) {
            wire.send(SipAnswers.to(invite, 180, "Ringing", localTag)
                    .header("Contact", agent.dialogContact())
                    .end());
        } else if (conversation != null) {
            conversation.repeat(wire);
        }
    }

    private void within(SipRequest request, Wire wire) {
        boolean bye = request.method().equals("BYE");
        if (conversation != null && conversation.dialog().holds(request)) {
            conversation.requested(request, wire);
            if (bye && state != State.OVER) {
                if (state == State.ANSWERED && !endWanted) {
                    // Who says BYE has our 200: its ACK was overtaken.
                    established(wire);
                }
                state = State.OVER;
                if (!endWanted) {
                    ended(wire);
                }
            }
        } else if (bye && state == State.RINGING && localTag.equals(request.toTag())) {
            wire.send(SipAnswers.to(request, 200, "OK", localTag).end());
            terminated(wire);
        } else {
            wire.send(SipAnswers.noSuchCall(request, localTag));
        }
    }

    /** The caller gave up before the answer. */
    private void terminated(Wire wire) {
        state = State.OVER;
        wire.send(SipAnswers.to(invite, 487, "Request Terminated", localTag).end());
        if (measured) {
            wire.callRejected(Refusal.of("sip/487", "cancelled by the caller"));
        }
    }

    private void hangUp(Wire wire) {
        state = State.OVER;
        if (conversation != null) {
            conversation.hangUp(wire);
        }
    }

    private void established(Wire wire) {
        state = State.ESTABLISHED;
        if (measured) {
            wire.callEstablished();
        }
    }

    private void ended(Wire wire) {
        if (measured) {
            wire.callEnded(true);
        }
    }

    private void failed(String code, String detail, Wire wire) {
        if (measured) {
            wire.callFailed(code, detail);
        }
    }
}
