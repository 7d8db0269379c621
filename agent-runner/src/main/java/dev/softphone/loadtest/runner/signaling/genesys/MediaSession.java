package dev.softphone.loadtest.runner.signaling.genesys;

import dev.softphone.loadtest.runner.signaling.sdp.CannedAudio;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** One session between the softphone and the platform: who, how far, and in which dialect. */
final class MediaSession {
    private static final int REMEMBERED_OFFERS = 5;

    enum State {
        /** Proposed, and rings. */
        RINGING,
        /** Taken; the offer is awaited. */
        PROCEEDED,
        /** Our answer is on its way. */
        ANSWERED,
        ESTABLISHED
    }

    final String sid;
    final String peer;
    /** As proposed: JSON-RPC rather than Jingle. */
    final boolean sdpOverXmpp;

    final CannedAudio audio;
    /** The conversation that it was proposed for; may be empty. */
    final String conversation;

    State state = State.RINGING;
    /** Whether a call stands and falls with it. */
    boolean carries;
    /** Our part of the conversation, once an event has told of it. */
    String participant = "";

    @Nullable
    Dialect dialect;

    private final ArrayDeque<String> answered = new ArrayDeque<>();

    MediaSession(
            String sid, String peer, String conversation, boolean carries, boolean sdpOverXmpp, CannedAudio audio) {
        this.sid = sid;
        this.peer = peer;
        this.conversation = conversation;
        this.carries = carries;
        this.sdpOverXmpp = sdpOverXmpp;
        this.audio = audio;
    }

    /** The platform repeats an offer until it is answered; each is taken once. */
    boolean takesOffer(String id) {
        if (answered.contains(id)) {
            return false;
        }
        if (answered.size() == REMEMBERED_OFFERS) {
            answered.removeFirst();
        }
        answered.addLast(id);
        return true;
    }
}
