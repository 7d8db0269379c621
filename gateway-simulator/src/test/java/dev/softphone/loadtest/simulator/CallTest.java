package dev.softphone.loadtest.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.softphone.loadtest.simulator.RawSocket.Next;
import dev.softphone.loadtest.simulator.SipPhone.Message;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CallTest {
    private static final String SDP = "v=0\r\no=x 1 1 IN IP4 127.0.0.1\r\ns=-\r\n";

    private static SipPhone registered(TestGateway gateway, String user) {
        SipPhone phone = new SipPhone(gateway, user, "example.test");
        assertThat(phone.registerWith("secret", 600).status()).isEqualTo(200);
        return phone;
    }

    private static String invite(SipPhone caller, String callee, String callId, String... headers) {
        String uri = "sip:" + callee + "@example.test";
        List<String> all = new ArrayList<>(List.of(headers));
        all.add("Contact: " + caller.contact());
        all.add("Content-Type: application/sdp");
        return caller.request("INVITE", uri, "<" + uri + ">", callId, "i" + callId, all.toArray(String[]::new)) + SDP;
    }

    /** A request of the caller within the call that {@code ok} answered. */
    private static String within(SipPhone caller, String method, Message ok, String branch) {
        String target = ok.header("Contact").replaceAll("[<>]", "");
        return caller.request(
                method,
                target,
                ok.header("To"),
                ok.header("Call-ID"),
                branch,
                "Route: <sip:gateway.invalid;transport=ws;lr>");
    }

    private static String answer(Message request, String status, String tag, String... headers) {
        StringBuilder answer = new StringBuilder("SIP/2.0 " + status + "\r\n");
        for (String name : List.of("Via", "Record-Route", "From", "Call-ID", "CSeq")) {
            request.all(name)
                    .forEach(value ->
                            answer.append(name).append(": ").append(value).append("\r\n"));
        }
        String to = request.header("To");
        answer.append("To: ")
                .append(to.contains(";tag=") ? to : to + ";tag=" + tag)
                .append("\r\n");
        for (String header : headers) {
            answer.append(header).append("\r\n");
        }
        return answer.append("\r\n").toString();
    }

    @Test
    void routesACallBetweenTwoSoftphonesAndItsEnd() {
        try (TestGateway gateway = TestGateway.with("sip: {}");
                SipPhone caller = registered(gateway, "ann");
                SipPhone callee = registered(gateway, "bob")) {
            caller.send(invite(caller, "bob", "c1"));
            assertThat(caller.receive().status()).isEqualTo(100);
            Message offered = callee.receive();
            assertThat(offered.method()).isEqualTo("INVITE");
            assertThat(offered.uri()).isEqualTo("sip:bob@bob.invalid;transport=ws");
            assertThat(offered.all("Via")).hasSize(2);
            assertThat(offered.header("Record-Route")).contains(";lr");
            assertThat(offered.header("Max-Forwards")).isEqualTo("69");
            assertThat(offered.body()).isEqualTo(SDP);
            callee.send(answer(offered, "180 Ringing", "b"));
            assertThat(caller.receive().status()).isEqualTo(180);
            callee.send(answer(offered, "200 OK", "b", "Contact: " + callee.contact()) + SDP);
            Message ok = caller.receive();
            assertThat(ok.status()).isEqualTo(200);
            assertThat(ok.all("Via")).hasSize(1);
            assertThat(ok.body()).isEqualTo(SDP);
            assertThat(gateway.count("/calls/routed/established")).isZero();
            caller.send(within(caller, "ACK", ok, "a1"));
            Message ack = callee.receive();
            assertThat(ack.method()).isEqualTo("ACK");
            assertThat(ack.all("Route")).isEmpty();
            assertThat(gateway.truth("/calls/routed/now").asInt()).isEqualTo(1);
            caller.send(within(caller, "BYE", ok, "b1"));
            Message bye = callee.receive();
            assertThat(bye.method()).isEqualTo("BYE");
            callee.send(answer(bye, "200 OK", "b"));
            Message byeOk = caller.receive();
            assertThat(byeOk.status()).isEqualTo(200);
            assertThat(byeOk.all("Via")).hasSize(1);
            assertThat(gateway.count("/calls/routed/established")).isEqualTo(1);
            assertThat(gateway.count("/calls/routed/ended/byCaller")).isEqualTo(1);
            assertThat(gateway.truth("/calls/routed/now").asInt()).isZero();
            assertThat(gateway.count("/calls/invites/answered/200")).isEqualTo(1);
        }
    }

    @Test
    void acknowledgesARefusalHopByHopAndForwardsIt() {
        try (TestGateway gateway = TestGateway.with("sip: {}");
                SipPhone caller = registered(gateway, "ann");
                SipPhone callee = registered(gateway, "bob")) {
            caller.send(invite(caller, "bob", "c1"));
            caller.receive();
            Message offered = callee.receive();
            callee.send(answer(offered, "486 Busy Here", "b"));
            assertThat(callee.receive().method()).isEqualTo("ACK");
            Message busy = caller.receive();
            assertThat(busy.status()).isEqualTo(486);
            caller.send(within(caller, "ACK", new Message(busy.text() + "Contact: <sip:x>\r\n"), "ic1"));
            assertThat(callee.socket().next(300)).isEqualTo(Next.NOTHING);
            assertThat(gateway.count("/calls/invites/answered/486")).isEqualTo(1);
            assertThat(gateway.count("/calls/routed/answered/486")).isEqualTo(1);
        }
    }

    @Test
    void cancelsACallThatRings() {
        try (TestGateway gateway = TestGateway.with("sip: {}");
                SipPhone caller = registered(gateway, "ann");
                SipPhone callee = registered(gateway, "bob")) {
            caller.send(invite(caller, "bob", "c1"));
            caller.receive();
            Message offered = callee.receive();
            callee.send(answer(offered, "180 Ringing", "b"));
            caller.receive();
            caller.send(caller.request("CANCEL", "sip:bob@example.test", "<sip:bob@example.test>", "c1", "ic1"));
            assertThat(caller.receive().header("CSeq")).endsWith("CANCEL");
            Message cancel = callee.receive();
            assertThat(cancel.method()).isEqualTo("CANCEL");
            assertThat(cancel.header("Via")).isEqualTo(offered.header("Via"));
            callee.send(answer(cancel, "200 OK", "b"));
            callee.send(answer(offered, "487 Request Terminated", "b"));
            assertThat(callee.receive().method()).isEqualTo("ACK");
            assertThat(caller.receive().status()).isEqualTo(487);
            assertThat(gateway.count("/calls/invites/answered/487")).isEqualTo(1);
        }
    }

    @Test
    void hangsUpOnTheOneWhoStaysWhenTheOtherSocketIsGone() {
        try (TestGateway gateway = TestGateway.with("sip: {}");
                SipPhone caller = registered(gateway, "ann")) {
            SipPhone callee = registered(gateway, "bob");
            caller.send(invite(caller, "bob", "c1"));
            caller.receive();
            Message offered = callee.receive();
            callee.send(answer(offered, "200 OK", "b", "Contact: " + callee.contact()));
            Message ok = caller.receive();
            caller.send(within(caller, "ACK", ok, "a1"));
            callee.receive();
            callee.close();
            Message bye = caller.receive();
            assertThat(bye.method()).isEqualTo("BYE");
            assertThat(bye.header("From")).isEqualTo(ok.header("To"));
            assertThat(bye.header("To")).isEqualTo(ok.header("From"));
            assertThat(gateway.count("/calls/routed/ended/lost")).isEqualTo(1);
            caller.send(invite(caller, "bob", "c2"));
            caller.receive();
            assertThat(caller.receive().status()).as("nobody there any more").isEqualTo(404);
        }
    }

    @Test
    void answersCallsItselfAndRepeatsThe200UntilItsAck() {
        try (TestGateway gateway = TestGateway.with(
                        "sip: {answer: [{whenCallee: {matches: 'echo@.*'}, ringFor: 20ms, talkFor: 50ms}]}");
                SipPhone caller = registered(gateway, "ann")) {
            caller.send(invite(caller, "echo", "c1"));
            assertThat(List.of(caller.receive().status(), caller.receive().status()))
                    .containsExactly(100, 180);
            Message ok = caller.receive();
            assertThat(ok.status()).isEqualTo(200);
            assertThat(ok.body()).contains("m=audio 9 UDP/TLS/RTP/SAVPF");
            Message again = caller.receive();
            assertThat(again.status()).isEqualTo(200);
            assertThat(again.header("To")).isEqualTo(ok.header("To"));
            caller.send(within(caller, "ACK", ok, "a1"));
            Message bye = caller.receive();
            assertThat(bye.method()).isEqualTo("BYE");
            caller.send(answer(bye, "200 OK", "x"));
            assertThat(gateway.count("/calls/answered/established")).isEqualTo(1);
            assertThat(gateway.count("/calls/answered/ended/byCallee")).isEqualTo(1);
            caller.send(within(caller, "BYE", ok, "b9"));
            assertThat(caller.receive().status()).isEqualTo(481);
        }
    }

    @Test
    void callsRegisteredSoftphonesFromOutside() {
        try (TestGateway gateway = TestGateway.with(
                        "sip: {originate: {whenRegistered: 2, calls: 3, rate: {count: 20, per: 1s}, holdFor: 100ms, noAnswerFor: 300ms}}");
                SipPhone ann = registered(gateway, "ann");
                SipPhone bob = registered(gateway, "bob")) {
            Message toAnn = ann.receive();
            assertThat(toAnn.method()).isEqualTo("INVITE");
            assertThat(toAnn.body()).contains("a=setup:actpass");
            ann.send(answer(toAnn, "200 OK", "a", "Contact: " + ann.contact()));
            assertThat(ann.receive().method()).isEqualTo("ACK");
            Message bye = ann.receive();
            assertThat(bye.method()).isEqualTo("BYE");
            ann.send(answer(bye, "200 OK", "a"));
            Message toBob = bob.receive();
            Message cancel = bob.receive();
            assertThat(cancel.method()).isEqualTo("CANCEL");
            bob.send(answer(cancel, "200 OK", "b")).send(answer(toBob, "487 Request Terminated", "b"));
            assertThat(bob.receive().method()).isEqualTo("ACK");
            await().until(() -> gateway.count("/calls/originated/answered/487") == 1);
            assertThat(gateway.count("/calls/originated/established")).isEqualTo(1);
            assertThat(gateway.count("/calls/originated/ended/byCaller")).isEqualTo(1);
            long third = gateway.count("/calls/originated/placed") + gateway.count("/calls/originatedWithoutCallee");
            assertThat(third).isEqualTo(3);
        }
    }

    @Test
    void refusesInvitesAsTheScriptSays() {
        try (TestGateway gateway = TestGateway.with("""
                        sip:
                          authentication: {realm: r, password: secret, challengeInvite: Always}
                          answer: [{}]
                          invite:
                            - {whenIdentity: {equals: bob@example.test}, then: {silence: {}}}
                            - {whenRate: {above: {count: 1, per: 1h}}, then: {sip: {status: 488, warning: '305 gw "codec"'}}}
                        """);
                SipPhone ann = registered(gateway, "ann");
                SipPhone bob = registered(gateway, "bob")) {
            assertThat(authorized(ann, "c1").status()).isEqualTo(100);
            assertThat(ann.receive().status()).isEqualTo(180);
            assertThat(ann.receive().status()).isEqualTo(200);
            Message refused = authorized(ann, "c2");
            while (refused.status() < 300) {
                refused = ann.receive();
            }
            assertThat(refused.status()).isEqualTo(488);
            assertThat(refused.header("Warning")).isEqualTo("305 gw \"codec\"");
            bob.send(invite(bob, "x", "c3"));
            Message challenge = bob.receive();
            bob.send(invite(bob, "x", "c4", proxyAuthorization(bob, challenge)));
            assertThat(bob.socket().next(300)).isEqualTo(Next.NOTHING);
            assertThat(gateway.count("/calls/invites/answered/407")).isEqualTo(3);
            assertThat(gateway.count("/calls/invites/answered/488")).isEqualTo(1);
            assertThat(gateway.count("/calls/invites/silenced")).isEqualTo(1);
        }
    }

    private static Message authorized(SipPhone caller, String callId) {
        caller.send(invite(caller, "x", callId));
        Message challenge = caller.receive();
        while (challenge.status() == 200) {
            // The 200 of an earlier call that nobody acknowledged, again.
            challenge = caller.receive();
        }
        assertThat(challenge.status()).isEqualTo(407);
        return caller.send(invite(caller, "x", callId, proxyAuthorization(caller, challenge)))
                .receive();
    }

    private static String proxyAuthorization(SipPhone caller, Message challenge) {
        return "Proxy-Authorization: "
                + caller.credentials(
                        challenge.header("Proxy-Authenticate"), "secret", "INVITE", "sip:x@example.test", "00000001");
    }

    @Test
    void limitsCallsHeldAtOnceAndCancelsOneThatWaits() {
        try (TestGateway gateway = TestGateway.with("""
                        sip:
                          answer: [{ringFor: 1m}]
                          invite:
                            - {whenCalls: {atLeast: 1}, then: {sip: {status: 503, retryAfter: 3s, after: 1m}}}
                        """);
                SipPhone ann = registered(gateway, "ann")) {
            ann.send(invite(ann, "x", "c1"));
            assertThat(List.of(ann.receive().status(), ann.receive().status())).containsExactly(100, 180);
            ann.send(invite(ann, "x", "c2"));
            assertThat(ann.receive().status()).isEqualTo(100);
            for (String callId : List.of("c2", "c1")) {
                ann.send(ann.request("CANCEL", "sip:x@example.test", "<sip:x@example.test>", callId, "i" + callId));
                assertThat(ann.receive().status()).isEqualTo(200);
                assertThat(ann.receive().status()).isEqualTo(487);
            }
            ann.send(invite(ann, "x", "c3"));
            assertThat(List.of(ann.receive().status(), ann.receive().status()))
                    .as("the place is free again")
                    .containsExactly(100, 180);
            assertThat(gateway.count("/calls/invites/answered/487")).isEqualTo(2);
        }
    }
}
