package dev.softphone.loadtest.runner.signaling.genesys;

import dev.softphone.loadtest.runner.signaling.xmpp.XmlWriter;

/** How one session's messages are written: what stands within an {@code iq} of type set to the peer. */
sealed interface Dialect permits JsonRpc, Jingle {

    void answer(XmlWriter iq, String description);

    void candidate(XmlWriter iq, Candidate candidate);

    void endOfCandidates(XmlWriter iq);

    /** The media flow. */
    void active(XmlWriter iq);

    void terminate(XmlWriter iq, String reason);
}
