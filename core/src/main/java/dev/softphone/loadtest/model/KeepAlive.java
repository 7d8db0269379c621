package dev.softphone.loadtest.model;

import java.time.Duration;

/**
 * How an idle connection is kept and its loss noticed.
 *
 * @param every interval, each softphone's own phase being random
 * @param timeout how long a pong may take
 * @param maxMissed how many pongs in a row may be missed; one more closes the connection with {@code timeout/pong}
 * @param jitterPercent each interval is drawn evenly from ±this share, 0 to 50
 */
public record KeepAlive(Kind kind, Duration every, Duration timeout, int maxMissed, int jitterPercent) {
    public enum Kind {
        None,
        WebSocketPing,
        ApplicationPing,
        CrLf,
        /** {@code urn:xmpp:ping} by the client; as its SDK does it, the next ping comes an interval after a missed pong. */
        XmppPing,
        /** The server pings; silence for longer than the client's watchdog closes the connection. */
        ServerPing
    }
}
