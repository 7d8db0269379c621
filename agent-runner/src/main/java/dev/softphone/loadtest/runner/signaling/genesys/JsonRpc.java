package dev.softphone.loadtest.runner.signaling.genesys;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.softphone.loadtest.runner.signaling.xmpp.XmlWriter;

/** {@code inin-sdp-over-xmpp}: JSON-RPC within XML, descriptions as they are. */
final class JsonRpc implements Dialect {
    private final String sid;
    private long lastId;

    JsonRpc(String sid) {
        this.sid = sid;
    }

    @Override
    public void answer(XmlWriter iq, String description) {
        write(iq, "answer", params().put("sdp", description));
    }

    @Override
    public void candidate(XmlWriter iq, Candidate candidate) {
        write(iq, "iceCandidate", params().put("sdp", "m=0 9 RTP/AVP 0\r\na=" + candidate.attribute() + "\r\n"));
    }

    @Override
    public void endOfCandidates(XmlWriter iq) {
        write(iq, "iceCandidate", params().put("sdp", "a=end-of-candidates\r\n"));
    }

    @Override
    public void active(XmlWriter iq) {
        write(iq, "info", params().put("status", "active"));
    }

    @Override
    public void terminate(XmlWriter iq, String reason) {
        write(iq, "terminate", params().put("reason", reason));
    }

    private ObjectNode params() {
        return JsonNodeFactory.instance.objectNode().put("sessionId", sid);
    }

    private void write(XmlWriter iq, String method, ObjectNode params) {
        ObjectNode call = JsonNodeFactory.instance
                .objectNode()
                .put("jsonrpc", "2.0")
                .put("id", sid + "-" + ++lastId)
                .put("method", method);
        call.set("params", params);
        iq.start("genesys-webrtc", Xmlns.GENESYS).text(call.toString());
    }
}
