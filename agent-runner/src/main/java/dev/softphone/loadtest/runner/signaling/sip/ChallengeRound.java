package dev.softphone.loadtest.runner.signaling.sip;

/**
 * The challenges of one request and of those that follow it: who asked for credentials, and who already got them for the
 * request at hand. The gateway's server (401) and its proxy (407) may both ask, each once; a second time means that the
 * credentials were refused, unless the nonce was only stale.
 */
final class ChallengeRound {
    private static final int MAX_STALE = 3;

    private boolean serverAsked;
    private boolean proxyAsked;
    private boolean serverAnswered;
    private boolean proxyAnswered;
    private int stale;

    /** A new request: credentials are sent ahead to whoever asked before, and may be asked for again. */
    void nextRequest() {
        serverAnswered = false;
        proxyAnswered = false;
        stale = 0;
    }

    /** Whether a challenge may be answered; then it counts as answered. */
    boolean admit(boolean proxy, boolean nonceStale) {
        boolean answered = proxy ? proxyAnswered : serverAnswered;
        if (answered && (!nonceStale || ++stale > MAX_STALE)) {
            return false;
        }
        if (proxy) {
            proxyAsked = true;
            proxyAnswered = true;
        } else {
            serverAsked = true;
            serverAnswered = true;
        }
        return true;
    }

    boolean serverAsked() {
        return serverAsked;
    }

    boolean proxyAsked() {
        return proxyAsked;
    }
}
