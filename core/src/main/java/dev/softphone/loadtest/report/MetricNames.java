package dev.softphone.loadtest.report;

import dev.softphone.loadtest.measure.Metric;

/** What each metric is called in front of people. */
final class MetricNames {

    private MetricNames() {}

    static String name(Metric metric) {
        return switch (metric) {
            case HANDSHAKE -> "Handshake, delay to the 101";
            case HANDSHAKE_SERVICE -> "Handshake, service time";
            case HANDSHAKE_FAILED -> "Handshake refused or unanswered";
            case START_LAG -> "Start lag, our own";
            case LOOP_LAG -> "Event-loop lag, our own";
            case TOKEN -> "Token";
            case TOKEN_FAILED -> "Token refused or unanswered";
            case LOGIN -> "Login";
            case LOGIN_FAILED -> "Login refused or unanswered";
            case AUTH -> "Authentication";
            case AUTH_FAILED -> "Authentication refused or unanswered";
            case REGISTER -> "Registration (RFC 6076 RRD)";
            case REGISTER_FAILED -> "Registration refused or unanswered";
            case MEDIA -> "Media offer";
            case MEDIA_FAILED -> "Media offer refused or unanswered";
            case SESSION_REQUEST -> "Session request (RFC 6076 SRD)";
            case SESSION_SETUP -> "Call set-up";
            case SESSION_FAILED -> "Call refused or unanswered";
            case PONG -> "Ping to pong";
            case DROP_AGE_MILLIS -> "Age of connections at their drop";
            case DROP_IDLE_MILLIS -> "Silence before a drop";
            case HELD_MILLIS -> "Hold of connections that we closed";
            case QUOTA_WAIT -> "Wait for the token's quota, our own";
        };
    }

    /** Whether the metric is kept in milliseconds; all others are kept in microseconds. */
    static boolean age(Metric metric) {
        return switch (metric) {
            case DROP_AGE_MILLIS, DROP_IDLE_MILLIS, HELD_MILLIS -> true;
            default -> false;
        };
    }
}
