package dev.softphone.loadtest.simulator.sip;

/**
 * One end of a dialog, from which the gateway sends requests (RFC 3261 §12.2.1.1). Softphones reach each other through
 * the gateway only, so the route set is the socket.
 */
final class Dialog {
    private final String target;
    private final String local;
    private final String remote;
    private final String callId;
    private long cseq;

    /**
     * @param target the remote Contact URI
     * @param local From of requests, with tag
     * @param remote To of requests, with tag
     * @param callId the Call-ID
     * @param cseq the last number used in this direction
     */
    Dialog(String target, String local, String remote, String callId, long cseq) {
        this.target = target;
        this.local = local;
        this.remote = remote;
        this.callId = callId;
        this.cseq = cseq;
    }

    /** A request with the next number; an ACK takes that of its INVITE. */
    SipMessage request(String method) {
        long number = method.equals("ACK") ? cseq : ++cseq;
        return SipMessage.request(method, target)
                .add("Max-Forwards", "70")
                .add("From", local)
                .add("To", remote)
                .add("Call-ID", callId)
                .add("CSeq", number + " " + method);
    }

    /** The URI of the Contact of a message, or else of its From or To. */
    static String target(SipMessage message, String orElse) {
        String contact = message.first("Contact");
        return NameAddress.parse(contact == null ? message.need(orElse) : contact)
                .uri();
    }
}
