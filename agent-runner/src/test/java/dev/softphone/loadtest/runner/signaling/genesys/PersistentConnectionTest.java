package dev.softphone.loadtest.runner.signaling.genesys;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.softphone.loadtest.model.CallPlan;
import dev.softphone.loadtest.model.Gateway.GenesysCloud.PersistentConnection;
import dev.softphone.loadtest.runner.signaling.RestRequest;
import dev.softphone.loadtest.runner.signaling.xmpp.XmlWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Sessions that outlive their calls, and what is done to calls by REST. */
class PersistentConnectionTest {
    private static final String PEER = "peer1@org.gjoll.example.test";
    private static final String OFFER = String.join(
            "\r\n",
            "v=0",
            "o=- 1 1 IN IP4 127.0.0.1",
            "s=-",
            "t=0 0",
            "m=audio 9 UDP/TLS/RTP/SAVPF 111",
            "c=IN IP4 0.0.0.0",
            "a=mid:0",
            "a=ice-ufrag:uf",
            "a=ice-pwd:pw",
            "a=fingerprint:sha-256 11:22",
            "a=setup:actpass",
            "a=rtcp-mux",
            "a=rtpmap:111 opus/48000/2",
            "");

    @Test
    void theSessionOfTheFirstCallStaysAndTheNextIsAnsweredAndEndedOnItByRest() {
        Phone phone = ready(PersistentConnection.Lazy, inbound());
        firstCall(phone);

        phone.session.endCall(phone.wire);
        assertThat(phone.wire.effects())
                .containsExactly(
                        "rest PATCH /api/v2/conversations/calls/conv1/participants/part-conv1", "callEnded true");
        assertThat(body(phone)).isEqualTo("{\"state\":\"disconnected\"}");
        assertThat(phone.wire.sent()).as("the session is not terminated").isEmpty();
        phone.answer(202, "");
        phone.conversation("conv1", "connected");
        phone.conversation("conv1", "disconnected");
        assertThat(phone.wire.effects())
                .as("what is said of a call that is over begins none")
                .containsExactly("done media");

        phone.conversation("conv2", "alerting");
        assertThat(phone.wire.effects()).containsExactly("callPlaced", "callProgressed");
        phone.wire.pass(0, phone.session);
        assertThat(phone.wire.effects())
                .containsExactly("rest PATCH /api/v2/conversations/calls/conv2/participants/part-conv2");
        assertThat(body(phone)).isEqualTo("{\"state\":\"connected\"}");
        phone.answer(202, "");
        phone.conversation("conv2", "connected");
        assertThat(phone.wire.effects()).containsExactly("done media", "callEstablished");
        assertThat(phone.wire.sent()).as("no offer, no answer, no candidate").isEmpty();

        phone.conversation("conv2", "disconnected");
        assertThat(phone.wire.effects()).containsExactly("callEnded true");
        phone.session.leave(phone.wire);
        assertThat(phone.wire.sent().get(0)).contains("terminate", "success", "to=\"" + PEER + "\"");
        assertThat(phone.wire.effects()).isEmpty();
    }

    @Test
    void anEagerSessionIsTakenUnaskedAndIsNoCall() {
        Phone phone = ready(PersistentConnection.Eager, Optional.empty());
        propose(phone, "sid1", "persistent", " inin-priv-answer-mode='Auto'");
        assertThat(phone.wire.sent())
                .containsExactly("<message xmlns=\"jabber:client\" to=\"" + PEER
                        + "\"><proceed xmlns=\"urn:xmpp:jingle-message:0\" id=\"sid1\"/></message>");
        establish(phone, "sid1");
        assertThat(phone.wire.effects()).containsExactly("begin media", "done media");

        phone.conversation("conv1", "alerting");
        assertThat(phone.wire.effects()).as("no plan of calls").isEmpty();
        phone.wire.sent();
        phone.session.leave(phone.wire);
        assertThat(phone.wire.sent().get(0)).contains("terminate");
    }

    @Test
    void theFirstCallOnAnEagerSessionNeedsNoSessionOfItsOwn() {
        Phone phone = ready(PersistentConnection.Eager, inbound());
        propose(phone, "sid1", "persistent", " inin-priv-answer-mode='Auto'");
        establish(phone, "sid1");
        phone.wire.effects();
        phone.wire.sent();

        phone.conversation("conv1", "alerting");
        phone.wire.pass(0, phone.session);
        phone.answer(202, "");
        phone.conversation("conv1", "connected");

        assertThat(phone.wire.effects())
                .startsWith("callPlaced", "callProgressed")
                .endsWith("callEstablished");
        assertThat(phone.wire.sent()).isEmpty();
    }

    @Test
    void aCallThatComesWhileItsSessionIsOnItsWayIsTakenOnIt() {
        Phone phone = ready(PersistentConnection.Eager, inbound());
        propose(phone, "sid1", "persistent", " inin-priv-answer-mode='Auto'");
        phone.conversation("conv1", "alerting");
        assertThat(phone.wire.effects()).containsExactly("begin media");
        establish(phone, "sid1");
        assertThat(phone.wire.effects()).containsExactly("done media", "callPlaced", "callProgressed");
    }

    @Test
    void whoLeavesBeforeTheOfferEndsTheSessionInItsOwnDialect() {
        for (boolean sdpOverXmpp : new boolean[] {true, false}) {
            Phone phone = ready(PersistentConnection.Eager, Optional.empty());
            phone.receive("<message xmlns='jabber:client' from='" + PEER + "'><propose"
                    + " xmlns='urn:xmpp:jingle-message:0' id='sid1' inin-sdp-over-xmpp='" + sdpOverXmpp
                    + "' inin-priv-answer-mode='Auto'/></message>");
            phone.wire.sent();
            phone.session.leave(phone.wire);
            assertThat(phone.wire.sent().get(0))
                    .contains(
                            sdpOverXmpp ? "&quot;terminate&quot;" : "action=\"session-terminate\" sid=\"sid1\"",
                            "success");
        }
    }

    @Test
    void anEagerSessionThatIsRefusedOrNeverAcknowledgedIsNoCallThatFailed() {
        Phone refused = ready(PersistentConnection.Eager, Optional.empty());
        propose(refused, "sid1", "persistent", " inin-priv-answer-mode='Auto'");
        refused.wire.sent();
        offer(refused, "sid1");
        refused.error(
                Phone.id(refused.wire.sent().get(1)), "<error type='wait' code='429'><text>Throttled</text></error>");
        assertThat(refused.wire.effects()).containsExactly("begin media", "sessionRejected xmpp/429");

        Phone silent = ready(PersistentConnection.Eager, Optional.empty());
        propose(silent, "sid1", "persistent", " inin-priv-answer-mode='Auto'");
        offer(silent, "sid1");
        silent.wire.pass(15_000, silent.session);
        assertThat(silent.wire.effects()).containsExactly("begin media", "sessionFailed timeout/media");
    }

    @Test
    void whoIsNotEagerTakesNoSessionUnasked() {
        for (PersistentConnection mode : List.of(PersistentConnection.None, PersistentConnection.Lazy)) {
            Phone phone = ready(mode, inbound());
            propose(phone, "sid1", "persistent", " inin-priv-answer-mode='Auto'");
            phone.wire.pass(1_000, phone.session);
            assertThat(phone.wire.sent()).isEmpty();
            assertThat(phone.wire.effects()).isEmpty();
        }
    }

    @Test
    void withoutPersistenceTheCallEndsWithItsSession() {
        Phone phone = ready(PersistentConnection.None, inbound());
        firstCall(phone);
        phone.session.endCall(phone.wire);
        assertThat(phone.wire.effects()).containsExactly("callEnded true");
        assertThat(phone.wire.sent().get(0)).contains("terminate");
    }

    @Test
    void whereRestDoesNotHangUpTheEndOfTheSessionDoes() {
        Phone phone = ready(PersistentConnection.Lazy, inbound());
        firstCall(phone);
        phone.session.endCall(phone.wire);
        phone.answer(503, "{}");
        assertThat(phone.wire.effects()).endsWith("callEnded true", "setback media http/503");
        assertThat(phone.wire.sent().get(0)).contains("terminate", "success");

        phone = ready(PersistentConnection.Lazy, inbound());
        firstCall(phone);
        phone.session.endCall(phone.wire);
        assertThat(phone.silence("tcp/eof")).isTrue();
        assertThat(phone.wire.sent().get(0)).contains("terminate", "success");
    }

    @Test
    void anAnswerThatRestRefusesIsTheEndOfTheCallAndNotOfTheSession() {
        Phone phone = idle(inbound());
        phone.conversation("conv2", "alerting");
        phone.wire.pass(0, phone.session);
        phone.wire.effects();
        phone.answer(409, "{}");
        assertThat(phone.wire.effects()).containsExactly("callRejected http/409");
        assertThat(phone.wire.sent()).isEmpty();

        phone.conversation("conv3", "alerting");
        phone.wire.pass(0, phone.session);
        assertThat(phone.silence("tcp/eof"))
                .as("the engine fails the call with it")
                .isFalse();
    }

    @Test
    void aCallThatIsNotConnectedAfterItsAnswerFailsByOurOwnTimer() {
        Phone phone = idle(inbound());
        phone.conversation("conv2", "alerting");
        phone.wire.pass(0, phone.session);
        phone.answer(202, "");
        phone.wire.pass(60_000, phone.session);
        assertThat(phone.wire.effects()).endsWith("callFailed timeout/established");
        assertThat(phone.wire.sent()).isEmpty();
    }

    @Test
    void aCallThatThePlatformEndsBeforeItIsAnsweredIsRejected() {
        Phone phone = idle(inbound());
        phone.conversation("conv2", "alerting");
        phone.conversation("conv2", "disconnected");
        assertThat(phone.wire.effects()).endsWith("callRejected xmpp/terminated");
        phone.wire.pass(100_000, phone.session);
        assertThat(phone.wire.effects()).isEmpty();
    }

    @Test
    void anOutboundCallOnASessionThatIsThereIsConnectedByItsEvents() {
        Phone phone = idle(outbound());
        phone.session.placeCall(null, phone.wire);
        phone.conversation("conv2", "contacting");
        phone.answer(202, "{\"id\":\"conv2\"}");
        phone.conversation("conv2", "connected");
        assertThat(phone.wire.effects())
                .containsExactly(
                        "callPlaced",
                        "rest POST /api/v2/conversations/calls",
                        "callProgressed",
                        "done media",
                        "callEstablished");
        assertThat(phone.wire.sent()).isEmpty();
    }

    @Test
    void anOutboundCallOutlivesTheEndOfASessionThatWasNotItsOwn() {
        Phone phone = idle(outbound());
        phone.session.placeCall(null, phone.wire);
        phone.receive(
                "<iq xmlns='jabber:client' type='set' id='t1' from='" + PEER + "'><genesys-webrtc xmlns='genesys'>"
                        + "{\"method\":\"terminate\",\"params\":{\"sessionId\":\"sid1\",\"reason\":\"gone\"}}"
                        + "</genesys-webrtc></iq>");
        phone.wire.sent();
        propose(phone, "sid2", "conv2", "");
        assertThat(phone.wire.sent()).singleElement().asString().contains("<proceed ", "sid2");
        phone.wire.pass(60_000, phone.session);
        assertThat(phone.wire.effects()).as("its timer runs").endsWith("callFailed timeout/established");
    }

    @Test
    void aSessionThatCarriesNoCallGivesWayToANewOneAndOneThatDoesDoesNot() {
        Phone phone = idle(inbound());
        propose(phone, "sid2", "conv2", "");
        assertThat(phone.wire.effects()).containsExactly("callPlaced", "callProgressed");
        propose(phone, "sid3", "conv3", "");
        assertThat(phone.wire.sent()).hasSize(2).allMatch(message -> message.contains("<reject "));
    }

    @Test
    void aSessionOutlivesItsConnectionWithItsCallOrWithoutOne() {
        Phone phone = idle(inbound());
        assertThat(phone.lose()).as("no call goes on").isFalse();
        phone.begin();
        phone.bind();
        phone.answerAll(Phone.SERVICES);
        phone.wire.effects();
        phone.conversation("conv2", "alerting");
        phone.wire.pass(0, phone.session);
        phone.answer(202, "");
        phone.conversation("conv2", "connected");
        assertThat(phone.wire.effects()).endsWith("callEstablished");
        assertThat(phone.lose()).as("the call goes on").isTrue();
    }

    @Test
    void mutesAndHoldsByRestOneAfterTheOtherAndUndoesIt() {
        List<CallPlan.Action> actions = List.of(
                new CallPlan.Action(CallPlan.Action.Kind.Mute, Duration.ofSeconds(1), Duration.ofSeconds(3)),
                new CallPlan.Action(CallPlan.Action.Kind.Hold, Duration.ofSeconds(2), Duration.ofSeconds(1)));
        Phone phone = ready(PersistentConnection.None, Optional.of(plan(true, actions)));
        firstCall(phone);

        phone.wire.pass(1_000, phone.session);
        assertThat(body(phone)).isEqualTo("{\"muted\":true}");
        phone.wire.pass(1_000, phone.session);
        assertThat(phone.wire.effects())
                .as("one at a time")
                .containsExactly("rest PATCH /api/v2/conversations/calls/conv1/participants/part-conv1");
        phone.answer(202, "");
        assertThat(body(phone)).isEqualTo("{\"held\":true}");
        phone.answer(429, "{}");
        assertThat(phone.wire.effects()).contains("setback media http/429");
        phone.wire.pass(1_000, phone.session);
        assertThat(body(phone)).isEqualTo("{\"held\":false}");
        phone.answer(202, "");
        phone.wire.pass(1_000, phone.session);
        assertThat(body(phone)).isEqualTo("{\"muted\":false}");
        phone.answer(202, "");
        phone.wire.effects();
        phone.wire.pass(10_000, phone.session);
        assertThat(phone.wire.effects()).isEmpty();
    }

    @Test
    void aCallThatNoEventTellsOfCannotBeMutedAndSaysSo() {
        List<CallPlan.Action> actions =
                List.of(new CallPlan.Action(CallPlan.Action.Kind.Mute, Duration.ofSeconds(1), Duration.ofSeconds(1)));
        Phone phone = ready(PersistentConnection.None, Optional.of(plan(true, actions)));
        propose(phone, "sid1", "conv1", "");
        phone.wire.pass(0, phone.session);
        establish(phone, "sid1");
        phone.wire.effects();
        phone.wire.pass(1_000, phone.session);
        assertThat(phone.wire.effects()).containsExactly("sessionFailed protocol/no-participant");
    }

    @Test
    void whatIsToBeDoneWithACallEndsWithIt() {
        List<CallPlan.Action> actions =
                List.of(new CallPlan.Action(CallPlan.Action.Kind.Mute, Duration.ofSeconds(1), Duration.ofSeconds(1)));
        Phone phone = ready(PersistentConnection.Lazy, Optional.of(plan(true, actions)));
        firstCall(phone);
        phone.conversation("conv1", "disconnected");
        assertThat(phone.wire.effects()).containsExactly("callEnded true");
        phone.wire.pass(10_000, phone.session);
        assertThat(phone.wire.effects()).isEmpty();
    }

    // ---------------------------------------------------------------- the platform's side

    private static Phone ready(PersistentConnection mode, Optional<CallPlan> plan) {
        Phone phone = new Phone(mode, plan);
        phone.register();
        phone.wire.sent();
        phone.wire.effects();
        return phone;
    }

    /** With a session that carries no call. */
    private static Phone idle(Optional<CallPlan> plan) {
        Phone phone = ready(PersistentConnection.Eager, plan);
        propose(phone, "sid1", "persistent", " inin-priv-answer-mode='Auto'");
        establish(phone, "sid1");
        phone.wire.sent();
        phone.wire.effects();
        return phone;
    }

    private static void firstCall(Phone phone) {
        phone.conversation("conv1", "alerting");
        propose(phone, "sid1", "conv1", "");
        phone.wire.pass(0, phone.session);
        establish(phone, "sid1");
        phone.conversation("conv1", "connected");
        assertThat(phone.wire.effects()).endsWith("callEstablished");
        phone.wire.sent();
    }

    private static void establish(Phone phone, String sid) {
        phone.wire.sent();
        offer(phone, sid);
        phone.result(Phone.id(phone.wire.sent().get(1)), "");
    }

    private static void propose(Phone phone, String sid, String conversation, String extra) {
        phone.receive("<message xmlns='jabber:client' from='" + PEER + "'><propose xmlns='urn:xmpp:jingle-message:0'"
                + " id='" + sid + "' inin-cid='" + conversation + "' inin-sdp-over-xmpp='true'" + extra
                + "/></message>");
    }

    private static void offer(Phone phone, String sid) {
        JsonNodeFactory json = JsonNodeFactory.instance;
        String call = json.objectNode()
                .put("jsonrpc", "2.0")
                .put("id", "o-" + sid)
                .put("method", "offer")
                .<ObjectNode>set(
                        "params", json.objectNode().put("sessionId", sid).put("sdp", OFFER))
                .toString();
        phone.receive(new XmlWriter()
                .start("iq", "jabber:client")
                .attribute("type", "set")
                .attribute("id", "o-" + sid)
                .attribute("from", PEER)
                .start("genesys-webrtc", "genesys")
                .text(call)
                .finish());
    }

    /** Of the REST call that was made last. */
    private static String body(Phone phone) {
        RestRequest last = phone.wire.requests.get(phone.wire.requests.size() - 1);
        assertThat(last.headers())
                .isEqualTo(Map.of("Authorization", "Bearer " + Phone.TOKEN, "Content-Type", "application/json"));
        return last.body().orElse("");
    }

    private static Optional<CallPlan> inbound() {
        return Optional.of(plan(true, List.of()));
    }

    private static Optional<CallPlan> outbound() {
        return Optional.of(plan(false, List.of()));
    }

    private static CallPlan plan(boolean inbound, List<CallPlan.Action> actions) {
        return new CallPlan(
                inbound ? CallPlan.Direction.Inbound : CallPlan.Direction.Outbound,
                inbound ? CallPlan.Originator.Platform : CallPlan.Originator.Softphone,
                CallPlan.Start.AsRegistered,
                inbound ? Optional.empty() : Optional.of("+15550100"),
                Duration.ZERO,
                Duration.ofSeconds(10),
                actions);
    }
}
