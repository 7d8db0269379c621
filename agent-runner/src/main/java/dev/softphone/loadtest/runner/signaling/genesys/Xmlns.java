package dev.softphone.loadtest.runner.signaling.genesys;

/** Namespaces on the wire. */
final class Xmlns {
    static final String FRAMING = "urn:ietf:params:xml:ns:xmpp-framing";
    static final String CLIENT = "jabber:client";
    static final String SASL = "urn:ietf:params:xml:ns:xmpp-sasl";
    static final String BIND = "urn:ietf:params:xml:ns:xmpp-bind";
    static final String STREAMS = "http://etherx.jabber.org/streams";
    static final String STREAM_MANAGEMENT = "urn:xmpp:sm:3";
    static final String EXTERNAL_SERVICES = "urn:xmpp:extdisco:1";
    static final String PING = "urn:xmpp:ping";
    static final String DISCO_INFO = "http://jabber.org/protocol/disco#info";
    static final String PUBSUB = "http://jabber.org/protocol/pubsub";
    static final String PUBSUB_EVENT = "http://jabber.org/protocol/pubsub#event";
    static final String TRANSFER = "urn:xmpp:cxfr";
    static final String GENESYS = "genesys";
    static final String JINGLE = "urn:xmpp:jingle:1";
    static final String JINGLE_MESSAGE = "urn:xmpp:jingle-message:0";
    static final String JINGLE_RTP = "urn:xmpp:jingle:apps:rtp:1";
    static final String JINGLE_INFO = "urn:xmpp:jingle:apps:rtp:info:1";
    static final String JINGLE_ICE = "urn:xmpp:jingle:transports:ice-udp:1";
    static final String JINGLE_DTLS = "urn:xmpp:jingle:apps:dtls:0";
    static final String STANZAS = "urn:ietf:params:xml:ns:xmpp-stanzas";

    private Xmlns() {}
}
