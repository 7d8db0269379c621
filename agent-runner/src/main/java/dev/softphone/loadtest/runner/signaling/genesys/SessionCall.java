package dev.softphone.loadtest.runner.signaling.genesys;

/** A call on a media session that was there before it: it shows as events alone, and is answered and ended by REST. */
final class SessionCall {
    enum State {
        RINGING,
        /** The platform was asked to connect it, or does so by itself. */
        ANSWERED,
        ESTABLISHED
    }

    final String conversation;
    final String participant;
    State state = State.RINGING;

    SessionCall(String conversation, String participant) {
        this.conversation = conversation;
        this.participant = participant;
    }
}
