package dev.softphone.loadtest.runner.signaling.genesys;

/** The session's timers by number, and how long they run: the SDK's own constants. */
final class GenesysTimers {
    /** A REST call that was refused is made again. */
    static final int REST_AGAIN = 0;
    /** The next unanswered IQ is given up. */
    static final int IQ = 1;
    /** The connection attempt as a whole. */
    static final int CONNECT = 2;
    /** With server pings: nothing came in. */
    static final int WATCHDOG = 3;
    /** TURN credentials are fetched anew. */
    static final int ICE_SERVERS = 4;
    /** The server did not close its side of the stream. */
    static final int CLOSE = 5;

    /** A call rings, or waits for what comes next. */
    static final int CALL = 6;

    /** Another softphone fetches the token, or it is to be fetched anew. */
    static final int TOKEN = 7;

    /** Something is to be done with an established call. */
    static final int ACTION = 8;

    static final long REST_AGAIN_MILLIS = 15_000;
    static final long IQ_MILLIS = 15_000;
    static final long CONNECT_MILLIS = 15_000;
    static final long WATCHDOG_MILLIS = 35_000;
    static final long ICE_SERVERS_MILLIS = 6 * 3_600_000L;
    static final long CLOSE_MILLIS = 1_000;

    private GenesysTimers() {}
}
