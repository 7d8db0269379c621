package dev.softphone.loadtest.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.softphone.loadtest.simulator.RawSocket.Next;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class GenesysStreamTest {
    private static final String USERS = "tokens: {preissued: {capture: '([^/]+)', organization: acme}}";

    private static TestGateway gateway(String... keys) {
        StringBuilder script = new StringBuilder("genesys:\n  " + USERS + "\n");
        for (String key : keys) {
            script.append("  ").append(key).append('\n');
        }
        return TestGateway.with(script.toString());
    }

    private static void hasNoViolations(TestGateway gateway) {
        assertThat(gateway.truth("/genesys/violations")).isEmpty();
    }

    @Test
    void opensAuthenticatesBindsAndAnswersWhatASessionAsks() throws Exception {
        try (TestGateway gateway = gateway(
                "iceServers: {stun: [], turn: [{host: 10.0.0.1, port: 3479}], secret: shared, expiresIn: 1h}")) {
            GenesysPhone phone = GenesysPhone.bound(gateway, "ann");
            assertThat(phone.fullJid()).isEqualTo(phone.jid() + "/r1");
            phone.askIceServers("turn");
            String turn = phone.expect("type=\"result\"", "id=\"ice-turn\"", "to=\"" + phone.fullJid() + "\"");
            assertThat(turn).contains("host=\"10.0.0.1\" port=\"3479\" transport=\"udp\"");
            String username = GenesysPhone.attribute(turn, "username");
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec("shared".getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
            assertThat(GenesysPhone.attribute(turn, "password"))
                    .isEqualTo(
                            Base64.getEncoder().encodeToString(mac.doFinal(username.getBytes(StandardCharsets.UTF_8))));
            assertThat(Long.parseLong(username.substring(0, username.indexOf(':'))) * 1_000)
                    .isGreaterThan(System.currentTimeMillis() + 3_000_000);
            phone.askIceServers("stun");
            assertThat(phone.receive()).contains("id=\"ice-stun\"").doesNotContain("<service ");
            phone.subscribe(phone.conversations());
            phone.ping("p1").expect("id=\"p1\"", "type=\"result\"");
            phone.send(
                    "<iq id=\"d1\" type=\"get\" to=\"x\"><query xmlns=\"http://jabber.org/protocol/disco#info\"/></iq>");
            phone.expect("id=\"d1\"", "<identity ");
            phone.send("<close xmlns=\"urn:ietf:params:xml:ns:xmpp-framing\"/>").expect("<close ");
            assertThat(phone.expectClose().closeCode()).isEqualTo(1000);
            assertThat(gateway.count("/genesys/streams/bound")).isEqualTo(1);
            assertThat(gateway.count("/genesys/streams/received/ICE_SERVERS")).isEqualTo(2);
            assertThat(gateway.count("/genesys/streams/pings/answered")).isEqualTo(1);
            assertThat(gateway.count("/genesys/streams/closedByClient")).isEqualTo(1);
            hasNoViolations(gateway);
        }
    }

    @Test
    void answersUpgradesToUnknownChannelsWith404() {
        try (TestGateway gateway = gateway()) {
            RawSocket socket = RawSocket.to(gateway);
            assertThat(socket.upgrade("/stream/channels/none", "Sec-WebSocket-Protocol", "xmpp")
                            .status())
                    .isEqualTo(404);
        }
    }

    @Test
    void knowsTheOrganizationOfAnUpgradeByItsChannel() {
        try (TestGateway gateway = TestGateway.with("""
                upgrade: [{whenOrganization: [acme], then: {http: {status: 503}}}]
                genesys: {tokens: {preissued: {capture: "(.*)", organization: acme}}}
                """)) {
            String channel = new GenesysRest(gateway).channel("ann");
            assertThat(RawSocket.to(gateway)
                            .upgrade("/stream/channels/" + channel, "Sec-WebSocket-Protocol", "xmpp")
                            .status())
                    .isEqualTo(503);
            assertThat(gateway.count("/upgrades/refusedByOrganization/acme")).isEqualTo(1);
        }
    }

    @Test
    void refusesCredentialsThatAreWrongAndSaysInTheTruthWhy() {
        try (TestGateway gateway = gateway()) {
            GenesysPhone phone = GenesysPhone.connect(gateway, "ann").open();
            assertThat(phone.auth(phone.jid(), "authKey:a/b")).contains("<failure ", "<not-authorized/>");
            assertThat(phone.auth(phone.jid(), "authKey:bob")).contains("<not-authorized/>");
            assertThat(phone.auth(phone.jid(), "ann")).contains("<malformed-request/>");
            phone.send("<auth xmlns=\"urn:ietf:params:xml:ns:xmpp-sasl\" mechanism=\"ANONYMOUS\"/>");
            phone.expect("<invalid-mechanism/>");
            for (String why : new String[] {"unknownToken", "otherJid", "malformed", "mechanism"}) {
                assertThat(gateway.count("/genesys/streams/authenticationsFailed/" + why))
                        .as(why)
                        .isEqualTo(1);
            }
            phone.authenticate();

            GenesysPhone thief = GenesysPhone.connect(gateway, "bob", phone.channel());
            thief.open();
            assertThat(thief.auth(thief.jid(), "authKey:bob")).contains("<not-authorized/>");
            assertThat(gateway.count("/genesys/streams/authenticationsFailed/otherChannel"))
                    .isEqualTo(1);
        }
    }

    @Test
    void refusesATokenThatExpiredMeanwhile() {
        try (TestGateway gateway = TestGateway.with("""
                genesys: {tokens: {preissued: {capture: "(.*)"}, expiresIn: 3s}}
                """)) {
            GenesysPhone phone = GenesysPhone.connect(gateway, "ann").open();
            await().until(() -> phone.rest().get("/api/v2/users/me", "ann").status() == 401);
            assertThat(phone.auth(phone.jid(), "authKey:ann")).contains("<not-authorized/>");
            assertThat(gateway.count("/genesys/streams/authenticationsFailed/expiredToken"))
                    .isEqualTo(1);
        }
    }

    @Test
    void endsTheFirstSessionWhenASecondComesOnItsChannel() {
        try (TestGateway gateway = gateway()) {
            GenesysPhone first = GenesysPhone.bound(gateway, "ann");
            GenesysPhone second = GenesysPhone.connect(gateway, "ann", first.channel())
                    .open()
                    .authenticate()
                    .open()
                    .bind();
            first.expect("<items node=\"", "duplicate_id");
            first.expect("<close ");
            first.expectClose();
            second.ping("p").expect("id=\"p\"");
            assertThat(gateway.count("/genesys/streams/duplicated")).isEqualTo(1);
        }
    }

    @Test
    void tellsASessionThatItsChannelWasEvicted() {
        try (TestGateway gateway = gateway("channelsPerUser: 1")) {
            GenesysPhone phone = GenesysPhone.bound(gateway, "ann");
            phone.rest().channel("ann");
            phone.expect("no_longer_subscribed");
            assertThat(gateway.count("/genesys/channels/evictedWhileConnected")).isEqualTo(1);
        }
    }

    @Test
    void drainsAndLosesChannelsAtAnInstant() {
        try (TestGateway gateway = gateway(
                "drain: [{at: 3100ms, closeAfter: 1s}]",
                "expireSubscriptions: [{at: 2900ms}]",
                "loseChannels: [{at: 3s}]")) {
            GenesysPhone phone = GenesysPhone.bound(gateway, "ann");
            phone.expect("<items node=\"streaming-subscriptions-expiring\">");
            phone.expect("no_longer_subscribed");
            String notice = phone.expect("<query xmlns=\"urn:xmpp:cxfr\">", "type=\"set\"");
            phone.send("<iq xmlns=\"jabber:client\" type=\"result\" id=\"" + GenesysPhone.attribute(notice, "id")
                    + "\"/>");
            phone.expect("<close ");
            assertThat(phone.expectClose().closeCode()).isEqualTo(1001);
            assertThat(gateway.count("/genesys/streams/drained")).isEqualTo(1);
            hasNoViolations(gateway);
        }
    }

    @Test
    void pingsClientsThatAskForIt() {
        try (TestGateway gateway = gateway("serverPings: {every: 100ms, timeout: 2s}")) {
            GenesysPhone phone = GenesysPhone.bound(gateway, "ann").subscribe("enable.server.side.pings");
            String ping = phone.expect("<ping xmlns=\"urn:xmpp:ping\"/>", "type=\"get\"");
            phone.send(
                    "<iq xmlns=\"jabber:client\" type=\"result\" id=\"" + GenesysPhone.attribute(ping, "id") + "\"/>");
            phone.expect("urn:xmpp:ping");
            assertThat(gateway.count("/genesys/streams/pings/pongsReceived")).isEqualTo(1);
            await().until(() -> gateway.count("/genesys/streams/pings/pongsMissing") > 0);
            hasNoViolations(gateway);
        }
        try (TestGateway gateway = gateway("serverPings: {answer: Refused}")) {
            GenesysPhone phone = GenesysPhone.bound(gateway, "ann");
            phone.askToSubscribe("enable.server.side.pings").expect("type=\"error\"", "<feature-not-implemented ");
        }
    }

    @Test
    void throttlesTheStanzasOfOneUserOnly() {
        try (TestGateway gateway = gateway(
                "stanzas: [{whenStanza: [Ping], whenRate: {above: {count: 2, per: 1h}, per: Identity}, then: {throttled: {}}}]")) {
            GenesysPhone ann = GenesysPhone.bound(gateway, "ann");
            ann.ping("1").expect("type=\"result\"");
            ann.ping("2").expect("type=\"result\"");
            ann.ping("3")
                    .expect(
                            "type=\"error\"",
                            "id=\"3\"",
                            "<error type=\"wait\" code=\"429\">",
                            "clientStanza in dimension " + ann.jid(),
                            "<resource-constraint ",
                            "<resource-limit-exceeded xmlns=\"urn:realtime:errors\"/>");
            GenesysPhone.bound(gateway, "bob").ping("1").expect("type=\"result\"");
            assertThat(gateway.count("/genesys/streams/refused/PING~1resource-constraint"))
                    .isEqualTo(1);
        }
    }

    @Test
    void failsAtAnyStageAsTheScriptSays() {
        try (TestGateway gateway = gateway(
                "stanzas:",
                "  - {whenStanza: [Auth], whenIdentity: {equals: ann}, then: {error: {condition: temporary-auth-failure}}}",
                "  - {whenStanza: [Bind], whenSessions: {atLeast: 1}, then: {error: {condition: resource-constraint, type: wait}}}",
                "  - {whenStanza: [Ping], whenAttempt: {from: 2, per: Connection}, then: {silence: {}}}",
                "  - {whenStanza: [IceServers], then: {reset: {}}}")) {
            GenesysPhone ann = GenesysPhone.connect(gateway, "ann").open();
            assertThat(ann.auth(ann.jid(), "authKey:ann")).contains("<temporary-auth-failure/>");
            GenesysPhone bob = GenesysPhone.bound(gateway, "bob");
            GenesysPhone cid =
                    GenesysPhone.connect(gateway, "cid").open().authenticate().open();
            cid.send("<iq id=\"b\" type=\"set\"><bind xmlns=\"urn:ietf:params:xml:ns:xmpp-bind\"/></iq>")
                    .expect("type=\"error\"", "<resource-constraint ");
            bob.ping("1").expect("type=\"result\"");
            bob.ping("2");
            await().until(() -> gateway.count("/genesys/streams/unanswered/PING") == 1);
            bob.askIceServers("turn");
            assertThat(bob.socket().next()).isEqualTo(Next.RST);
            await().until(() -> gateway.truth("/genesys/streams/now").asInt() == 0);
        }
    }

    @Test
    void countsWhatTheProtocolDoesNotAllow() {
        try (TestGateway gateway = gateway()) {
            GenesysPhone early = GenesysPhone.connect(gateway, "ann").open();
            early.ping("1").expect("<stream:error ", "<not-authorized ");
            early.expect("<close ");
            GenesysPhone broken = GenesysPhone.bound(gateway, "bob");
            broken.send("<!DOCTYPE a [<!ENTITY e \"x\">]><iq id=\"1\" type=\"get\">&e;</iq>")
                    .expect("<not-well-formed ");
            GenesysPhone odd = GenesysPhone.bound(gateway, "cid");
            odd.askToSubscribe("v2.users.somebody-else.conversations").expect("<forbidden ");
            odd.send("<iq id=\"9\" type=\"set\"><roster xmlns=\"x\"/></iq>").expect("<service-unavailable ");
            odd.send("<iq id=\"9\" type=\"result\"/>");
            odd.send("<iq type=\"get\"><ping xmlns=\"urn:xmpp:ping\"/></iq>").expect("<bad-request ");
            odd.send("<presence xmlns=\"jabber:client\"/>");
            odd.ping("p").expect("id=\"p\"");
            assertThat(gateway.truth("/genesys/violations").fieldNames())
                    .toIterable()
                    .containsExactlyInAnyOrder(
                            "a stanza before the session is bound",
                            "a message that is not one XML element: a DTD or an entity",
                            "a subscription to another user's topic",
                            "an iq that nobody serves",
                            "an iq result that answers nothing",
                            "an iq without id or type");
        }
    }
}
