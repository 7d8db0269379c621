package dev.softphone.loadtest.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.softphone.loadtest.simulator.GenesysRest.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class GenesysCallTest {
    private static final String FINGERPRINT = "AB:".repeat(31) + "AB";
    private static final String SDP = String.join(
            "\\r\\n",
            "v=0",
            "o=- 1 1 IN IP4 127.0.0.1",
            "s=-",
            "t=0 0",
            "m=audio 9 UDP/TLS/RTP/SAVPF 111",
            "c=IN IP4 0.0.0.0",
            "a=mid:0",
            "a=ice-ufrag:abcd",
            "a=ice-pwd:abcdefghijklmnopqrstuv",
            "a=fingerprint:sha-256 " + FINGERPRINT,
            "a=setup:active",
            "a=rtcp-mux",
            "a=rtpmap:111 opus/48000/2",
            "");
    private static final String ONE_CALL = "inbound: {whenReady: 1, calls: 1, rate: {count: 1, per: 1s}}";

    private int ids;

    private static TestGateway gateway(String calls, String... keys) {
        return TestGateway.with("""
                genesys:
                  tokens: {preissued: {capture: "(.*)", organization: acme}}
                  calls: {CALLS}
                """.replace("CALLS", calls) + String.join("", keys));
    }

    private static void hasNoViolations(TestGateway gateway) {
        assertThat(gateway.truth("/genesys/violations")).isEmpty();
    }

    /** Sends JSON-RPC in an iq and expects its result. */
    private void json(GenesysPhone phone, String peer, String method, String params) {
        sendJson(phone, peer, method, params);
        phone.expect("type=\"result\"", "id=\"c" + ids + "\"");
    }

    private void sendJson(GenesysPhone phone, String peer, String method, String params) {
        String json = "{\"jsonrpc\":\"2.0\",\"id\":\"1\",\"method\":\"" + method + "\",\"params\":" + params + "}";
        iq(phone, peer, "<genesys-webrtc xmlns=\"genesys\">" + json.replace("\"", "&quot;") + "</genesys-webrtc>");
    }

    private void iq(GenesysPhone phone, String peer, String inner) {
        phone.send("<iq xmlns=\"jabber:client\" type=\"set\" id=\"c" + ++ids + "\" to=\"" + peer + "\">" + inner
                + "</iq>");
    }

    private static void message(GenesysPhone phone, String to, String name, String sid) {
        phone.send("<message xmlns=\"jabber:client\" to=\"" + to + "\"><" + name
                + " xmlns=\"urn:xmpp:jingle-message:0\" id=\"" + sid + "\"/></message>");
    }

    /** A media session as the client sees it. */
    private record Session(String peer, String sid, String propose) {

        static Session of(String propose) {
            return new Session(
                    GenesysPhone.attribute(propose, "from"),
                    GenesysPhone.attribute(GenesysPhone.within(propose, "<propose", "/>"), "id"),
                    propose);
        }
    }

    /** Takes a proposed session to where its media can flow. */
    private Session establish(GenesysPhone phone) {
        Session session = Session.of(phone.await("<propose "));
        message(phone, session.peer(), "proceed", session.sid());
        String offer = unescape(phone.await("<genesys-webrtc "));
        assertThat(offer).contains("\"method\":\"offer\"", "\"sessionId\":\"" + session.sid() + "\"");
        message(phone, phone.jid(), "accept", session.sid());
        String id = "{\"sessionId\":\"" + session.sid() + "\",";
        json(phone, session.peer(), "answer", id + "\"sdp\":\"" + SDP + "\"}");
        json(
                phone,
                session.peer(),
                "iceCandidate",
                id + "\"sdp\":\"m=0 9 RTP/AVP 0\\r\\na=candidate:1 1 udp 2130706431 127.0.0.1 5000 typ host\\r\\n\"}");
        json(phone, session.peer(), "iceCandidate", id + "\"sdp\":\"a=end-of-candidates\\r\\n\"}");
        json(phone, session.peer(), "info", id + "\"status\":\"active\"}");
        return session;
    }

    private static String unescape(String xml) {
        return xml.replace("&quot;", "\"")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&amp;", "&");
    }

    /** The body of a conversation event. */
    private static JsonNode event(String text) {
        return GenesysRest.parse(unescape(GenesysPhone.within(text, "<json xmlns=\"urn:xmpp:json:0\">", "</json>")))
                .path("eventBody");
    }

    private static JsonNode agentCall(JsonNode event) {
        for (JsonNode participant : event.path("participants")) {
            if (participant.path("purpose").asText().equals("agent")) {
                return participant.path("calls").get(0);
            }
        }
        throw new AssertionError("no agent in " + event);
    }

    @Test
    void callsAUserWithAnOfferInJsonRpcAndHangsUp() {
        try (TestGateway gateway = gateway("holdFor: 200ms, " + ONE_CALL)) {
            GenesysPhone phone = GenesysPhone.ready(gateway, "ann");
            JsonNode alerting = event(phone.receive());
            assertThat(agentCall(alerting).path("state").asText()).isEqualTo("alerting");
            String propose = phone.expect("<propose xmlns=\"urn:xmpp:jingle-message:0\"");
            assertThat(GenesysPhone.attribute(propose, "from"))
                    .matches("[0-9a-f]{32}@acme\\.gjoll\\.genesys\\.invalid");
            assertThat(propose)
                    .contains(
                            "inin-cid=\"" + alerting.path("id").asText() + "\"",
                            "inin-autoanswer=\"false\"",
                            "inin-sdp-over-xmpp=\"true\"",
                            "to=\"" + phone.fullJid() + "\"");
            Session session = Session.of(propose);
            message(phone, session.peer(), "proceed", session.sid());
            String offer = unescape(phone.receive());
            JsonNode sdp = GenesysRest.parse(GenesysPhone.within(offer, "<genesys-webrtc xmlns=\"genesys\">", "</"))
                    .at("/params/sdp");
            assertThat(sdp.asText())
                    .startsWith("v=0\r\n")
                    .contains("m=audio 9 UDP/TLS/RTP/SAVPF 111 ", "a=setup:actpass\r\n", "a=fingerprint:sha-256 ")
                    .contains("a=candidate:1 1 udp 2130706431 127.0.0.1 16384 typ host")
                    .endsWith("\r\n");
            String id = "{\"sessionId\":\"" + session.sid() + "\",";
            message(phone, phone.jid(), "accept", session.sid());
            json(phone, session.peer(), "answer", id + "\"sdp\":\"" + SDP + "\"}");
            json(phone, session.peer(), "iceCandidate", id + "\"sdp\":\"a=end-of-candidates\\r\\n\"}");
            json(phone, session.peer(), "info", id + "\"status\":\"active\"}");
            assertThat(agentCall(event(phone.receive())).path("state").asText()).isEqualTo("connected");
            assertThat(unescape(phone.receive())).contains("\"method\":\"terminate\"", "\"reason\":\"success\"");
            assertThat(agentCall(event(phone.receive())).path("state").asText()).isEqualTo("disconnected");
            assertThat(gateway.count("/genesys/calls/connected")).isEqualTo(1);
            assertThat(gateway.count("/genesys/calls/ended/byGateway")).isEqualTo(1);
            assertThat(gateway.truth("/genesys/calls/peak").asInt()).isEqualTo(1);
            assertThat(gateway.truth("/genesys/calls/now").asInt()).isZero();
            assertThat(gateway.count("/genesys/calls/sessions/offered/SDP_OVER_XMPP"))
                    .isEqualTo(1);
            hasNoViolations(gateway);
        }
    }

    @Test
    void takesMuteCandidatesAndTheClientsEnd() {
        try (TestGateway gateway = gateway(ONE_CALL)) {
            GenesysPhone phone = GenesysPhone.ready(gateway, "ann");
            Session session = establish(phone);
            phone.await("connected");
            String id = "{\"sessionId\":\"" + session.sid() + "\",";
            json(phone, session.peer(), "mute", id + "\"type\":\"audio\"}");
            sendJson(phone, session.peer(), "terminate", id + "\"reason\":\"success\"}");
            phone.expect("type=\"result\"");
            assertThat(agentCall(event(phone.receive())).path("state").asText()).isEqualTo("disconnected");
            assertThat(gateway.count("/genesys/calls/ended/byClient")).isEqualTo(1);
            assertThat(gateway.count("/genesys/calls/sessions/terminated/byClient~1success"))
                    .isEqualTo(1);
            assertThat(gateway.count("/genesys/calls/sessions/candidates")).isEqualTo(1);
            assertThat(gateway.count("/genesys/calls/sessions/candidatesOver")).isEqualTo(1);
            assertThat(gateway.count("/genesys/calls/sessions/muted")).isEqualTo(1);
            hasNoViolations(gateway);
        }
    }

    @Test
    void speaksStandardJingleAsWell() {
        try (TestGateway gateway = gateway("signalling: Jingle, candidates: [], " + ONE_CALL)) {
            GenesysPhone phone = GenesysPhone.ready(gateway, "ann");
            Session session = Session.of(phone.await("<propose "));
            assertThat(session.propose()).contains("inin-sdp-over-xmpp=\"false\"");
            message(phone, session.peer(), "proceed", session.sid());
            String initiate = phone.expect("action=\"session-initiate\"", "setup=\"actpass\"", "<rtcp-mux/>");
            assertThat(initiate)
                    .contains("initiator=\"" + session.peer() + "\"")
                    .doesNotContain("<candidate ");
            phone.send("<iq xmlns=\"jabber:client\" type=\"result\" id=\"" + GenesysPhone.attribute(initiate, "id")
                    + "\"/>");
            jingle(
                    phone,
                    session,
                    "session-accept",
                    "<content creator=\"initiator\" name=\"audio\">"
                            + "<description xmlns=\"urn:xmpp:jingle:apps:rtp:1\" media=\"audio\"><payload-type id=\"111\" name=\"opus\"/>"
                            + "<rtcp-mux/></description><transport xmlns=\"urn:xmpp:jingle:transports:ice-udp:1\" ufrag=\"abcd\""
                            + " pwd=\"abcdefghijklmnopqrstuv\"><fingerprint xmlns=\"urn:xmpp:jingle:apps:dtls:0\" hash=\"sha-256\""
                            + " setup=\"active\">" + FINGERPRINT + "</fingerprint></transport></content>");
            String transport =
                    "<content creator=\"initiator\" name=\"audio\"><transport xmlns=\"urn:xmpp:jingle:transports:ice-udp:1\">";
            jingle(
                    phone,
                    session,
                    "transport-info",
                    transport
                            + "<candidate component=\"1\" foundation=\"1\" protocol=\"udp\" priority=\"1\" ip=\"127.0.0.1\" port=\"5000\""
                            + " type=\"host\"/></transport></content>");
            jingle(phone, session, "transport-info", transport + "<gathering-complete/></transport></content>");
            jingle(phone, session, "session-info", "<active xmlns=\"urn:xmpp:jingle:apps:rtp:info:1\"/>");
            phone.expect("connected");
            jingle(phone, session, "session-terminate", "<reason><success/></reason>");
            assertThat(gateway.count("/genesys/calls/connected")).isEqualTo(1);
            assertThat(gateway.count("/genesys/calls/ended/byClient")).isEqualTo(1);
            hasNoViolations(gateway);
        }
    }

    private void jingle(GenesysPhone phone, Session session, String action, String inner) {
        iq(
                phone,
                session.peer(),
                "<jingle xmlns=\"urn:xmpp:jingle:1\" action=\"" + action + "\" sid=\"" + session.sid() + "\">" + inner
                        + "</jingle>");
        phone.expect("type=\"result\"", "id=\"c" + ids + "\"");
    }

    @Test
    void takesBackAProposalThatNobodyAnswers() {
        try (TestGateway gateway = gateway("noAnswerFor: 300ms, " + ONE_CALL)) {
            GenesysPhone phone = GenesysPhone.ready(gateway, "ann");
            Session silent = Session.of(phone.await("<propose "));
            phone.expect("<retract ", "id=\"" + silent.sid() + "\"");
            JsonNode ended = agentCall(event(phone.receive()));
            assertThat(ended.path("state").asText()).isEqualTo("disconnected");
            assertThat(ended.at("/errorInfo/code").asText()).isEqualTo("error.ininedgecontrol.connection.timeout");
            assertThat(gateway.count("/genesys/calls/ended/noAnswer")).isEqualTo(1);
            assertThat(gateway.count("/genesys/calls/sessions/retracted")).isEqualTo(1);
            hasNoViolations(gateway);
        }
    }

    @Test
    void letsUsersRefuse() {
        try (TestGateway gateway = gateway(ONE_CALL)) {
            GenesysPhone phone = GenesysPhone.ready(gateway, "ann");
            Session refused = Session.of(phone.await("<propose "));
            message(phone, phone.jid(), "reject", refused.sid());
            message(phone, refused.peer(), "reject", refused.sid());
            phone.expect("disconnected");
            assertThat(gateway.count("/genesys/calls/ended/byClient")).isEqualTo(1);
            assertThat(gateway.count("/genesys/calls/sessions/rejected")).isEqualTo(1);
            hasNoViolations(gateway);
        }
    }

    @Test
    void placesACallByRestAndProposesItsSession() {
        try (TestGateway gateway = gateway("holdFor: 1h")) {
            GenesysPhone phone = GenesysPhone.ready(gateway, "ann");
            Answer placed =
                    phone.rest().call("POST", "/api/v2/conversations/calls", "ann", "{\"phoneNumber\":\"+15550100\"}");
            assertThat(placed.status()).isEqualTo(202);
            establish(phone);
            JsonNode connected = event(phone.receive());
            assertThat(connected.path("id").asText()).isEqualTo(placed.text("/id"));
            String participant = connected.at("/participants/1/id").asText();
            String path = "/api/v2/conversations/calls/" + placed.text("/id") + "/participants/" + participant;
            String metadata = "/api/v2/conversations/calls/" + placed.text("/id") + "/communications/"
                    + agentCall(connected).path("id").asText() + "/metadata";
            assertThat(phone.rest().call("POST", metadata, "ann", "{}").status())
                    .isEqualTo(202);
            assertThat(phone.rest()
                            .call("PATCH", path, "ann", "{\"held\":true}")
                            .status())
                    .isEqualTo(202);
            assertThat(agentCall(event(phone.receive())).path("held").asBoolean())
                    .isTrue();
            assertThat(phone.rest()
                            .call("PATCH", path, "ann", "{\"state\":\"disconnected\"}")
                            .status())
                    .isEqualTo(202);
            assertThat(unescape(phone.receive())).contains("\"method\":\"terminate\"");
            assertThat(phone.rest()
                            .call("POST", "/api/v2/conversations/calls", "bob", "{\"phoneNumber\":\"1\"}")
                            .status())
                    .as("nobody there")
                    .isEqualTo(409);
            assertThat(gateway.count("/genesys/calls/outbound")).isEqualTo(1);
            assertThat(gateway.count("/genesys/calls/patched/held=true")).isEqualTo(1);
            hasNoViolations(gateway);
        }
    }

    @Test
    void proposesAnEagerSessionAgainToAUserWhoLeftWithoutAnAnswer() {
        try (TestGateway gateway = gateway("holdFor: 1s", "  station: {persistence: Eager}\n")) {
            try (GenesysPhone gone = GenesysPhone.ready(gateway, "ann")) {
                gone.await("<propose ");
            }
            await().until(() -> gateway.truth("/sockets/now").asInt() == 0);
            establish(GenesysPhone.ready(gateway, "ann"));
            assertThat(gateway.count("/genesys/calls/sessions/proposed")).isEqualTo(2);
            assertThat(gateway.count("/genesys/calls/sessions/active")).isEqualTo(1);
            hasNoViolations(gateway);
        }
    }

    @Test
    void keepsAnEagerSessionOverCallsThatShowAsEventsOnly() {
        try (TestGateway gateway = gateway(
                "inbound: {whenReady: 2, calls: 1, rate: {count: 1, per: 1s}}", "  station: {persistence: Eager}\n")) {
            GenesysPhone phone = GenesysPhone.ready(gateway, "ann");
            Session session = establish(phone);
            assertThat(session.propose()).contains("inin-priv-answer-mode=\"Auto\"");
            GenesysPhone.ready(gateway, "bob");
            JsonNode alerting = event(phone.receive());
            assertThat(agentCall(alerting).path("state").asText()).isEqualTo("alerting");
            String path = "/api/v2/conversations/calls/" + alerting.path("id").asText() + "/participants/"
                    + alerting.at("/participants/1/id").asText();
            for (String state : new String[] {"connected", "disconnected"}) {
                assertThat(phone.rest()
                                .call("PATCH", path, "ann", "{\"state\":\"" + state + "\"}")
                                .status())
                        .isEqualTo(202);
                assertThat(agentCall(event(phone.receive())).path("state").asText())
                        .isEqualTo(state);
            }
            phone.rest().call("POST", "/api/v2/conversations/calls", "ann", "{\"phoneNumber\":\"1\"}");
            assertThat(agentCall(event(phone.receive())).path("state").asText()).isEqualTo("contacting");
            assertThat(agentCall(event(phone.receive())).path("state").asText()).isEqualTo("connected");
            assertThat(gateway.count("/genesys/calls/sessions/proposed"))
                    .as("one for each user")
                    .isEqualTo(2);
            assertThat(gateway.truth("/genesys/calls/sessions/now").asInt()).isEqualTo(1);
            assertThat(gateway.count("/genesys/calls/connected")).isEqualTo(2);
            hasNoViolations(gateway);
        }
    }

    @Test
    void keepsALazySessionAfterItsFirstCall() {
        try (TestGateway gateway = gateway(
                "holdFor: 100ms, autoAnswer: Always, inbound: {calls: 100, rate: {count: 1, per: 200ms}}",
                "  station: {persistence: Lazy}\n")) {
            GenesysPhone phone = GenesysPhone.ready(gateway, "ann");
            Session session = establish(phone);
            assertThat(session.propose()).contains("inin-autoanswer=\"true\"");
            await().until(() -> gateway.count("/genesys/calls/ended/byGateway") >= 2);
            assertThat(gateway.count("/genesys/calls/sessions/proposed")).isEqualTo(1);
            assertThat(gateway.truth("/genesys/calls/sessions/terminated")).isEmpty();
            hasNoViolations(gateway);
        }
    }

    @Test
    void keepsACallWhoseSocketComesBackAndLosesOneWhoseSocketDoesNot() {
        try (TestGateway gateway = gateway("lostAfter: 3s, " + ONE_CALL)) {
            GenesysPhone phone = GenesysPhone.ready(gateway, "ann");
            Session session = establish(phone);
            phone.close();
            await().until(() -> gateway.truth("/genesys/streams/now").asInt() == 0);
            GenesysPhone back = GenesysPhone.ready(gateway, "ann");
            String mute = "{\"sessionId\":\"" + session.sid() + "\",\"type\":\"audio\"}";
            json(back, session.peer(), "mute", mute);
            assertThat(gateway.truth("/genesys/calls/now").asInt()).isEqualTo(1);
            back.close();
            await().until(() -> gateway.count("/genesys/calls/ended/lost") == 1);
            assertThat(gateway.truth("/genesys/calls/now").asInt()).isZero();
            hasNoViolations(gateway);
        }
    }

    @Test
    void whoComesBackOnTheSameChannelIsStillSubscribedAndCanBeCalled() {
        try (TestGateway gateway = gateway("holdFor: 1h")) {
            GenesysPhone phone = GenesysPhone.ready(gateway, "ann");
            phone.close();
            await().until(() -> gateway.truth("/genesys/streams/now").asInt() == 0);
            GenesysPhone back = GenesysPhone.connect(gateway, "ann", phone.channel())
                    .open()
                    .authenticate()
                    .open()
                    .bind();
            assertThat(back.rest()
                            .call("POST", "/api/v2/conversations/calls", "ann", "{\"phoneNumber\":\"1\"}")
                            .status())
                    .isEqualTo(202);
            assertThat(agentCall(event(back.receive())).path("state").asText()).isEqualTo("contacting");
            back.expect("<propose ");
            hasNoViolations(gateway);
        }
    }

    @Test
    void forgivesWhatCrossesTheEndOfASession() {
        try (TestGateway gateway = gateway("noAnswerFor: 300ms, " + ONE_CALL)) {
            GenesysPhone phone = GenesysPhone.ready(gateway, "ann");
            Session session = Session.of(phone.await("<propose "));
            phone.await("<retract ");
            message(phone, session.peer(), "proceed", session.sid());
            phone.ping("p").await("id=\"p\"");
            hasNoViolations(gateway);
            message(phone, session.peer(), "proceed", "none");
            phone.ping("q").expect("id=\"q\"");
            assertThat(gateway.count("/genesys/violations/PROCEED for no session"))
                    .isEqualTo(1);
        }
    }

    @Test
    void throttlesTheCandidatesOfACall() {
        try (TestGateway gateway = gateway(
                ONE_CALL,
                "  stanzas: [{whenStanza: [Candidate], whenAttempt: {from: 2, per: Identity}, then: {throttled: {}}}]\n")) {
            GenesysPhone phone = GenesysPhone.ready(gateway, "ann");
            Session session = Session.of(phone.await("<propose "));
            message(phone, session.peer(), "proceed", session.sid());
            phone.await("<genesys-webrtc ");
            String over = "{\"sessionId\":\"" + session.sid() + "\",\"sdp\":\"a=end-of-candidates\\r\\n\"}";
            json(phone, session.peer(), "iceCandidate", over);
            sendJson(phone, session.peer(), "iceCandidate", over);
            phone.expect("code=\"429\"", "<resource-constraint ");
            hasNoViolations(gateway);
        }
    }

    @Test
    void countsWhatIsMalformedOrOutOfOrder() {
        try (TestGateway gateway = gateway(ONE_CALL)) {
            GenesysPhone phone = GenesysPhone.ready(gateway, "ann");
            Session session = Session.of(phone.await("<propose "));
            String id = "{\"sessionId\":\"" + session.sid() + "\",";
            json(phone, session.peer(), "info", id + "\"status\":\"active\"}");
            message(phone, phone.jid(), "proceed", session.sid());
            phone.await("<genesys-webrtc ");
            sendJson(phone, session.peer(), "answer", id + "\"sdp\":\"" + SDP.replace("active", "actpass") + "\"}");
            phone.expect("type=\"error\"", "<bad-request ");
            sendJson(phone, session.peer(), "iceCandidate", id + "\"sdp\":\"a=candidate:nonsense\\r\\n\"}");
            phone.expect("type=\"error\"");
            sendJson(phone, session.peer(), "answer", "{\"sessionId\":\"none\",\"sdp\":\"" + SDP + "\"}");
            phone.expect("type=\"error\"", "<item-not-found ");
            message(phone, session.peer(), "proceed", session.sid());
            phone.ping("p").expect("id=\"p\"");
            assertThat(gateway.truth("/genesys/violations").fieldNames())
                    .toIterable()
                    .containsExactlyInAnyOrder(
                            "info active before the answer",
                            "proceed to another than the one who proposed",
                            "answer: neither setup:active nor setup:passive",
                            "iceCandidate: not the form of a candidate",
                            "ANSWER for no session",
                            "proceed where none is due");
            assertThat(gateway.truth("/genesys/calls/connected/count").asInt()).isZero();
        }
    }
}
