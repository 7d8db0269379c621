package dev.softphone.loadtest.simulator.genesys;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an answer to an offer of audio over ICE and DTLS-SRTP must have. */
final class SdpCheck {
    private static final String FINGERPRINT = "([0-9A-Fa-f]{2}:){31}[0-9A-Fa-f]{2}";

    private SdpCheck() {}

    /** What is wrong with an answer as SDP, or null. */
    static @Nullable String answer(String sdp) {
        List<String> lines = List.of(sdp.split("\r\n", -1));
        if (!lines.get(0).equals("v=0")) {
            return "answer: no SDP";
        }
        if (!sdp.endsWith("\r\n")) {
            return "answer: its last line does not end";
        }
        if (lines.stream().noneMatch(line -> line.matches("m=audio [1-9]\\d* UDP/TLS/RTP/SAVPF \\d+.*"))) {
            return "answer: no m=audio with UDP/TLS/RTP/SAVPF and a port";
        }
        if (lines.stream().noneMatch(line -> line.matches("a=ice-ufrag:\\S{4,256}"))
                || lines.stream().noneMatch(line -> line.matches("a=ice-pwd:\\S{22,256}"))) {
            return "answer: no ice-ufrag and ice-pwd";
        }
        if (lines.stream().noneMatch(line -> line.matches("a=fingerprint:sha-256 " + FINGERPRINT))) {
            return "answer: no sha-256 fingerprint";
        }
        if (!lines.contains("a=setup:active") && !lines.contains("a=setup:passive")) {
            return "answer: neither setup:active nor setup:passive";
        }
        return lines.contains("a=rtcp-mux") ? null : "answer: no rtcp-mux";
    }

    /** What is wrong with a session-accept, or null. */
    static @Nullable String accept(XmlElement jingle) {
        XmlElement content = jingle.child(Namespaces.JINGLE, "content");
        XmlElement description = content == null ? null : content.child(Namespaces.RTP, "description");
        XmlElement transport = content == null ? null : content.child(Namespaces.ICE, "transport");
        if (content == null || description == null || transport == null) {
            return "session-accept: no content with description and transport";
        }
        if (!content.get("name").equals("audio") || !content.get("creator").equals("initiator")) {
            return "session-accept: another content than was offered";
        }
        if (!description.get("media").equals("audio")
                || description.all("payload-type").isEmpty()) {
            return "session-accept: no payload-type of audio";
        }
        if (description.child(Namespaces.RTP, "rtcp-mux") == null) {
            return "session-accept: no rtcp-mux";
        }
        if (transport.get("ufrag").length() < 4 || transport.get("pwd").length() < 22) {
            return "session-accept: no ufrag and pwd";
        }
        XmlElement fingerprint = transport.child(Namespaces.DTLS, "fingerprint");
        if (fingerprint == null || !fingerprint.text().strip().matches(FINGERPRINT)) {
            return "session-accept: no sha-256 fingerprint";
        }
        return List.of("active", "passive").contains(fingerprint.get("setup"))
                ? null
                : "session-accept: neither setup=active nor setup=passive";
    }
}
