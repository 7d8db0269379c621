package dev.softphone.loadtest.simulator.genesys;

import dev.softphone.loadtest.simulator.script.GenesysScript.Candidate;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/**
 * One audio stream as it is offered, with Opus first: as SDP (RFC 8829) or as a Jingle content. No media flows.
 *
 * @param ufrag ICE user fragment
 * @param pwd ICE password
 * @param fingerprint of a certificate that does not exist
 * @param ssrc of the sender
 * @param candidates host candidates over UDP
 */
record OfferedMedia(String ufrag, String pwd, String fingerprint, int ssrc, List<Candidate> candidates) {
    private static final SecureRandom RANDOM = new SecureRandom();

    static OfferedMedia random(List<Candidate> candidates) {
        byte[] certificate = new byte[32];
        RANDOM.nextBytes(certificate);
        List<String> bytes = new ArrayList<>();
        for (byte one : certificate) {
            bytes.add(String.format(Locale.ROOT, "%02X", one));
        }
        return new OfferedMedia(
                text(6), text(18), String.join(":", bytes), RANDOM.nextInt(Integer.MAX_VALUE), candidates);
    }

    private static String text(int bytes) {
        byte[] random = new byte[bytes];
        RANDOM.nextBytes(random);
        return Base64.getEncoder().encodeToString(random);
    }

    /** The candidate at an index, as in SDP after {@code a=candidate:}. */
    private String line(int index) {
        Candidate candidate = candidates.get(index);
        return (index + 1) + " 1 udp " + priority(index) + " " + candidate.address() + " " + candidate.port()
                + " typ host generation 0";
    }

    private static long priority(int index) {
        return (126L << 24) + ((65_535L - index) << 8) + 255;
    }

    String sdp() {
        List<String> lines = new ArrayList<>(List.of(
                "v=0",
                "o=- " + Integer.toUnsignedString(ssrc) + " 1 IN IP4 127.0.0.1",
                "s=-",
                "t=0 0",
                "a=group:BUNDLE 0",
                "a=msid-semantic: WMS *",
                "m=audio 9 UDP/TLS/RTP/SAVPF 111 0 8 101",
                "c=IN IP4 0.0.0.0",
                "a=rtcp:9 IN IP4 0.0.0.0",
                "a=ice-ufrag:" + ufrag,
                "a=ice-pwd:" + pwd,
                "a=ice-options:trickle",
                "a=fingerprint:sha-256 " + fingerprint,
                "a=setup:actpass",
                "a=mid:0",
                "a=sendrecv",
                "a=rtcp-mux",
                "a=rtpmap:111 opus/48000/2",
                "a=fmtp:111 minptime=20;useinbandfec=1",
                "a=rtpmap:0 PCMU/8000",
                "a=rtpmap:8 PCMA/8000",
                "a=rtpmap:101 telephone-event/8000",
                "a=ptime:20",
                "a=ssrc:" + ssrc + " cname:gateway"));
        for (int i = 0; i < candidates.size(); i++) {
            lines.add("a=candidate:" + line(i));
        }
        lines.add("a=end-of-candidates");
        return String.join("\r\n", lines) + "\r\n";
    }

    /** A content for session-initiate. */
    String content() {
        StringBuilder xml = new StringBuilder("<content creator=\"initiator\" name=\"audio\"><description xmlns=\""
                + Namespaces.RTP + "\" media=\"audio\">"
                + "<payload-type id=\"111\" name=\"opus\" clockrate=\"48000\" channels=\"2\"/>"
                + "<payload-type id=\"0\" name=\"PCMU\" clockrate=\"8000\"/>"
                + "<payload-type id=\"8\" name=\"PCMA\" clockrate=\"8000\"/>"
                + "<payload-type id=\"101\" name=\"telephone-event\" clockrate=\"8000\"/><rtcp-mux/></description>"
                + "<transport xmlns=\"" + Namespaces.ICE + "\"" + Answers.attribute("ufrag", ufrag)
                + Answers.attribute("pwd", pwd) + "><fingerprint xmlns=\"" + Namespaces.DTLS
                + "\" hash=\"sha-256\" setup=\"actpass\">" + fingerprint + "</fingerprint>");
        for (int i = 0; i < candidates.size(); i++) {
            Candidate candidate = candidates.get(i);
            xml.append("<candidate component=\"1\" foundation=\"" + (i + 1) + "\" generation=\"0\" id=\"c" + i + "\""
                    + Answers.attribute("ip", candidate.address()) + " network=\"0\" port=\"" + candidate.port()
                    + "\" priority=\"" + priority(i) + "\" protocol=\"udp\" type=\"host\"/>");
        }
        return xml.append("</transport></content>").toString();
    }
}
