package dev.softphone.loadtest.runner.signaling.sip;

/** The timers of a session, as numbers for the wire, and the constants of RFC 3261 §17, Table 4. */
final class SipTimers {
    /** The registration is due to be refreshed. */
    static final int REFRESH = 0;
    /** A refresh got no final answer (timer F). */
    static final int REFRESH_TIMEOUT = 1;
    /** A call rings for long enough, or was not answered in time. */
    static final int CALL = 2;
    /** A 2xx is to be sent again, because its ACK is missing. */
    static final int RETRANSMIT = 3;
    /** What is left of ended calls may be forgotten. */
    static final int LINGER = 4;

    static final long T1_MILLIS = 500;
    static final long T2_MILLIS = 4_000;
    /** Timers B, F and H: how long a transaction may take. */
    static final long TRANSACTION_MILLIS = 64 * T1_MILLIS;

    private SipTimers() {}
}
