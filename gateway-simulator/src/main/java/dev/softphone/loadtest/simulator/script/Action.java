package dev.softphone.loadtest.simulator.script;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a rule does. The sub-interfaces say which actions a list of rules knows. */
public sealed interface Action {

    /** How a socket ends: see {@link Fin}, {@link Reset}, {@link Close}. */
    sealed interface Ending {}

    /** Orderly end of the TCP stream without a close frame. */
    record Fin() implements Ending {}

    /** TCP RST (linger 0). */
    record Reset() implements Ending {}

    /** A WebSocket close frame, then the closing handshake. */
    record Close(int code, String reason) implements Ending {}

    /** How Retry-After is written. */
    enum RetryAfterForm {
        /** Whole seconds. */
        SECONDS,
        /** An HTTP date; HTTP only. */
        DATE
    }

    /** A Retry-After header: {@code delay} rounded up to seconds, as {@code form}. */
    record RetryAfter(Duration delay, RetryAfterForm form) {}

    /** What can answer a WebSocket upgrade. */
    sealed interface OnUpgrade extends Action permits Accept, Http, Silence, End, AcceptThen {}

    /** What can answer a SIP request. */
    sealed interface OnSip extends Action permits Accept, Sip, Silence, End {}

    /** What can answer a REST request. */
    sealed interface OnRest extends Action permits Accept, Http, Silence, End {}

    /** What can answer a stanza of the Genesys side. */
    sealed interface OnStanza extends Action permits Accept, StanzaError, Silence, End {}

    /** What can answer a message of the generic protocol. */
    sealed interface OnMessage extends Action permits Accept, Reply, Silence, End {}

    /**
     * Serve the request as if no rule had matched, later.
     *
     * @param after wait before
     * @param perConnection and this much more for each socket open at that moment; upgrades only
     */
    record Accept(Duration after, Duration perConnection) implements OnUpgrade, OnSip, OnRest, OnMessage, OnStanza {}

    /** An HTTP answer. */
    record Http(int status, Duration after, Map<String, String> headers, Optional<RetryAfter> retryAfter, Template body)
            implements OnUpgrade, OnRest {}

    /** A final SIP answer. */
    record Sip(
            int status,
            Optional<String> reason,
            Duration after,
            Map<String, String> headers,
            Optional<RetryAfter> retryAfter)
            implements OnSip {}

    /**
     * An XMPP error: a failure of SASL, a stream error for an open, an error stanza otherwise.
     *
     * @param condition its defined condition, such as {@code not-authorized}
     * @param type such as {@code cancel} or {@code wait}
     * @param code the legacy code beside it
     * @param text its text; {@code {jid}} stands for the bare JID
     * @param throttled whether it carries the element of a limit that was exceeded
     */
    record StanzaError(
            String condition,
            String type,
            Optional<Integer> code,
            Optional<String> text,
            boolean throttled,
            Duration after)
            implements OnStanza {}

    /** Texts sent in place of the usual reply; each is a template. */
    record Reply(List<Template> texts, Duration after) implements OnMessage {}

    /** Never answer; the socket stays open. */
    record Silence() implements OnUpgrade, OnSip, OnRest, OnMessage, OnStanza {}

    /** End the socket in place of an answer. On an upgrade or REST request only FIN and RST. */
    record End(Ending how, Duration after) implements OnUpgrade, OnSip, OnRest, OnMessage, OnStanza {}

    /** Answer the upgrade with 101, then end the socket. Such a socket takes no slot. */
    record AcceptThen(Ending how, Duration after) implements OnUpgrade {}
}
