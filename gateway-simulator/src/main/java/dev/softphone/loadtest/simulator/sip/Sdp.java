package dev.softphone.loadtest.simulator.sip;

/** Canned session descriptions, as a WebRTC endpoint writes them (RFC 8829). No media flows. */
final class Sdp {
    static final String TYPE = "application/sdp";

    private Sdp() {}

    /** An offer of Opus and G.711 with ICE and DTLS. */
    static String offer() {
        return description("actpass", "111 0 8");
    }

    /** The answer to any offer: Opus. */
    static String answer() {
        return description("active", "111");
    }

    private static String description(String setup, String payloads) {
        return String.join(
                "\r\n",
                "v=0",
                "o=gateway 1 1 IN IP4 127.0.0.1",
                "s=-",
                "t=0 0",
                "a=group:BUNDLE 0",
                "m=audio 9 UDP/TLS/RTP/SAVPF " + payloads,
                "c=IN IP4 127.0.0.1",
                "a=mid:0",
                "a=sendrecv",
                "a=rtcp-mux",
                "a=ice-ufrag:gtwy",
                "a=ice-pwd:gatewaygatewaygatewaygate",
                "a=candidate:1 1 udp 2130706431 127.0.0.1 9 typ host",
                "a=end-of-candidates",
                "a=fingerprint:sha-256 " + "00:".repeat(31) + "00",
                "a=setup:" + setup,
                "a=rtpmap:111 opus/48000/2",
                "");
    }
}
