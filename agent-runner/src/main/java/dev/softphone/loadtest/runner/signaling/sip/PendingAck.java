package dev.softphone.loadtest.runner.signaling.sip;

import dev.softphone.loadtest.runner.signaling.Wire;

/**
 * A 2xx to an INVITE whose ACK is not in yet. It is sent again after T1, 2·T1, … at most T2, on reliable transports too,
 * and given up after 64·T1 (RFC 3261 §13.3.1.4).
 */
final class PendingAck {
    private final String answer;
    private final long sequence;
    private long intervalMillis = SipTimers.T1_MILLIS;
    private long waitedMillis;

    PendingAck(String answer, long sequence) {
        this.answer = answer;
        this.sequence = sequence;
    }

    void send(Wire wire) {
        wire.send(answer);
        wire.timer(SipTimers.RETRANSMIT, intervalMillis);
    }

    /** Sends the answer again as it stands, outside its schedule. */
    void repeat(Wire wire) {
        wire.send(answer);
    }

    /** Its timer is due; false when it is given up. */
    boolean due(Wire wire) {
        waitedMillis += intervalMillis;
        if (waitedMillis >= SipTimers.TRANSACTION_MILLIS) {
            return false;
        }
        intervalMillis = Math.min(2 * intervalMillis, SipTimers.T2_MILLIS);
        intervalMillis = Math.min(intervalMillis, SipTimers.TRANSACTION_MILLIS - waitedMillis);
        send(wire);
        return true;
    }

    boolean isFor(SipRequest ack) {
        return ack.sequence() == sequence;
    }
}
