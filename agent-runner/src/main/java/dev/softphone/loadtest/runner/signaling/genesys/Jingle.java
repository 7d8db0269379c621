package dev.softphone.loadtest.runner.signaling.genesys;

import dev.softphone.loadtest.runner.signaling.sdp.SessionDescription;
import dev.softphone.loadtest.runner.signaling.xmpp.XmlElement;
import dev.softphone.loadtest.runner.signaling.xmpp.XmlWriter;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** XEP-0166, 0167, 0176 and 0320: the description as elements. Knows the first audio of the offer. */
final class Jingle implements Dialect {
    /** XEP-0166, 7.4; any other reason is text, and no code. */
    static final Set<String> REASONS = Set.of(
            "busy",
            "cancel",
            "connectivity-error",
            "decline",
            "expired",
            "failed-application",
            "failed-transport",
            "general-error",
            "gone",
            "incompatible-parameters",
            "media-error",
            "security-error",
            "success",
            "timeout",
            "unsupported-applications",
            "unsupported-transports");

    private static final String LINE_END = "\r\n";

    private final String sid;
    private final String fullJid;
    private final String content;
    private String fragment = "";
    private String password = "";

    private Jingle(String sid, String fullJid, String content) {
        this.sid = sid;
        this.fullJid = fullJid;
        this.content = content;
    }

    /** Of a session that can only be ended yet. */
    static Jingle beforeItsOffer(String sid, String fullJid) {
        return new Jingle(sid, fullJid, "");
    }

    /** Of a session-initiate. */
    static Jingle of(XmlElement jingle, String fullJid) {
        String audio = "";
        for (XmlElement content : jingle.children()) {
            XmlElement description = content.child(Xmlns.JINGLE_RTP, "description");
            if (description != null && description.attributeOrEmpty("media").equals("audio") && audio.isEmpty()) {
                audio = content.attributeOrEmpty("name");
            }
        }
        return new Jingle(jingle.attributeOrEmpty("sid"), fullJid, audio);
    }

    /** The offer of a session-initiate as a session description; what it lacks is missing there too. */
    static String offer(XmlElement jingle) {
        StringBuilder sdp = new StringBuilder("v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n");
        for (XmlElement content : jingle.children()) {
            XmlElement description = content.child(Xmlns.JINGLE_RTP, "description");
            if (content.is(Xmlns.JINGLE, "content") && description != null) {
                media(content, description, sdp);
            }
        }
        return sdp.toString();
    }

    private static void media(XmlElement content, XmlElement description, StringBuilder sdp) {
        StringBuilder formats = new StringBuilder();
        StringBuilder attributes = new StringBuilder();
        line(attributes, "mid:", content.attribute("name"));
        for (XmlElement child : description.children()) {
            if (child.name().equals("payload-type")) {
                String id = plain(child.attributeOrEmpty("id"));
                String channels = plain(child.attributeOrEmpty("channels"));
                formats.append(' ').append(id);
                attributes
                        .append("a=rtpmap:" + id + " " + plain(child.attributeOrEmpty("name")) + "/"
                                + plain(child.attributeOrEmpty("clockrate")))
                        .append(channels.isEmpty() || channels.equals("1") ? "" : "/" + channels)
                        .append(LINE_END);
            } else if (child.name().equals("rtcp-mux")) {
                attributes.append("a=rtcp-mux").append(LINE_END);
            }
        }
        XmlElement transport = content.child(Xmlns.JINGLE_ICE, "transport");
        if (transport != null) {
            line(attributes, "ice-ufrag:", transport.attribute("ufrag"));
            line(attributes, "ice-pwd:", transport.attribute("pwd"));
            XmlElement fingerprint = transport.child(Xmlns.JINGLE_DTLS, "fingerprint");
            if (fingerprint != null) {
                line(
                        attributes,
                        "fingerprint:" + plain(fingerprint.attributeOrEmpty("hash")) + " ",
                        fingerprint.text());
                line(attributes, "setup:", fingerprint.attribute("setup"));
            }
        }
        sdp.append("m=")
                .append(plain(description.attributeOrEmpty("media")))
                .append(" 9 UDP/TLS/RTP/SAVPF")
                .append(formats)
                .append(LINE_END)
                .append(attributes);
    }

    private static void line(StringBuilder sdp, String name, @Nullable String value) {
        if (value != null) {
            sdp.append("a=").append(name).append(plain(value)).append(LINE_END);
        }
    }

    /** A value that stays within its line. */
    private static String plain(String value) {
        return value.replaceAll("[\\s\\p{Cntrl}]+", "");
    }

    @Override
    public void answer(XmlWriter iq, String description) {
        SessionDescription answer = SessionDescription.read(description);
        if (answer == null) {
            throw new IllegalArgumentException("required a session description of our own, observed none");
        }
        SessionDescription.Media audio = answer.audio();
        fragment = orEmpty(audio.attribute("ice-ufrag:"));
        password = orEmpty(audio.attribute("ice-pwd:"));
        String format = audio.firstFormat();
        String[] codec = orEmpty(audio.attribute("rtpmap:" + format + " ")).split("/", -1);
        String[] fingerprint = orEmpty(audio.attribute("fingerprint:")).split(" ", 2);
        start(iq, "session-accept").attribute("responder", fullJid);
        content(iq)
                .start("description", Xmlns.JINGLE_RTP)
                .attribute("media", "audio")
                .start("payload-type")
                .attribute("id", format)
                .attribute("name", codec[0].isEmpty() ? null : codec[0])
                .attribute("clockrate", codec.length > 1 ? codec[1] : null)
                .attribute("channels", codec.length > 2 ? codec[2] : null)
                .end();
        if (audio.flag("rtcp-mux")) {
            iq.start("rtcp-mux").end();
        }
        iq.end();
        transport(iq)
                .start("fingerprint", Xmlns.JINGLE_DTLS)
                .attribute("hash", fingerprint[0])
                .attribute("setup", audio.attribute("setup:"))
                .text(fingerprint.length > 1 ? fingerprint[1] : "");
    }

    @Override
    public void candidate(XmlWriter iq, Candidate candidate) {
        content(start(iq, "transport-info"));
        transport(iq)
                .start("candidate")
                .attribute("component", "1")
                .attribute("foundation", candidate.type().substring(0, 1))
                .attribute("generation", "0")
                .attribute("id", candidate.type())
                .attribute("ip", candidate.ip())
                .attribute("network", "0")
                .attribute("port", Integer.toString(candidate.port()))
                .attribute("priority", Long.toString(candidate.priority()))
                .attribute("protocol", "udp")
                .attribute("type", candidate.type());
    }

    @Override
    public void endOfCandidates(XmlWriter iq) {
        content(start(iq, "transport-info"));
        transport(iq).start("gathering-complete");
    }

    @Override
    public void active(XmlWriter iq) {
        start(iq, "session-info").start("active", Xmlns.JINGLE_INFO);
    }

    @Override
    public void terminate(XmlWriter iq, String reason) {
        start(iq, "session-terminate").start("reason").start(reason);
    }

    private XmlWriter start(XmlWriter iq, String action) {
        return iq.start("jingle", Xmlns.JINGLE).attribute("action", action).attribute("sid", sid);
    }

    private XmlWriter content(XmlWriter iq) {
        return iq.start("content").attribute("creator", "initiator").attribute("name", content);
    }

    private XmlWriter transport(XmlWriter iq) {
        return iq.start("transport", Xmlns.JINGLE_ICE)
                .attribute("ufrag", fragment)
                .attribute("pwd", password);
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
