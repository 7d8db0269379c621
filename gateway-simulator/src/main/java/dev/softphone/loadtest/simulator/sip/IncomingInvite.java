package dev.softphone.loadtest.simulator.sip;

import dev.softphone.loadtest.simulator.gateway.Connection;
import dev.softphone.loadtest.simulator.matching.Gauge;
import dev.softphone.loadtest.simulator.truth.CallTruth;
import org.jspecify.annotations.Nullable;

/**
 * An INVITE that a softphone sent, with the one final answer it gets. Holds a place in the level of calls from when it
 * is admitted until {@link #release()}. For the gateway's thread only.
 */
final class IncomingInvite {
    private final SipRequest request;
    private final SipAnswers answers;
    private final CallTruth truth;
    private final String tag;
    private Gauge.@Nullable Slot slot;
    private boolean trying;
    private boolean answered;

    IncomingInvite(SipRequest request, SipAnswers answers, CallTruth truth) {
        this.request = request;
        this.answers = answers;
        this.truth = truth;
        this.tag = answers.token();
    }

    SipRequest request() {
        return request;
    }

    SipMessage message() {
        return request.message();
    }

    Connection connection() {
        return request.connection();
    }

    String callId() {
        return message().need("Call-ID");
    }

    void holds(Gauge.Slot taken) {
        slot = taken;
    }

    void release() {
        if (slot != null) {
            slot.release();
        }
    }

    /** Whether the final answer is given. */
    boolean isAnswered() {
        return answered;
    }

    /** An answer of the gateway's own; all of them have one To tag. */
    SipMessage answer(int status) {
        return SipMessage.answerTo(message(), status, SipReasons.of(status), tag);
    }

    /** Sends 100 Trying, once. */
    void trying() {
        if (!trying) {
            trying = true;
            answers.send(connection(), answer(100));
        }
    }

    /** Sends an answer to the caller; of final ones the first is counted, and only 2xx may come again. */
    void send(SipMessage answer) {
        boolean isFinal = answer.status() >= 200;
        if (answered && answer.status() >= 300) {
            return;
        }
        if (isFinal && !answered) {
            answered = true;
            if (!connection().isGone()) {
                truth.inviteAnswered(answer.status(), request.organization());
            }
        }
        answers.send(connection(), answer);
    }
}
