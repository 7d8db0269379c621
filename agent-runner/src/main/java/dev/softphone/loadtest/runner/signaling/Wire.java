package dev.softphone.loadtest.runner.signaling;

import dev.softphone.loadtest.model.Stage;

/**
 * What a {@link SignalingSession} may ask for. Valid during the call it is passed to, on the same event loop. Effects
 * take place after the session returns, in order.
 */
public interface Wire {

    /** Monotonic time in nanoseconds, the same during one event. */
    long nowNanos();

    /** Wall clock in milliseconds since the epoch, for Retry-After dates and the like. */
    long epochMillis();

    /**
     * Asks for one REST call; its stage begins now, or when it is sent ({@link SignalingSession#restHeld}), and no other call
     * of that stage may be waited for. {@link #stageDone} ends it when the session accepts the answer. No answer at all is offered to {@link SignalingSession#restFailed};
     * who does not take it fails: the attempt, or with stage media the call ({@link #callFailed}), never the connection.
     * An answer that comes after the end of what asked for it is not delivered.
     */
    void rest(RestRequest request);

    /**
     * Makes a REST call that nobody waits for: whatever comes of it is told to nobody, and counts for nothing but its
     * connection.
     */
    default void restAside(RestRequest request) {}

    /** Opens the socket; stage upgrade begins now. */
    void connect(UpgradeRequest request);

    /** Sends one text message. */
    void send(String message);

    /**
     * A stage of the protocol's own begins: auth, register, media, established. Ends with {@link #stageDone}, with the end
     * of the attempt, or with its timer ({@code Timeouts}), which the engine keeps: then the attempt, or the call
     * in progress, fails with {@code timeout/<stage>} without asking the session.
     */
    void stageBegins(Stage stage);

    /** The stage went well; its duration is recorded. */
    void stageDone(Stage stage);

    /** The attempt ended well; register is done if it was not yet. */
    void registered();

    /**
     * A value learnt in the attempt that may be secret (a token of a REST answer): transcripts and details must not show
     * it from now on.
     */
    default void conceal(String value) {}

    /** The gateway said no: ends the attempt. After registration (a refused re-registration) it ends the connection as a drop. */
    void rejected(Stage stage, Refusal refusal);

    /** No answer, or none that makes sense ({@code protocol/…}): ends the attempt, or the connection as a drop. */
    void failed(Stage stage, String code, String detail);

    /**
     * The gateway said no to one request of many, and the attempt, the connection or the call goes on without it: counted
     * by its code, the last word of nobody.
     */
    default void setback(Stage stage, Refusal refusal) {}

    /** The same of a REST call that got no answer. */
    default void setback(RestFailure failure) {}

    /** {@link SignalingSession#leave} is done; the engine closes the socket. */
    void left();

    /** (Re)starts one of the session's timers; {@code timer} is a small number of the session's own. */
    void timer(int timer, long delayMillis);

    /** Stops one of the session's timers. */
    void cancelTimer(int timer);

    /** The answer to {@link SignalingSession#ping} is in. */
    void pong();

    /** The server will not ping, though {@code KeepAlive.Kind.ServerPing} asked it to: the engine's keep-alive begins. */
    default void pingOurselves() {}

    /** The gateway wants to hear from us at least this often (RFC 5626 Flow-Timer). */
    void keepAliveWithin(long millis);

    /** A call of ours was placed, or one of the platform's came in; everything below is about it. */
    void callPlaced();

    /** First indication of progress (18x, or the final answer): RFC 6076 session request delay ends. */
    void callProgressed();

    /** Answered. */
    void callEstablished();

    /** The gateway or the callee said no; counts for the stage begun last and not done, for established without one. */
    void callRejected(Refusal refusal);

    /** No answer. */
    void callFailed(String code, String detail);

    /** The gateway said no to a media session that stands without a call; counts for stage media. */
    default void sessionRejected(Refusal refusal) {}

    /** A media session that stands without a call came to nothing; counts for stage media. */
    default void sessionFailed(String code, String detail) {}

    /** An established call ended; {@code inOrder} when one of both sides said BYE as planned. */
    void callEnded(boolean inOrder);
}
