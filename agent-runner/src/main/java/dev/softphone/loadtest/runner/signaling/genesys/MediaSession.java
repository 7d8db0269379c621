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
    final CannedAudio audio;
    State state = State.RINGING;

    @Nullable
    Dialect dialect;

    private final ArrayDeque<String> answered = new ArrayDeque<>();

    MediaSession(String sid, String peer, CannedAudio audio) {
        this.sid = sid;
        this.peer = peer;
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
