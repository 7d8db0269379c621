package dev.softphone.loadtest.simulator.genesys;

/** XML namespaces of the streaming host. */
final class Namespaces {
    static final String FRAMING = "urn:ietf:params:xml:ns:xmpp-framing";
    static final String STREAM = "http://etherx.jabber.org/streams";
    static final String STREAM_ERROR = "urn:ietf:params:xml:ns:xmpp-streams";
    static final String STANZA_ERROR = "urn:ietf:params:xml:ns:xmpp-stanzas";
    static final String CLIENT = "jabber:client";
    static final String SASL = "urn:ietf:params:xml:ns:xmpp-sasl";
    static final String BIND = "urn:ietf:params:xml:ns:xmpp-bind";
    static final String EXTDISCO = "urn:xmpp:extdisco:1";
    static final String PUBSUB = "http://jabber.org/protocol/pubsub";
    static final String PUBSUB_EVENT = "http://jabber.org/protocol/pubsub#event";
    static final String JSON = "urn:xmpp:json:0";
    static final String PING = "urn:xmpp:ping";
    static final String DISCO_INFO = "http://jabber.org/protocol/disco#info";
    static final String TRANSFER = "urn:xmpp:cxfr";
    static final String LIMIT_EXCEEDED = "urn:realtime:errors";

    static final String JINGLE = "urn:xmpp:jingle:1";
    static final String JINGLE_MESSAGE = "urn:xmpp:jingle-message:0";
    static final String RTP = "urn:xmpp:jingle:apps:rtp:1";
    static final String RTP_INFO = "urn:xmpp:jingle:apps:rtp:info:1";
    static final String ICE = "urn:xmpp:jingle:transports:ice-udp:1";
    static final String DTLS = "urn:xmpp:jingle:apps:dtls:0";
    static final String GENESYS = "genesys";

    private Namespaces() {}
}
