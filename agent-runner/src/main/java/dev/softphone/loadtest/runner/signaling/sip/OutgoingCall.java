package dev.softphone.loadtest.runner.signaling.sip;

import dev.softphone.loadtest.runner.signaling.Wire;
import dev.softphone.loadtest.runner.signaling.sdp.CannedAudio;
import org.jspecify.annotations.Nullable;

/**
 * A call that this softphone places (RFC 3261 §13.2, §9.1). Its progress is the first 18x or the 2xx; a refusal is
 * reported by itself. One timer of ours stands in for timers B and C: the time a call may take to be answered.
 */
final class OutgoingCall implements Call {
    private static final int TRYING = 100;

    private enum State {
        CALLING,
        ESTABLISHED,
        /** Ended by us before a final answer came; what still comes is answered, not reported. */
        ABANDONED,
        OVER
    }

    private final UserAgent agent;
    private final String uri;
    private final @Nullable String route;
    private final String callId;
    private final String localTag;
    private final CannedAudio audio;
    private final ChallengeRound round = new ChallengeRound();
    private State state = State.CALLING;
    private long sequence;
    private String branch = "";
    private SipHeaders credentials = new SipHeaders();
    /** Of the INVITE at hand; 0 while there is none. */
    private int lastProvisional;

    private boolean progressed;
    private boolean cancelSent;
    private @Nullable Conversation conversation;

    /** {@code route} of the registrar for new requests, where it named one. */
    OutgoingCall(UserAgent agent, String uri, @Nullable String route) {
        this.agent = agent;
        this.uri = uri;
        this.route = route;
        this.callId = agent.newToken();
        this.localTag = agent.newToken();
        this.audio = agent.newAudio();
    }

    void place(Wire wire) {
        wire.callPlaced();
        wire.timer(SipTimers.CALL, agent.settings().establishedMillis());
        invite(wire);
    }

    @Override
    public String callId() {
        return callId;
    }

    @Override
    public boolean over() {
        return state == State.ABANDONED || state == State.OVER;
    }

    @Override
    public void answered(SipResponse response, Wire wire) {
        switch (response.sequenceMethod()) {
            case "INVITE" -> inviteAnswered(response, wire);
            case "BYE" -> {
                if (conversation != null && conversation.dialog().holds(response)) {
                    conversation.answered(response, wire);
                }
            }
            default -> {}
        }
    }

    @Override
    public void requested(SipRequest request, Wire wire) {
        if (request.method().equals("ACK")) {
            if (conversation != null) {
                conversation.acknowledged(request, wire);
            }
        } else if (conversation == null || !conversation.dialog().holds(request)) {
            wire.send(SipAnswers.noSuchCall(request, localTag));
        } else {
            conversation.requested(request, wire);
            if (state == State.ESTABLISHED && conversation.over()) {
                state = State.OVER;
                wire.callEnded(true);
            }
        }
    }

    @Override
    public void due(Wire wire) {
        if (state == State.CALLING) {
            wire.callFailed(
                    "timeout/established",
                    "no final answer within " + agent.settings().establishedMillis() + " ms, "
                            + (lastProvisional == 0 ? "none at all" : "the last one was " + lastProvisional));
            abandon(wire);
        }
    }

    @Override
    public void retransmissionDue(Wire wire) {
        if (conversation != null && !conversation.waitOn(wire)) {
            conversation.hangUp(wire);
            state = State.OVER;
            wire.callEnded(false);
        }
    }

    @Override
    public void end(Wire wire) {
        if (state == State.CALLING) {
            abandon(wire);
        } else if (state == State.ESTABLISHED && conversation != null) {
            state = State.OVER;
            conversation.hangUp(wire);
            wire.callEnded(true);
        }
    }

    private void inviteAnswered(SipResponse response, Wire wire) {
        if (response.success()) {
            accepted(response, wire);
        } else if (response.sequence() != sequence) {
            return;
        } else if (response.provisional()) {
            provisional(response, wire);
        } else {
            acknowledgeFailure(response, wire);
            if (state == State.CALLING) {
                refused(response, wire);
            }
        }
    }

    private void provisional(SipResponse response, Wire wire) {
        lastProvisional = response.status();
        if (state == State.ABANDONED) {
            cancel(wire);
        } else if (response.status() > TRYING) {
            progress(wire);
        }
    }

    private void progress(Wire wire) {
        if (!progressed) {
            progressed = true;
            wire.callProgressed();
        }
    }

    /** The first 2xx makes the call; what else answers, after a fork or after a CANCEL, is thanked and hung up on. */
    private void accepted(SipResponse response, Wire wire) {
        if (conversation != null && conversation.dialog().holds(response)) {
            acknowledge(conversation.dialog(), response, wire);
            return;
        }
        Conversation answered = new Conversation(agent, Dialog.ofCaller(agent, response, localTag), audio, round);
        acknowledge(answered.dialog(), response, wire);
        if (conversation != null) {
            answered.hangUp(wire);
            return;
        }
        conversation = answered;
        if (state != State.CALLING) {
            answered.hangUp(wire);
            return;
        }
        wire.cancelTimer(SipTimers.CALL);
        progress(wire);
        String problem = CannedAudio.problem(response.body());
        if (problem == null) {
            state = State.ESTABLISHED;
            wire.callEstablished();
        } else {
            state = State.OVER;
            answered.hangUp(wire);
            wire.callFailed("protocol/sdp", problem);
        }
    }

    private void refused(SipResponse response, Wire wire) {
        String why = "";
        if (response.challenge()) {
            String refusal = agent.digest().refusal(response, round);
            if (refusal == null) {
                invite(wire);
                return;
            }
            why = refusal;
        }
        state = State.OVER;
        wire.cancelTimer(SipTimers.CALL);
        wire.callRejected(SipRefusals.of(response, why, wire.epochMillis(), agent.redactor()));
    }

    private void invite(Wire wire) {
        sequence++;
        lastProvisional = 0;
        branch = agent.newBranch();
        credentials = agent.digest().credentials("INVITE", uri, round);
        wire.send(begin("INVITE", "<" + uri + ">")
                .header("Contact", agent.dialogContact())
                .header("Allow", SipSettings.ALLOW)
                .header("Supported", SipSettings.SUPPORTED)
                .header("User-Agent", SipSettings.USER_AGENT)
                .headers(credentials)
                .end(CannedAudio.CONTENT_TYPE, audio.offer()));
    }

    /** Gives up. A CANCEL may be sent only after a provisional answer (RFC 3261 §9.1); else it waits for one. */
    private void abandon(Wire wire) {
        state = State.ABANDONED;
        wire.cancelTimer(SipTimers.CALL);
        if (lastProvisional != 0) {
            cancel(wire);
        }
    }

    private void cancel(Wire wire) {
        if (!cancelSent) {
            cancelSent = true;
            wire.send(begin("CANCEL", "<" + uri + ">").end());
        }
    }

    /** Part of the INVITE's own transaction: same branch, same route (RFC 3261 §17.1.1.3). */
    private void acknowledgeFailure(SipResponse response, Wire wire) {
        wire.send(begin("ACK", response.headers().required("To")).end());
    }

    /** With the INVITE's credentials, because an ACK cannot be challenged (RFC 3261 §13.2.2.4). */
    private void acknowledge(Dialog dialog, SipResponse response, Wire wire) {
        wire.send(
                dialog.request("ACK", response.sequence()).headers(credentials).end());
    }

    /** A request of the INVITE's transaction, up to CSeq. */
    private SipText begin(String method, String to) {
        SipText text =
                SipText.request(method, uri).header("Via", agent.via(branch)).header("Max-Forwards", 70);
        if (route != null) {
            text.header("Route", route);
        }
        return text.header("From", "<" + agent.addressOfRecord() + ">;tag=" + localTag)
                .header("To", to)
                .header("Call-ID", callId)
                .header("CSeq", sequence + " " + method);
    }
}
