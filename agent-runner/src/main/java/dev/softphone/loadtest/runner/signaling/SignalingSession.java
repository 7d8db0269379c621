package dev.softphone.loadtest.runner.signaling;

import dev.softphone.loadtest.model.Identity;

/**
 * One softphone's protocol, without I/O, clock or thread: events come in here, everything it wants done goes out through
 * the {@link Wire}. One instance per softphone; its attempts are serial. Called from one event loop only; must not block.
 *
 * <p>An attempt: {@link #begin}, then any number of REST calls, then {@link Wire#connect}, {@link #opened}, messages,
 * and exactly one of {@link Wire#registered}, {@link Wire#rejected}, {@link Wire#failed}. After {@code registered} the
 * connection lives until {@link #leave} or a loss. After {@code rejected} or {@code failed} the engine closes the
 * socket and calls nothing of this attempt any more.
 */
public interface SignalingSession {

    /**
     * A new attempt starts; whatever is left of an earlier one is forgotten (tokens, dialog identifiers and a call that
     * outlived its connection may stay).
     */
    void begin(Wire wire);

    /** The answer to a REST call that {@link Wire#rest} asked for. */
    void restAnswered(RestRequest asked, RestAnswer answer, Wire wire);

    /**
     * A REST call got no answer. Returns whether the session goes on without one; otherwise the engine ends with {@code
     * failure} what the call was made for.
     */
    default boolean restFailed(RestFailure failure, Wire wire) {
        return false;
    }

    /** A REST call waits for the quota of its token; its stage does not run meanwhile. */
    default void restHeld(RestRequest asked, Wire wire) {}

    /** A REST call that was held is sent now, and its stage begins. */
    default void restSent(RestRequest asked, Wire wire) {}

    /** The socket is open (101). */
    void opened(Wire wire);

    /** A text or binary message, decoded as UTF-8. */
    void received(String message, Wire wire);

    /** A timer set by {@link Wire#timer} is due. */
    void timer(int timer, Wire wire);

    /**
     * The connection is lost, and another attempt may follow. Returns whether an established call goes on without it: media
     * does not take the way of the signalling.
     */
    default boolean connectionLost() {
        return false;
    }

    /** The engine's keep-alive asks for a ping of the protocol's own; the answer is told by {@link Wire#pong}. */
    void ping(Wire wire);

    /**
     * Place a call to another softphone of this test, or to the call plan's target. Only while registered.
     *
     * @param callee the peer, or null for the call plan's target
     */
    void placeCall(@org.jspecify.annotations.Nullable Identity callee, Wire wire);

    /** End the call, if any (BYE, or CANCEL before it is answered); one that outlived its connection, on the next one. */
    void endCall(Wire wire);

    /** End the call, if any, because {@link #leave} follows at once. */
    default void endCallToLeave(Wire wire) {
        endCall(wire);
    }

    /** Leave in order (unregister); answered by {@link Wire#left}, by the engine's drain deadline otherwise. */
    void leave(Wire wire);
}
