package dev.softphone.loadtest.runner.signaling.genesys;

import dev.softphone.loadtest.model.Identity;
import dev.softphone.loadtest.runner.safety.Redactor;
import java.util.List;

/**
 * What a softphone keeps over its connections. A soft reconnect takes the channel it has, with the subscriptions on it; a
 * hard one asks for a new channel and subscribes anew.
 */
final class Memory {
    private static final int MOST_REUSES = 10;

    /** The application has started: organization and user with station were read. */
    boolean started;

    /** The access token of all calls and of SASL. */
    String token = "";

    boolean hasUser;
    String userId = "";
    String bareJid = "";
    String stationId = "";
    String channelId = "";

    /** Everything that is to be subscribed on this channel was asked for. */
    boolean subscribed;

    private boolean stationAsked;
    private boolean hardNext = true;
    private int reuses;

    /** Takes what the identity keeps secret out of a text, and the token. */
    Redactor redactor(Identity identity) {
        return Redactor.of(identity, List.of(token));
    }

    /** A softphone without a station does without; one that has it reads it once. */
    boolean stationWanted() {
        return !stationAsked && !stationId.isEmpty();
    }

    void stationAsked() {
        stationAsked = true;
    }

    /** The next reconnect is a hard one. */
    void requireHard() {
        hardNext = true;
    }

    /** Decides for the attempt that begins. Every tenth reuse of a channel is none. */
    boolean hardReconnect() {
        if (!hardNext) {
            reuses++;
            hardNext = reuses >= MOST_REUSES;
        }
        return hardNext;
    }

    void channel(String id) {
        channelId = id;
        subscribed = false;
        hardNext = false;
        reuses = 0;
    }
}
