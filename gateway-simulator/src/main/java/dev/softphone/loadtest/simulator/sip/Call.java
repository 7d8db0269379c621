package dev.softphone.loadtest.simulator.sip;

import dev.softphone.loadtest.simulator.gateway.Connection;

/** A call, or an INVITE on its way to become one. For the gateway's thread only. */
interface Call {

    /** A request within it: ACK, BYE, a second INVITE, and others; not CANCEL. */
    void request(Connection from, SipMessage request);

    /** Its INVITE is cancelled; the CANCEL itself has been answered. */
    void cancelled();

    /** A socket is gone, which may be one of its own. */
    void gone(Connection connection);
}
