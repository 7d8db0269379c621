package dev.softphone.loadtest.runner.signaling.genesys;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GenesysSessionTest {
    private static final String STREAMS = "xmlns:stream='http://etherx.jabber.org/streams'";
    private static final String THROTTLED = "<error type='wait' code='429'><text>Throttled: Rate exceeded for"
            + " /realtime/stanza/X/clientStanza in dimension anna@org.example.test</text><resource-constraint"
            + " xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/><resource-limit-exceeded"
            + " xmlns='urn:realtime:errors'/></error>";

    @Test
    void theFirstLoginMakesTheRestCallsOfTheSdkInOrder() {
        Phone phone = new Phone();
        phone.logIn();

        assertThat(phone.wire.effects())
                .containsExactly(
                        "rest GET /api/v2/organizations/me",
                        "done login",
                        "rest GET /api/v2/users/me?expand=station",
                        "done login",
                        "aside GET /api/v2/users/me",
                        "rest GET /api/v2/users/me",
                        "done login",
                        "rest POST /api/v2/notifications/channels?connectionType=streaming",
                        "done login",
                        "rest GET /api/v2/stations/st%201",
                        "done login",
                        "connect /stream/channels/ch1");
        assertThat(phone.wire.requests).allSatisfy(request -> {
            assertThat(request.uri().toString()).startsWith("https://api.example.test/api/v2/");
            assertThat(request.headers()).containsEntry("Authorization", "Bearer " + Phone.TOKEN);
        });
    }

    @Test
    void authenticatesWithTheTokenAsAnAuthKeyAndBindsAResource() {
        Phone phone = new Phone();
        phone.logIn();
        phone.wire.effects();
        phone.authenticate();

        List<String> sent = phone.wire.sent();
        assertThat(sent.get(0))
                .isEqualTo(
                        "<open xmlns=\"urn:ietf:params:xml:ns:xmpp-framing\" to=\"org.example.test\" version=\"1.0\"/>");
        String plain =
                new String(Base64.getDecoder().decode(Phone.parsed(sent.get(1)).text()), StandardCharsets.UTF_8);
        assertThat(plain).isEqualTo("\0" + Phone.JID + "\0authKey:" + Phone.TOKEN);
        assertThat(sent.get(2)).isEqualTo(sent.get(0));
        assertThat(phone.wire.effects()).containsExactly("begin auth", "done auth", "begin register");

        phone.receive(
                "<stream:features " + STREAMS + "><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></stream:features>");
        assertThat(phone.wire.sent())
                .singleElement()
                .asString()
                .matches("<iq xmlns=\"jabber:client\" id=\"1\" type=\"set\"><bind"
                        + " xmlns=\"urn:ietf:params:xml:ns:xmpp-bind\"><resource>[0-9a-f-]{36}</resource></bind></iq>");
    }

    @Test
    void registersWhenBothQueriesForIceServersAreAnsweredAndSubscribesThen() {
        Phone phone = new Phone();
        phone.logIn();
        phone.bind();
        phone.wire.effects();

        List<String> queries = phone.wire.sent();
        assertThat(queries).hasSize(2);
        assertThat(queries.get(0)).contains("to=\"org.example.test\"", "type=\"turn\"", "urn:xmpp:extdisco:1");
        assertThat(queries.get(1)).contains("type=\"stun\"");
        phone.result(Phone.id(queries.get(1)), "<services xmlns='urn:xmpp:extdisco:1'/>");
        assertThat(phone.wire.sent()).isEmpty();
        phone.result(Phone.id(queries.get(0)), "<services xmlns='urn:xmpp:extdisco:1'/>");
        assertThat(phone.wire.effects()).containsExactly("registered");

        List<String> sent = phone.wire.sent();
        List<String> subscriptions = sent.subList(0, 2);
        assertThat(sent.subList(2, 4)).as("both queries once more").allSatisfy(query -> assertThat(query)
                .contains("urn:xmpp:extdisco:1"));
        assertThat(subscriptions)
                .extracting(Phone::parsed)
                .allSatisfy(iq -> assertThat(iq.attribute("to")).isEqualTo("notifications.example.test"))
                .extracting(iq -> iq.children().get(0).children().get(0).attribute("node"))
                .containsExactly("v2.users.u1.conversations", "v2.users.u1.persistentconnection");
        subscriptions.forEach(iq -> phone.result(Phone.id(iq), ""));
        phone.answer("{}");

        assertThat(phone.wire.effects())
                .containsExactly("rest PUT /api/v2/notifications/channels/ch1/subscriptions", "done login");
        assertThat(phone.wire.requests.get(phone.wire.requests.size() - 1).body())
                .contains("[{\"id\":\"v2.users.u1.station\"}]");
    }

    @Test
    void waitsExactlyAsLongAsRetryAfterSaysAndFifteenSecondsWithout() {
        Phone phone = new Phone();
        phone.begin();
        phone.answer(429, "{}", Map.of("retry-after", "7", "inin-ratelimit-allowed", "300"));
        assertThat(phone.wire.refusals.get(0).hints()).containsEntry("inin-ratelimit-allowed", "300");
        phone.wire.pass(6_999, phone.session);
        assertThat(phone.wire.requests).hasSize(1);
        phone.wire.pass(1, phone.session);
        assertThat(phone.wire.requests).hasSize(2);

        phone.answer(503, "{}");
        phone.wire.pass(14_999, phone.session);
        assertThat(phone.wire.requests).hasSize(2);
        phone.wire.pass(1, phone.session);
        assertThat(phone.wire.requests).hasSize(3);
        assertThat(phone.wire.effects())
                .containsExactly(
                        "rest GET /api/v2/organizations/me",
                        "setback login http/429",
                        "rest GET /api/v2/organizations/me",
                        "setback login http/503",
                        "rest GET /api/v2/organizations/me");
    }

    @Test
    void givesUpAfterTenTriesAndAtOnceWhereNoTryHelps() {
        Phone phone = new Phone();
        phone.begin();
        for (int i = 0; i < 10; i++) {
            phone.answer(500, "{}");
            phone.wire.pass(15_000, phone.session);
        }
        assertThat(phone.wire.requests).hasSize(10);
        assertThat(phone.wire.effects())
                .endsWith("rejected login http/500")
                .filteredOn(e -> e.startsWith("setback"))
                .hasSize(9);

        Phone other = new Phone();
        other.begin();
        other.answer(401, "{}");
        assertThat(other.wire.effects()).endsWith("rejected login http/401");
    }

    @Test
    void aCallWithoutAnAnswerIsMadeAgainWhereTheSdkDoesSo() {
        for (String code : List.of("timeout/login", "tcp/reset", "tcp/eof", "tcp/timeout")) {
            Phone phone = new Phone();
            phone.begin();
            assertThat(phone.silence(code)).as(code).isTrue();
            phone.wire.pass(14_999, phone.session);
            assertThat(phone.wire.requests).hasSize(1);
            phone.wire.pass(1, phone.session);
            assertThat(phone.wire.effects())
                    .containsExactly(
                            "rest GET /api/v2/organizations/me",
                            "setback login " + code,
                            "rest GET /api/v2/organizations/me");
        }
        for (String code : List.of("tcp/refused", "dns/notfound", "local/EMFILE")) {
            Phone phone = new Phone();
            phone.begin();
            assertThat(phone.silence(code)).as(code).isFalse();
        }
        Phone phone = new Phone();
        phone.begin();
        phone.answer("{}");
        phone.answer("{}");
        assertThat(phone.silence("timeout/login"))
                .as("the user is asked for once")
                .isFalse();
    }

    @Test
    void staysRegisteredWhereTheSubscriptionsAreNotAnswered() {
        Phone phone = new Phone();
        phone.logIn();
        phone.bind();
        phone.answerAll(Phone.SERVICES);
        phone.answerAll(Phone.SERVICES);
        phone.wire.effects();
        assertThat(phone.silence("timeout/login")).isTrue();
        assertThat(phone.wire.effects()).containsExactly("setback login timeout/login");
        phone.wire.pass(60_000, phone.session);
        assertThat(phone.wire.effects()).as("tried once").isEmpty();
    }

    @Test
    void userAndChannelAreNotTriedAgainByThemselves() {
        Phone phone = new Phone();
        phone.begin();
        phone.answer("{}");
        phone.answer("{}");
        phone.answer(400, "{\"code\":\"bad.request\",\"message\":\"This request requires a user context.\"}");
        assertThat(phone.wire.effects()).endsWith("rejected login http/400");
        assertThat(phone.wire.refusals.get(0).detail()).contains("requires a user context");

        phone.begin();
        phone.answer("{\"id\":\"u1\",\"chat\":{\"jabberId\":\"" + Phone.JID + "\"}}");
        phone.answer(429, "{}", Map.of("retry-after", "9"));
        assertThat(phone.wire.effects()).endsWith("rejected login http/429");
        assertThat(phone.wire.refusals.get(1).retryAfterMillis()).hasValue(9_000);
    }

    @Test
    void anAnswerWithoutTheJidEndsTheAttemptAndSaysWhatIsMissing() {
        Phone phone = new Phone();
        phone.begin();
        phone.answer("{}");
        phone.answer("{}");
        phone.answer("{\"id\":\"u1\"}");
        assertThat(phone.wire.effects()).endsWith("failed login protocol/missing-value");
        assertThat(phone.wire.detail).isEqualTo("call user: required id and chat.jabberId, observed none");
    }

    @Test
    void goesOnWithoutStationAndSubscriptions() {
        Phone phone = new Phone();
        phone.begin();
        phone.answer("{}");
        phone.answer("{\"station\":{\"effectiveStation\":{\"id\":\"gone\"}}}");
        phone.answer("{\"id\":\"u1\",\"chat\":{\"jabberId\":\"" + Phone.JID + "\"}}");
        phone.answer("{\"id\":\"ch1\"}");
        phone.wire.effects();
        phone.answer(404, "{}");
        assertThat(phone.wire.effects()).containsExactly("setback login http/404", "connect /stream/channels/ch1");
        phone.bind();
        phone.answerAll("");
        List<String> subscriptions = phone.wire.sent();
        phone.error(Phone.id(subscriptions.get(0)), THROTTLED);
        phone.result(Phone.id(subscriptions.get(1)), "");
        phone.wire.effects();
        phone.answer(429, "{}");

        assertThat(phone.wire.effects()).containsExactly("setback login http/429");
        assertThat(phone.wire.refusals.get(1).code()).isEqualTo("xmpp/429");
        assertThat(phone.wire.refusals.get(1).detail()).startsWith("Throttled: Rate exceeded");
    }

    @Test
    void aSaslFailureIsToldByItsCondition() {
        Phone phone = new Phone();
        phone.logIn();
        phone.session.opened(phone.wire);
        phone.receive("<stream:features " + STREAMS + "><mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>"
                + "<mechanism>SCRAM-SHA-1</mechanism><mechanism>PLAIN</mechanism></mechanisms></stream:features>");
        phone.receive(
                "<failure xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><not-authorized/><text>token expired</text></failure>");
        assertThat(phone.wire.effects()).endsWith("rejected auth xmpp/not-authorized");
        assertThat(phone.wire.refusals.get(0).detail()).isEqualTo("token expired");
    }

    @Test
    void aServerWithoutPlainIsNotSentTheToken() {
        Phone phone = new Phone();
        phone.logIn();
        phone.session.opened(phone.wire);
        phone.wire.sent();
        phone.receive("<stream:features " + STREAMS + "><mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>"
                + "<mechanism>SCRAM-SHA-1</mechanism></mechanisms></stream:features>");
        assertThat(phone.wire.effects()).endsWith("failed auth protocol/sasl");
        assertThat(phone.wire.detail).isEqualTo("required the mechanism PLAIN, observed SCRAM-SHA-1");
        assertThat(phone.wire.sent()).isEmpty();
    }

    @Test
    void theConnectAsAWholeHasFifteenSeconds() {
        Phone phone = new Phone();
        phone.logIn();
        phone.wire.pass(9_000, phone.session);
        phone.authenticate();
        phone.wire.effects();
        phone.wire.pass(5_999, phone.session);
        assertThat(phone.wire.effects()).isEmpty();
        phone.wire.pass(1, phone.session);
        assertThat(phone.wire.effects()).containsExactly("failed register timeout/register");
    }

    @Test
    void anIceServerQueryWithoutAnAnswerEndsTheAttemptAfterFifteenSeconds() {
        Phone phone = new Phone();
        phone.logIn();
        phone.bind();
        phone.result(Phone.id(phone.wire.sent().get(0)), "");
        phone.wire.effects();
        phone.wire.pass(14_999, phone.session);
        assertThat(phone.wire.effects()).isEmpty();
        phone.wire.pass(1, phone.session);
        assertThat(phone.wire.effects()).containsExactly("failed register timeout/register");
        assertThat(phone.wire.detail).contains("stun servers");
    }

    @Test
    void pingsAndTakesOnlyTheAnswerToItsOwnPing() {
        Phone phone = new Phone();
        phone.register();
        phone.session.ping(phone.wire);
        String ping = phone.wire.sent().get(0);
        assertThat(ping)
                .matches("<iq xmlns=\"jabber:client\" id=\"\\d+\" type=\"get\"><ping xmlns=\"urn:xmpp:ping\"/></iq>");
        phone.receive("<iq type='result' id='999'/>");
        assertThat(phone.wire.effects()).isEmpty();
        phone.receive("<iq type='result' id='" + Phone.id(ping) + "'/>");
        assertThat(phone.wire.effects()).containsExactly("pong");
        phone.receive("<iq type='result' id='" + Phone.id(ping) + "'/>");
        assertThat(phone.wire.effects()).isEmpty();
        phone.session.ping(phone.wire);
        phone.result(Phone.id(phone.wire.sent().get(0)), "");
        assertThat(phone.wire.effects()).as("written another way").containsExactly("pong");
    }

    @Test
    void aServerThatRefusesPingsIsThere() {
        Phone phone = new Phone();
        phone.register();
        phone.session.ping(phone.wire);
        String ping = phone.wire.sent().get(0);
        phone.error("999", "<error type='cancel'/>");
        assertThat(phone.wire.effects()).isEmpty();
        phone.error(
                Phone.id(ping),
                "<error type='cancel'><service-unavailable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>");
        assertThat(phone.wire.effects()).containsExactly("pong");
    }

    @Test
    void withServerPingsSilenceEndsTheConnectionAndAnyStanzaFeedsTheWatchdog() {
        Phone phone = new Phone(true);
        phone.register();
        phone.wire.pass(34_000, phone.session);
        phone.receive(
                "<iq xmlns='jabber:client' type='get' id='p1' from='org.example.test'><ping xmlns='urn:xmpp:ping'/></iq>");
        assertThat(phone.wire.sent())
                .contains("<iq xmlns=\"jabber:client\" id=\"p1\" to=\"org.example.test\" type=\"result\"/>");
        phone.wire.pass(34_999, phone.session);
        assertThat(phone.wire.effects()).isEmpty();
        phone.wire.pass(1, phone.session);
        assertThat(phone.wire.effects()).containsExactly("failed established timeout/pong");
    }

    @Test
    void aServerThatWillNotPingIsPinged() {
        Phone phone = new Phone(true);
        phone.logIn();
        phone.bind();
        phone.answerAll("");
        List<String> sent = phone.wire.sent();
        String subscribe = sent.get(sent.size() - 1);
        assertThat(subscribe).contains("enable.server.side.pings");
        phone.error(Phone.id(subscribe), "<error type='cancel'><feature-not-implemented/></error>");
        assertThat(phone.wire.effects()).endsWith("registered", "pingOurselves");
        assertThat(phone.wire.running(GenesysTimers.WATCHDOG)).isFalse();
        phone.event("any");
        assertThat(phone.wire.running(GenesysTimers.WATCHDOG)).isFalse();
    }

    @Test
    void aSoftReconnectTakesTheChannelItHas() {
        Phone phone = new Phone();
        phone.register();
        reconnect(phone);
        assertThat(phone.wire.effects()).containsExactly("aside GET /api/v2/users/me", "connect /stream/channels/ch1");
        phone.bind();
        phone.wire.effects();
        phone.answerAll("");
        assertThat(phone.wire.effects()).containsExactly("registered");
    }

    @Test
    void whoNeverGotAsFarAsToSubscribeDoesSoOnTheChannelItHas() {
        Phone phone = new Phone();
        phone.logIn();
        reconnect(phone);
        assertThat(phone.wire.effects()).containsExactly("aside GET /api/v2/users/me", "connect /stream/channels/ch1");
        phone.bind();
        phone.wire.effects();
        phone.answerAll("");
        assertThat(phone.wire.sent())
                .filteredOn(iq -> iq.contains("<subscribe "))
                .hasSize(2);
        assertThat(phone.wire.effects()).containsExactly("registered");
    }

    @Test
    void everyTenthReuseOfAChannelAsksForANewOne() {
        Phone phone = new Phone();
        phone.register();
        for (int i = 1; i < 10; i++) {
            reconnect(phone);
            assertThat(phone.wire.effects())
                    .as("reconnect %d", i)
                    .doesNotContain("rest POST /api/v2/notifications/channels?connectionType=streaming");
        }
        reconnect(phone);
        assertThat(phone.wire.effects()).endsWith("rest POST /api/v2/notifications/channels?connectionType=streaming");
    }

    @Test
    void anEvictedChannelIsCountedAndReplacedAtTheNextConnect() {
        for (String node : List.of("channel.no_longer_subscribed", "duplicate_id")) {
            Phone phone = new Phone();
            phone.register();
            phone.event(node);
            assertThat(phone.wire.effects())
                    .containsExactly("setback established xmpp/"
                            + (node.startsWith("dup") ? "duplicate-id" : "no-longer-subscribed"));
            reconnect(phone);
            assertThat(phone.wire.effects())
                    .containsExactly(
                            "aside GET /api/v2/users/me",
                            "rest POST /api/v2/notifications/channels?connectionType=streaming");
        }
    }

    @Test
    void aTransferIsAnsweredAndEndsTheConnection() {
        Phone phone = new Phone();
        phone.register();
        phone.receive(
                "<iq xmlns='jabber:client' type='set' id='x' from='org.example.test'><query xmlns='urn:xmpp:cxfr'/></iq>");
        assertThat(phone.wire.sent())
                .containsExactly("<iq xmlns=\"jabber:client\" id=\"x\" to=\"org.example.test\" type=\"result\"/>");
        assertThat(phone.wire.effects()).containsExactly("rejected established xmpp/transfer");
        reconnect(phone);
        assertThat(phone.wire.effects()).endsWith("rest POST /api/v2/notifications/channels?connectionType=streaming");
    }

    @Test
    void expiringSubscriptionsAreRenewed() {
        Phone phone = new Phone();
        phone.register();
        phone.event("streaming-subscriptions-expiring");
        assertThat(phone.wire.effects()).containsExactly("aside PUT /api/v2/notifications/channels/ch1/subscriptions");
    }

    @Test
    void iceServersAreAskedForAgainAfterSixHoursAndTwiceMoreWhereRefused() {
        Phone phone = new Phone();
        phone.register();
        phone.wire.pass(6 * 3_600_000L, phone.session);
        List<String> queries = phone.wire.sent();
        assertThat(queries).hasSize(2);
        phone.error(Phone.id(queries.get(0)), THROTTLED);
        assertThat(phone.wire.effects()).containsExactly("setback established xmpp/429");
        phone.error(Phone.id(phone.wire.sent().get(0)), THROTTLED);
        phone.error(Phone.id(phone.wire.sent().get(0)), THROTTLED);
        assertThat(phone.wire.sent()).isEmpty();
    }

    @Test
    void answersDiscoveryAndRefusesWhatItDoesNotKnow() {
        Phone phone = new Phone();
        phone.register();
        phone.receive(
                "<iq xmlns='jabber:client' type='get' id='d' from='x@y/z'><query xmlns='http://jabber.org/protocol/disco#info'/></iq>");
        phone.receive(
                "<iq xmlns='jabber:client' type='get' id='v' from='x@y/z'><query xmlns='jabber:iq:version'/></iq>");
        assertThat(phone.wire.sent())
                .containsExactly(
                        "<iq xmlns=\"jabber:client\" id=\"d\" to=\"x@y/z\" type=\"result\"><query"
                                + " xmlns=\"http://jabber.org/protocol/disco#info\"/></iq>",
                        "<iq xmlns=\"jabber:client\" id=\"v\" to=\"x@y/z\" type=\"error\"><error type=\"cancel\"><service-unavailable"
                                + " xmlns=\"urn:ietf:params:xml:ns:xmpp-stanzas\"/></error></iq>");
    }

    @Test
    void aStreamErrorIsToldByItsCondition() {
        Phone phone = new Phone();
        phone.register();
        phone.receive(
                "<stream:error " + STREAMS + "><conflict xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error>");
        assertThat(phone.wire.effects()).containsExactly("rejected established xmpp/conflict");
    }

    /** A refusal of stage auth is final for the SDK; this is none. */
    @Test
    void aStreamThatEndsBeforeTheCredentialsWereJudgedIsNoRefusalOfThem() {
        Phone phone = new Phone();
        phone.logIn();
        phone.session.opened(phone.wire);
        phone.wire.effects();
        phone.receive("<stream:error " + STREAMS
                + "><system-shutdown xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error>");
        assertThat(phone.wire.effects()).containsExactly("rejected register xmpp/system-shutdown");

        Phone moved = new Phone();
        moved.logIn();
        moved.session.opened(moved.wire);
        moved.wire.effects();
        moved.receive("<iq xmlns='jabber:client' type='set' id='x'><query xmlns='urn:xmpp:cxfr'/></iq>");
        assertThat(moved.wire.effects()).containsExactly("rejected register xmpp/transfer");
    }

    @Test
    void thePasswordsOfTurnServersAreConcealed() {
        Phone phone = new Phone();
        phone.logIn();
        phone.bind();
        phone.answerAll("<services xmlns='urn:xmpp:extdisco:1'><service type='turn' host='h' username='u'"
                + " password='c2VjcmV0LW9mLXR1cm4='/></services>");
        assertThat(phone.wire.concealed).contains("c2VjcmV0LW9mLXR1cm4=");
    }

    @Test
    void whatIsNoXmlEndsTheConnection() {
        Phone phone = new Phone();
        phone.register();
        phone.receive("<!DOCTYPE x><x/>");
        assertThat(phone.wire.effects()).containsExactly("failed established protocol/xml");
        assertThat(phone.wire.detail).contains("required an XML element", "<!DOCTYPE x>");
    }

    @Test
    void countsStanzasWhereTheServerManagesTheStream() {
        Phone phone = new Phone();
        phone.logIn();
        phone.authenticate();
        phone.wire.sent();
        phone.receive("<stream:features " + STREAMS
                + "><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/><sm xmlns='urn:xmpp:sm:3'/></stream:features>");
        phone.result(
                Phone.id(phone.wire.sent().get(0)),
                "<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><jid>" + Phone.FULL_JID + "</jid></bind>");
        assertThat(phone.wire.sent()).startsWith("<enable xmlns=\"urn:xmpp:sm:3\"/>");
        phone.receive("<enabled xmlns='urn:xmpp:sm:3'/>");
        phone.event("any");
        phone.event("any");
        phone.receive("<r xmlns='urn:xmpp:sm:3'/>");
        assertThat(phone.wire.sent()).containsExactly("<a xmlns=\"urn:xmpp:sm:3\" h=\"2\"/>");
    }

    @Test
    void leavesInOrderAndWaitsASecondForTheServer() {
        Phone phone = new Phone();
        phone.register();
        phone.session.leave(phone.wire);
        assertThat(phone.wire.sent()).containsExactly("<close xmlns=\"urn:ietf:params:xml:ns:xmpp-framing\"/>");
        phone.receive("<close xmlns='urn:ietf:params:xml:ns:xmpp-framing'/>");
        assertThat(phone.wire.effects()).containsExactly("left");

        Phone other = new Phone();
        other.register();
        other.session.leave(other.wire);
        other.wire.pass(999, other.session);
        assertThat(other.wire.effects()).isEmpty();
        other.wire.pass(1, other.session);
        assertThat(other.wire.effects()).containsExactly("left");
    }

    private static void reconnect(Phone phone) {
        phone.lose();
        phone.begin();
    }
}
