package dev.softphone.loadtest.runner.signaling.genesys;

import dev.softphone.loadtest.model.CallPlan;
import dev.softphone.loadtest.model.Gateway;
import dev.softphone.loadtest.model.Gateway.GenesysCloud.PersistentConnection;
import dev.softphone.loadtest.model.Gateway.GenesysCloud.Quota;
import dev.softphone.loadtest.model.Identity;
import dev.softphone.loadtest.model.OAuthOrganization;
import dev.softphone.loadtest.runner.signaling.RestAnswer;
import dev.softphone.loadtest.runner.signaling.RestFailure;
import dev.softphone.loadtest.runner.signaling.UpgradeTemplate;
import dev.softphone.loadtest.runner.signaling.oauth.TokenPool;
import dev.softphone.loadtest.runner.signaling.xmpp.MalformedXmlException;
import dev.softphone.loadtest.runner.signaling.xmpp.XmlElement;
import dev.softphone.loadtest.runner.signaling.xmpp.XmlReader;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/** One softphone and the server it talks to, played by hand. */
final class Phone {
    static final String TOKEN = "s3cret-token";
    static final String JID = "anna@org.example.test";
    static final String FULL_JID = JID + "/r1";

    static final String SERVICES =
            "<services xmlns='urn:xmpp:extdisco:1'><service type='stun' host='192.0.2.1'/></services>";

    final ScriptedWire wire = new ScriptedWire();
    final GenesysSession session;

    Phone() {
        this(false);
    }

    Phone(boolean serverPings) {
        this(serverPings, Optional.empty());
    }

    Phone(CallPlan call) {
        this(false, Optional.of(call));
    }

    Phone(PersistentConnection persistence, Optional<CallPlan> call) {
        this(false, call, persistence);
    }

    private Phone(boolean serverPings, Optional<CallPlan> call) {
        this(serverPings, call, PersistentConnection.None);
    }

    private Phone(boolean serverPings, Optional<CallPlan> call, PersistentConnection persistence) {
        Identity identity = new Identity("anna", Optional.empty(), Map.of("username", "anna", "token", TOKEN));
        session = new GenesysSession(
                settings(List.of(), new TokenPool(1, Duration.ofSeconds(31)), serverPings, call, persistence),
                identity,
                new SplittableRandom(1));
    }

    /** One that fetches its token. */
    Phone(Identity identity, OAuthOrganization organization, TokenPool tokens) {
        session = new GenesysSession(
                settings(List.of(organization), tokens, false, Optional.empty(), PersistentConnection.None),
                identity,
                new SplittableRandom(1));
    }

    private static GenesysSettings settings(
            List<OAuthOrganization> organizations,
            TokenPool tokens,
            boolean serverPings,
            Optional<CallPlan> call,
            PersistentConnection persistence) {
        Gateway.GenesysCloud cloud = new Gateway.GenesysCloud(
                URI.create("https://api.example.test"), "token", organizations, Map.of(), Quota.Observe, persistence);
        Gateway gateway = new Gateway(
                "wss://streaming.example.test",
                URI.create("wss://streaming.example.test"),
                Optional.of("xmpp"),
                Map.of("Origin", "https://softphone.test"),
                new Gateway.Tls(Optional.empty(), Optional.empty(), Optional.empty(), Gateway.Tls.Resumption.Disabled),
                cloud);
        return new GenesysSettings(
                new UpgradeTemplate(gateway),
                "https://api.example.test",
                cloud,
                tokens,
                "notifications.example.test",
                serverPings,
                call,
                60_000,
                "AA:BB");
    }

    void begin() {
        session.begin(wire);
    }

    void answer(String body) {
        answer(200, body);
    }

    void answer(int status, String body) {
        answer(status, body, Map.of());
    }

    void answer(int status, String body, Map<String, String> headers) {
        session.restAnswered(wire.asked(), new RestAnswer(status, headers, body), wire);
    }

    /** Whether the session goes on without an answer. */
    boolean silence(String code) {
        return session.restFailed(new RestFailure(wire.asked(), code, "", false), wire);
    }

    /** As the engine does between attempts. */
    boolean lose() {
        boolean goesOn = session.connectionLost();
        wire.letGo();
        wire.effects();
        wire.sent();
        return goesOn;
    }

    void receive(String message) {
        session.received(message, wire);
    }

    /** The next answer to an IQ of ours, the last of those just sent, with this inside. */
    void result(String id, String inside) {
        receive("<iq xmlns='jabber:client' type='result' id='" + id + "'>" + inside + "</iq>");
    }

    void error(String id, String error) {
        receive("<iq xmlns='jabber:client' type='error' id='" + id + "'>" + error + "</iq>");
    }

    void event(String node) {
        receive("<message xmlns='jabber:client' from='notifications.example.test'><event"
                + " xmlns='http://jabber.org/protocol/pubsub#event'><items node='" + node + "'/></event></message>");
    }

    /** What the platform says of the user's part in a conversation. */
    void conversation(String id, String state) {
        receive("<message xmlns='jabber:client' from='notifications.example.test'><event"
                + " xmlns='http://jabber.org/protocol/pubsub#event'><items node='v2.users.u1.conversations'><item><json"
                + " xmlns='urn:xmpp:json:0'>{\"topicName\":\"v2.users.u1.conversations\",\"eventBody\":{\"id\":\"" + id
                + "\",\"participants\":[{\"id\":\"outside\",\"purpose\":\"customer\",\"calls\":[{\"state\":\"connected\"}]},"
                + "{\"id\":\"part-" + id
                + "\",\"purpose\":\"agent\",\"userId\":\"u1\",\"calls\":[{\"id\":\"comm\",\"state\":\""
                + state + "\"}]}]}}</json></item></items></event></message>");
    }

    /** The REST calls of the first login that come before the socket. */
    void logIn() {
        begin();
        answer("{}");
        answer("{\"id\":\"u1\",\"station\":{\"effectiveStation\":{\"id\":\"st 1\"}}}");
        answer("{\"id\":\"u1\",\"chat\":{\"jabberId\":\"" + JID + "\"}}");
        answer("{\"id\":\"ch1\"}");
        answer("{}");
    }

    /** From the 101 to the bound resource. */
    void bind() {
        authenticate();
        receive("<features xmlns='http://etherx.jabber.org/streams'><bind"
                + " xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></features>");
        List<String> sent = wire.sent();
        result(
                id(sent.get(sent.size() - 1)),
                "<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><jid>" + FULL_JID + "</jid></bind>");
    }

    void authenticate() {
        session.opened(wire);
        receive("<open xmlns='urn:ietf:params:xml:ns:xmpp-framing' from='org.example.test' id='s1' version='1.0'/>");
        receive("<stream:features xmlns:stream='http://etherx.jabber.org/streams'><mechanisms"
                + " xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><mechanism>PLAIN</mechanism></mechanisms>"
                + "</stream:features>");
        receive("<success xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>");
        receive("<open xmlns='urn:ietf:params:xml:ns:xmpp-framing' from='org.example.test' id='s2' version='1.0'/>");
    }

    /** Answers every IQ that was just sent. */
    void answerAll(String inside) {
        for (String message : wire.sent()) {
            result(id(message), inside);
        }
    }

    void register() {
        logIn();
        bind();
        answerAll(SERVICES);
        answerAll(SERVICES);
        answer("{}");
        wire.effects();
    }

    static String id(String message) {
        return parsed(message).attributeOrEmpty("id");
    }

    static XmlElement parsed(String message) {
        try {
            return XmlReader.read(message);
        } catch (MalformedXmlException e) {
            throw new AssertionError(message, e);
        }
    }
}
