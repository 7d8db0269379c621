package dev.softphone.loadtest.measure;

/** What is kept as a histogram. All in microseconds, 1 µs to 1 hour, unless said otherwise. */
public enum Metric {
    /** Intended start of an attempt to the 101, successes only: what a user would feel. */
    HANDSHAKE,
    /** Real start of an attempt to the 101, successes only: what the gateway took. */
    HANDSHAKE_SERVICE,
    /** Intended start to the end of an upgrade that was not a 101. */
    HANDSHAKE_FAILED,
    /** Intended start to real start of an attempt: our own lag. */
    START_LAG,
    /** How late a one-second (or shorter) tick of the event loop came. */
    LOOP_LAG,
    TOKEN,
    TOKEN_FAILED,
    LOGIN,
    LOGIN_FAILED,
    AUTH,
    AUTH_FAILED,
    /** RFC 6076 registration request delay. */
    REGISTER,
    REGISTER_FAILED,
    MEDIA,
    MEDIA_FAILED,
    /** RFC 6076 session request delay. */
    SESSION_REQUEST,
    /** INVITE (or offer) to the final success. */
    SESSION_SETUP,
    SESSION_FAILED,
    /** Ping to pong. */
    PONG,
    /** Age in milliseconds of registered connections at an unwanted drop by the peer. */
    DROP_AGE_MILLIS,
    /** Milliseconds between the last byte either way and an unwanted drop. */
    DROP_IDLE_MILLIS,
    /** Hold of a connection from registered to its end, in milliseconds, by our own wish. */
    HELD_MILLIS,
    /** How long a REST call waited for the quota of its token before it was sent, by our own wish; in no other metric. */
    QUOTA_WAIT
}
