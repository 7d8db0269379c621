package dev.softphone.loadtest.runner.signaling.genesys;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.softphone.loadtest.model.CallPlan;
import dev.softphone.loadtest.runner.signaling.xmpp.XmlElement;
import dev.softphone.loadtest.runner.signaling.xmpp.XmlWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class GenesysCallsTest {
    private static final String PEER = "conv1@org.gjoll.example.test";
    private static final String OFFER = lines(
            "v=0",
            "o=- 1 2 IN IP4 127.0.0.1",
            "s=-",
            "t=0 0",
            "a=group:BUNDLE 0",
            "m=audio 9 UDP/TLS/RTP/SAVPF 111 0",
            "c=IN IP4 0.0.0.0",
            "a=mid:0",
            "a=ice-ufrag:uf",
            "a=ice-pwd:pw",
            "a=fingerprint:sha-256 11:22",
            "a=setup:actpass",
            "a=rtcp-mux",
            "a=rtpmap:111 opus/48000/2");
    private static final String JINGLE_OFFER = "<content creator='initiator' name='audio'><description"
            + " xmlns='urn:xmpp:jingle:apps:rtp:1' media='audio'><payload-type id='111' name='opus' clockrate='48000'"
            + " channels='2'/><rtcp-mux/></description><transport xmlns='urn:xmpp:jingle:transports:ice-udp:1'"
            + " ufrag='uf' pwd='pw'><fingerprint xmlns='urn:xmpp:jingle:apps:dtls:0' hash='sha-256'"
            + " setup='actpass'>11:22</fingerprint></transport></content>";
    private static final String THROTTLED = "<error type='wait' code='429'><text>Throttled</text></error>";

    @Test
    void anInboundCallInJsonRpcIsTakenAnsweredAndEnded() {
        Phone phone = ready(inbound(Duration.ZERO));
        propose(phone);
        assertThat(phone.wire.effects()).containsExactly("callPlaced", "callProgressed");
        phone.wire.pass(0, phone.session);
        assertThat(phone.wire.sent())
                .containsExactly("<message xmlns=\"jabber:client\" to=\"" + PEER
                        + "\"><proceed xmlns=\"urn:xmpp:jingle-message:0\" id=\"sid1\"/></message>");

        offer(phone, "o1", OFFER);
        List<String> sent = phone.wire.sent();
        assertThat(sent.get(0))
                .isEqualTo("<message xmlns=\"jabber:client\" to=\"" + Phone.JID
                        + "\"><accept xmlns=\"urn:xmpp:jingle-message:0\" id=\"sid1\"/></message>");
        JsonNode answer = json(sent.get(1));
        assertThat(answer.path("method").asText()).isEqualTo("answer");
        assertThat(answer.path("params").path("sessionId").asText()).isEqualTo("sid1");
        assertThat(answer.path("params").path("sdp").asText())
                .contains("m=audio 9 UDP/TLS/RTP/SAVPF 111", "a=setup:active", "a=fingerprint:sha-256 AA:BB");
        assertThat(sent.subList(2, 6))
                .extracting(GenesysCallsTest::json)
                .allSatisfy(call -> assertThat(call.path("method").asText()).isEqualTo("iceCandidate"))
                .extracting(call -> call.path("params").path("sdp").asText())
                .satisfies(sdp -> assertThat(sdp).allMatch(text -> text.endsWith("\r\n")))
                .satisfies(sdp -> assertThat(sdp.get(0)).startsWith("m=0 9 RTP/AVP 0\r\na=candidate:h1 1 udp "))
                .endsWith("a=end-of-candidates\r\n");
        assertThat(phone.wire.effects()).isEmpty();

        phone.result(Phone.id(sent.get(1)), "");
        assertThat(phone.wire.effects()).containsExactly("callEstablished");
        assertThat(json(phone.wire.sent().get(0)).path("params").path("status").asText())
                .isEqualTo("active");

        phone.session.endCall(phone.wire);
        JsonNode terminate = json(phone.wire.sent().get(0));
        assertThat(terminate.path("method").asText()).isEqualTo("terminate");
        assertThat(terminate.path("params").path("reason").asText()).isEqualTo("success");
        assertThat(phone.wire.effects()).containsExactly("callEnded true");
    }

    @Test
    void anInboundCallInJingleIsAcknowledgedAcceptedAndEndedByThePeer() {
        Phone phone = ready(inbound(Duration.ZERO));
        propose(phone);
        phone.wire.pass(0, phone.session);
        phone.wire.sent();
        jingle(phone, "j1", "session-initiate", JINGLE_OFFER);
        List<String> sent = phone.wire.sent();
        assertThat(sent.get(0))
                .isEqualTo("<iq xmlns=\"jabber:client\" id=\"j1\" to=\"" + PEER + "\" type=\"result\"/>");
        assertThat(sent.get(1)).contains("<accept ");
        XmlElement accept = Phone.parsed(sent.get(2)).children().get(0);
        assertThat(accept.attribute("action")).isEqualTo("session-accept");
        assertThat(accept.attribute("responder")).isEqualTo(Phone.FULL_JID);
        assertThat(sent.get(2))
                .contains("<payload-type id=\"111\" name=\"opus\" clockrate=\"48000\" channels=\"2\"/><rtcp-mux/>")
                .contains("hash=\"sha-256\" setup=\"active\">AA:BB</fingerprint>");
        assertThat(sent.subList(3, 7)).allMatch(iq -> iq.contains("action=\"transport-info\""));
        assertThat(sent.get(3)).contains("ip=\"192.0.2.1\"", "type=\"host\"");
        assertThat(sent.get(6)).contains("<gathering-complete/>");
        phone.wire.effects();

        phone.result(Phone.id(sent.get(2)), "");
        assertThat(phone.wire.effects()).containsExactly("callEstablished");
        assertThat(phone.wire.sent().get(0)).contains("session-info", "urn:xmpp:jingle:apps:rtp:info:1");
        jingle(phone, "j2", "session-terminate", "<reason><success/></reason>");
        assertThat(phone.wire.effects()).containsExactly("callEnded true");
        jingle(phone, "j3", "session-info", "");
        assertThat(phone.wire.sent().get(1)).contains("item-not-found");
    }

    @Test
    void ringsForAsLongAsThePlanSays() {
        Phone phone = ready(inbound(Duration.ofSeconds(3)));
        propose(phone);
        phone.wire.pass(2_999, phone.session);
        assertThat(phone.wire.sent()).isEmpty();
        phone.wire.pass(1, phone.session);
        assertThat(phone.wire.sent()).singleElement().asString().contains("<proceed ");
    }

    @Test
    void anOutboundCallIsAskedForByRestAndItsProposalTakenAtOnce() {
        Phone phone = ready(outbound());
        phone.session.placeCall(null, phone.wire);
        assertThat(phone.wire.effects()).containsExactly("callPlaced", "rest POST /api/v2/conversations/calls");
        assertThat(phone.wire.requests.get(phone.wire.requests.size() - 1).body())
                .contains("{\"phoneNumber\":\"+15550100\"}");
        propose(phone);
        phone.answer("{\"id\":\"conv1\"}");
        assertThat(phone.wire.effects()).containsExactly("callProgressed", "done media");
        assertThat(phone.wire.sent()).singleElement().asString().contains("<proceed ");
    }

    @Test
    void anOutboundCallThatWaitsForItsQuotaHasItsWholeTimeAfterwards() {
        Phone phone = ready(outbound());
        phone.session.placeCall(null, phone.wire);
        phone.session.restHeld(phone.wire.requests.get(phone.wire.requests.size() - 1), phone.wire);
        phone.wire.pass(100_000, phone.session);
        phone.session.restSent(phone.wire.requests.get(phone.wire.requests.size() - 1), phone.wire);
        phone.wire.pass(59_000, phone.session);
        assertThat(phone.wire.effects()).noneMatch(effect -> effect.startsWith("callFailed"));
        phone.wire.pass(2_000, phone.session);
        assertThat(phone.wire.effects()).contains("callFailed timeout/established");
    }

    @Test
    void anOutboundCallThatRestRefusesIsRejectedWithItsHeaders() {
        Phone phone = ready(outbound());
        phone.session.placeCall(null, phone.wire);
        phone.answer(429, "{}", Map.of("inin-ratelimit-allowed", "300"));
        assertThat(phone.wire.effects()).endsWith("callRejected http/429");
        assertThat(phone.wire.refusals.get(0).hints()).containsKey("inin-ratelimit-allowed");
        propose(phone);
        assertThat(phone.wire.sent()).hasSize(2).allMatch(message -> message.contains("<reject "));
    }

    @Test
    void aCallIsTakenThoughTheSubscriptionsAreNotAnsweredYet() {
        Phone phone = new Phone(inbound(Duration.ZERO));
        phone.logIn();
        phone.bind();
        phone.answerAll(Phone.SERVICES);
        phone.wire.sent();
        propose(phone);
        phone.wire.pass(0, phone.session);

        assertThat(phone.wire.effects()).endsWith("registered", "callPlaced", "callProgressed");
        assertThat(phone.wire.sent()).singleElement().asString().contains("<proceed ");
    }

    @Test
    void anOutboundCallIsAskedForOnceTheSoftphoneHearsOfItsCalls() {
        Phone phone = new Phone(outbound());
        phone.logIn();
        phone.bind();
        phone.answerAll(Phone.SERVICES);
        phone.wire.effects();
        phone.session.placeCall(null, phone.wire);
        assertThat(phone.wire.effects()).containsExactly("callPlaced");
        phone.answerAll("");
        phone.answer("{}");
        assertThat(phone.wire.effects())
                .containsExactly(
                        "rest PUT /api/v2/notifications/channels/ch1/subscriptions",
                        "done login",
                        "rest POST /api/v2/conversations/calls");
    }

    @Test
    void onceItsSessionIsProposedACallGoesOnWhateverRestSays() {
        for (int status : List.of(429, 504, 0)) {
            Phone phone = ready(outbound());
            phone.session.placeCall(null, phone.wire);
            propose(phone);
            phone.wire.effects();
            if (status == 0) {
                assertThat(phone.silence("timeout/media")).isTrue();
            } else {
                phone.answer(status, "{}");
            }
            assertThat(phone.wire.effects())
                    .containsExactly("setback media " + (status == 0 ? "timeout/media" : "http/" + status));
            phone.wire.sent();
            offer(phone, "o1", OFFER);
            phone.result(Phone.id(phone.wire.sent().get(1)), "");
            assertThat(phone.wire.effects()).containsExactly("callEstablished");
        }
    }

    @Test
    void anOutboundCallWhoseRestCallIsNotAnsweredIsOver() {
        Phone phone = ready(outbound());
        phone.session.placeCall(null, phone.wire);
        assertThat(phone.silence("timeout/media"))
                .as("the engine fails the call")
                .isFalse();
        phone.wire.effects();
        phone.wire.pass(60_000, phone.session);
        assertThat(phone.wire.effects()).isEmpty();
        phone.session.placeCall(null, phone.wire);
        assertThat(phone.wire.effects()).containsExactly("callPlaced", "rest POST /api/v2/conversations/calls");
    }

    @Test
    void anEstablishedCallOutlivesItsConnectionAndIsEndedOnTheNext() {
        Phone phone = established();
        assertThat(phone.lose()).isTrue();
        phone.session.endCall(phone.wire);
        assertThat(phone.wire.sent()).as("nobody there to tell").isEmpty();
        phone.begin();
        phone.bind();
        phone.wire.effects();
        phone.answerAll(Phone.SERVICES);

        assertThat(phone.wire.effects()).containsExactly("callEnded true", "registered");
        assertThat(json(phone.wire.sent().get(0)).path("method").asText()).isEqualTo("terminate");
    }

    @Test
    void thePlatformEndsACallOnTheConnectionAfterTheOneItBeganOn() {
        Phone phone = established();
        phone.lose();
        phone.begin();
        phone.bind();
        phone.answerAll(Phone.SERVICES);
        phone.wire.effects();
        phone.session.placeCall(null, phone.wire);
        assertThat(phone.wire.effects()).containsExactly("callPlaced", "callFailed local/busy");
        terminate(phone);
        assertThat(phone.wire.effects()).containsExactly("callEnded true");
    }

    @Test
    void aCallThatIsNotEstablishedIsLostWithItsConnection() {
        Phone phone = ready(inbound(Duration.ZERO));
        propose(phone);
        phone.wire.pass(0, phone.session);
        assertThat(phone.lose()).isFalse();
        phone.begin();
        phone.bind();
        phone.answerAll(Phone.SERVICES);
        phone.wire.sent();
        offer(phone, "o1", OFFER);
        assertThat(phone.wire.sent()).isEmpty();
    }

    @Test
    void withoutAnOfferTheCallFailsByOurOwnTimer() {
        Phone phone = ready(inbound(Duration.ZERO));
        propose(phone);
        phone.wire.pass(0, phone.session);
        phone.wire.effects();
        phone.wire.pass(59_999, phone.session);
        assertThat(phone.wire.effects()).isEmpty();
        phone.wire.pass(1, phone.session);
        assertThat(phone.wire.effects()).containsExactly("callFailed timeout/established");
        assertThat(phone.wire.detail).startsWith("no offer within 60000 ms");
    }

    @Test
    void aThrottledCandidateIsASetbackAndAThrottledAnswerTheEnd() {
        Phone phone = ready(inbound(Duration.ZERO));
        propose(phone);
        phone.wire.pass(0, phone.session);
        phone.wire.sent();
        offer(phone, "o1", OFFER);
        List<String> sent = phone.wire.sent();
        phone.wire.effects();
        phone.error(Phone.id(sent.get(2)), THROTTLED);
        assertThat(phone.wire.effects()).containsExactly("setback media xmpp/429");
        phone.error(Phone.id(sent.get(1)), THROTTLED);
        assertThat(phone.wire.effects()).containsExactly("callRejected xmpp/429");
    }

    @Test
    void aRepeatedOfferIsAnsweredOnceAndANewOneAgain() {
        Phone phone = ready(inbound(Duration.ZERO));
        propose(phone);
        phone.wire.pass(0, phone.session);
        phone.wire.sent();
        offer(phone, "o1", OFFER);
        phone.result(Phone.id(phone.wire.sent().get(1)), "");
        phone.wire.sent();
        phone.wire.effects();
        offer(phone, "o1", OFFER);
        assertThat(phone.wire.sent()).isEmpty();
        offer(phone, "o2", OFFER);
        assertThat(phone.wire.sent())
                .singleElement()
                .extracting(GenesysCallsTest::json)
                .satisfies(call -> assertThat(call.path("method").asText()).isEqualTo("answer"));
        assertThat(phone.wire.effects()).isEmpty();
    }

    @Test
    void anOfferThatCannotBeAnsweredEndsTheCallAndSaysWhy() {
        Phone phone = ready(inbound(Duration.ZERO));
        propose(phone);
        phone.wire.pass(0, phone.session);
        phone.wire.sent();
        offer(phone, "o1", OFFER.replace("a=ice-pwd:pw\r\n", ""));
        assertThat(phone.wire.effects()).endsWith("callFailed protocol/sdp");
        assertThat(phone.wire.detail).contains("ice-pwd are required");
        assertThat(phone.wire.sent()).singleElement().asString().contains("failed-application");
    }

    @Test
    void aCallThatIsTakenBackIsRejectedByThePlatform() {
        Phone phone = ready(inbound(Duration.ofSeconds(9)));
        propose(phone);
        phone.wire.effects();
        phone.receive("<message xmlns='jabber:client' from='" + PEER
                + "'><retract xmlns='urn:xmpp:jingle-message:0' id='sid1'/></message>");
        assertThat(phone.wire.effects()).containsExactly("callRejected xmpp/retracted");
        phone.wire.pass(60_000, phone.session);
        assertThat(phone.wire.sent()).isEmpty();
    }

    @Test
    void takesNoCallWithoutAPlanAndFromNobodyButThePlatform() {
        Phone idle = new Phone();
        idle.register();
        propose(idle);
        assertThat(idle.wire.effects()).isEmpty();
        assertThat(idle.wire.sent()).hasSize(2).allMatch(message -> message.contains("<reject "));

        Phone phone = ready(inbound(Duration.ZERO));
        phone.receive("<message xmlns='jabber:client' from='somebody@else.test'><propose"
                + " xmlns='urn:xmpp:jingle-message:0' id='x'/></message>");
        assertThat(phone.wire.effects()).isEmpty();
        assertThat(phone.wire.sent()).isEmpty();
    }

    @Test
    void withoutAStunServerOnlyTheRelayIsNamed() {
        Phone phone = new Phone(inbound(Duration.ZERO));
        phone.logIn();
        phone.bind();
        phone.answerAll("<services xmlns='urn:xmpp:extdisco:1'/>");
        phone.answerAll("");
        phone.answer("{}");
        phone.answerAll("<services xmlns='urn:xmpp:extdisco:1'/>");
        propose(phone);
        phone.wire.pass(0, phone.session);
        phone.wire.sent();
        offer(phone, "o1", OFFER);
        assertThat(phone.wire.sent()).hasSize(4).element(2).asString().contains("typ relay");
    }

    @Test
    void aReasonThatIsNoneOfTheProtocolsIsTextAndNoCode() {
        Phone phone = ready(inbound(Duration.ZERO));
        propose(phone);
        phone.wire.effects();
        jingle(phone, "t1", "session-terminate", "<reason><failed-5f3c-of-anna/></reason>");
        assertThat(phone.wire.effects()).containsExactly("callRejected xmpp/terminated");

        Phone busy = ready(inbound(Duration.ZERO));
        propose(busy);
        busy.wire.effects();
        jingle(busy, "t2", "session-terminate", "<reason><busy/></reason>");
        assertThat(busy.wire.effects()).containsExactly("callRejected xmpp/busy");
    }

    @Test
    void whateverComesInDuringACallNeverThrows() {
        String propose =
                "<message from='" + PEER + "'><propose xmlns='urn:xmpp:jingle-message:0' id='sid1'/></message>";
        String offer = "<iq type='set' id='o' from='" + PEER + "'><genesys-webrtc xmlns='genesys'>{\"id\":\"1\","
                + "\"method\":\"offer\",\"params\":{\"sessionId\":\"sid1\",\"sdp\":\"v=0\\r\\nm=audio 9"
                + " UDP/TLS/RTP/SAVPF 0\\r\\n\"}}</genesys-webrtc></iq>";
        String jingle = "<iq type='set' id='j' from='" + PEER + "'><jingle xmlns='urn:xmpp:jingle:1'"
                + " action='session-initiate' sid='sid1'>" + JINGLE_OFFER + "</jingle></iq>";
        String end = "<iq type='set' id='t'><jingle xmlns='urn:xmpp:jingle:1' action='session-terminate'"
                + " sid='sid1'><reason><success/></reason></jingle></iq>";
        List<String> messages = List.of(propose, offer, jingle, end, "<iq type='result' id='9'/>");
        for (int seed = 0; seed < 3_000; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            Phone phone = ready(inbound(Duration.ZERO));
            StringBuilder said = new StringBuilder();
            try {
                for (int i = 0; i < 6; i++) {
                    StringBuilder message = new StringBuilder(messages.get(random.nextInt(messages.size())));
                    for (int change = random.nextInt(3); change > 0; change--) {
                        int at = random.nextInt(message.length());
                        message.setCharAt(at, "<>/'\"{}: x9&".charAt(random.nextInt(12)));
                    }
                    said.append('\n').append(message);
                    phone.receive(message.toString());
                    phone.wire.pass(random.nextInt(20_000), phone.session);
                }
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + said, e);
            }
        }
    }

    @Test
    void leavingEndsTheCallFirst() {
        Phone phone = ready(inbound(Duration.ZERO));
        propose(phone);
        phone.wire.pass(0, phone.session);
        phone.wire.sent();
        offer(phone, "o1", OFFER);
        phone.result(Phone.id(phone.wire.sent().get(1)), "");
        phone.wire.sent();
        phone.session.leave(phone.wire);
        List<String> sent = phone.wire.sent();
        assertThat(json(sent.get(0)).path("method").asText()).isEqualTo("terminate");
        assertThat(sent.get(1)).startsWith("<close ");
    }

    private static String lines(String... lines) {
        return String.join("\r\n", lines) + "\r\n";
    }

    private static Phone ready(CallPlan plan) {
        Phone phone = new Phone(plan);
        phone.register();
        phone.wire.sent();
        phone.wire.effects();
        return phone;
    }

    private static CallPlan inbound(Duration answerAfter) {
        return new CallPlan(
                CallPlan.Direction.Inbound,
                CallPlan.Originator.Platform,
                CallPlan.Start.AsRegistered,
                Optional.empty(),
                answerAfter,
                Duration.ofSeconds(10),
                List.of());
    }

    private static CallPlan outbound() {
        return new CallPlan(
                CallPlan.Direction.Outbound,
                CallPlan.Originator.Softphone,
                CallPlan.Start.AsRegistered,
                Optional.of("+15550100"),
                Duration.ZERO,
                Duration.ofSeconds(10),
                List.of());
    }

    private static Phone established() {
        Phone phone = ready(inbound(Duration.ZERO));
        propose(phone);
        phone.wire.pass(0, phone.session);
        phone.wire.sent();
        offer(phone, "o1", OFFER);
        phone.result(Phone.id(phone.wire.sent().get(1)), "");
        assertThat(phone.wire.effects()).endsWith("callEstablished");
        return phone;
    }

    private static void terminate(Phone phone) {
        phone.receive(new XmlWriter()
                .start("iq", "jabber:client")
                .attribute("type", "set")
                .attribute("id", "t")
                .attribute("from", PEER)
                .start("genesys-webrtc", "genesys")
                .text("{\"id\":\"t\",\"method\":\"terminate\",\"params\":{\"sessionId\":\"sid1\","
                        + "\"reason\":\"success\"}}")
                .finish());
    }

    private static void propose(Phone phone) {
        phone.receive("<message xmlns='jabber:client' from='" + PEER + "'><propose xmlns='urn:xmpp:jingle-message:0'"
                + " id='sid1' inin-cid='conv1' inin-autoanswer='false' inin-sdp-over-xmpp='true'/></message>");
    }

    private static void offer(Phone phone, String id, String sdp) {
        JsonNodeFactory json = JsonNodeFactory.instance;
        String call = json.objectNode()
                .put("jsonrpc", "2.0")
                .put("id", id)
                .put("method", "offer")
                .<ObjectNode>set(
                        "params", json.objectNode().put("sessionId", "sid1").put("sdp", sdp))
                .toString();
        phone.receive(new XmlWriter()
                .start("iq", "jabber:client")
                .attribute("type", "set")
                .attribute("id", id)
                .attribute("from", PEER)
                .start("genesys-webrtc", "genesys")
                .text(call)
                .finish());
    }

    private static void jingle(Phone phone, String id, String action, String inside) {
        phone.receive("<iq xmlns='jabber:client' type='set' id='" + id + "' from='" + PEER + "'><jingle"
                + " xmlns='urn:xmpp:jingle:1' action='" + action + "' sid='sid1'>" + inside + "</jingle></iq>");
    }

    private static JsonNode json(String iq) {
        try {
            return JsonMapper.builder()
                    .build()
                    .readTree(Phone.parsed(iq).children().get(0).text());
        } catch (JsonProcessingException e) {
            throw new AssertionError(iq, e);
        }
    }
}
