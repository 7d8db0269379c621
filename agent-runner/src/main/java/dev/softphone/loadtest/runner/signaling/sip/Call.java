package dev.softphone.loadtest.runner.signaling.sip;

import dev.softphone.loadtest.runner.signaling.Wire;

/** One call of a softphone. */
sealed interface Call permits OutgoingCall, IncomingCall {

    String callId();

    /** Whether the line is free again. Late messages are still taken, as RFC 3261 wants them answered. */
    boolean over();

    /** An answer with the call's Call-ID. */
    void answered(SipResponse response, Wire wire);

    /** A request with the call's Call-ID. */
    void requested(SipRequest request, Wire wire);

    /** {@link SipTimers#CALL} is due. */
    void due(Wire wire);

    /** {@link SipTimers#RETRANSMIT} is due. */
    void retransmissionDue(Wire wire);

    /**
     * Ends the call. One that was established is reported as ended in order; of one that was not, nothing more is
     * reported: whoever ended it knows that it was cancelled.
     */
    void end(Wire wire);
}
