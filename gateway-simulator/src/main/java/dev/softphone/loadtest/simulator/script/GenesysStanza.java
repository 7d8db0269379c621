package dev.softphone.loadtest.simulator.script;

/** What a client sends on the stream of the Genesys side, as rules name it. */
public enum GenesysStanza {
    /** The framing's open, both times. */
    OPEN,
    /** The SASL credentials. */
    AUTH,
    BIND,
    /** A question for TURN or STUN servers (XEP-0215). */
    ICE_SERVERS,
    /** A subscription to a topic, or to the server's pings. */
    SUBSCRIBE,
    PING,
    DISCO_INFO,
    /** A proposed media session is wanted. */
    PROCEED,
    /** It is not wanted. */
    REJECT,
    /** The user's other clients are told that it was taken. */
    ACCEPT,
    /** The answer to an offer, or a session-accept. */
    ANSWER,
    /** ICE candidates, or their end. */
    CANDIDATE,
    /** Media can flow. */
    INFO,
    MUTE,
    TERMINATE,
    /** An answer to something the gateway asked; rules do not see it. */
    RESULT,
    OTHER
}
