package dev.softphone.loadtest.simulator;

import dev.softphone.loadtest.simulator.RawSocket.Frame;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A Genesys softphone by hand: writes XML as text and looks for texts in what it gets. */
final class GenesysPhone implements AutoCloseable {
    private static final String FRAMING = "urn:ietf:params:xml:ns:xmpp-framing";

    private final RawSocket socket;
    private final GenesysRest rest;
    private final String token;
    private final String userId;
    private final String jid;
    private final String channel;
    private String fullJid = "";

    private GenesysPhone(TestGateway gateway, String token, String channel) {
        this.rest = new GenesysRest(gateway);
        this.token = token;
        GenesysRest.Answer me = rest.get("/api/v2/users/me", token);
        this.userId = me.text("/id");
        this.jid = me.text("/chat/jabberId");
        this.channel = channel.isEmpty() ? rest.channel(token) : channel;
        this.socket = RawSocket.to(gateway);
        RawSocket.Answer answer = socket.upgrade("/stream/channels/" + this.channel, "Sec-WebSocket-Protocol", "xmpp");
        if (answer.status() != 101) {
            throw new AssertionError("not 101 but " + answer);
        }
    }

    /** A softphone with an open socket on a new channel; the token is the user's name. */
    static GenesysPhone connect(TestGateway gateway, String user) {
        return new GenesysPhone(gateway, user, "");
    }

    /** One with an open socket on a channel that is there already. */
    static GenesysPhone connect(TestGateway gateway, String user, String channel) {
        return new GenesysPhone(gateway, user, channel);
    }

    /** One that has its session. */
    static GenesysPhone bound(TestGateway gateway, String user) {
        return connect(gateway, user).open().authenticate().open().bind();
    }

    /** One that is subscribed to its conversations as well. */
    static GenesysPhone ready(TestGateway gateway, String user) {
        GenesysPhone phone = bound(gateway, user);
        phone.subscribe(phone.conversations());
        return phone;
    }

    RawSocket socket() {
        return socket;
    }

    GenesysRest rest() {
        return rest;
    }

    String token() {
        return token;
    }

    String jid() {
        return jid;
    }

    String fullJid() {
        return fullJid;
    }

    String channel() {
        return channel;
    }

    String domain() {
        return jid.substring(jid.indexOf('@') + 1);
    }

    String conversations() {
        return "v2.users." + userId + ".conversations";
    }

    GenesysPhone send(String xml) {
        socket.send(xml);
        return this;
    }

    /** The next text. */
    String receive() {
        return socket.text();
    }

    /** The next text, which must hold all of these. */
    String expect(String... parts) {
        String text = receive();
        for (String part : parts) {
            if (!text.contains(part)) {
                throw new AssertionError("no " + part + " in " + text);
            }
        }
        return text;
    }

    /** The next text that holds a part; those before it are dropped. */
    String await(String part) {
        for (int i = 0; i < 20; i++) {
            String text = receive();
            if (text.contains(part)) {
                return text;
            }
        }
        throw new AssertionError("no " + part + " in 20 texts");
    }

    /** The next frame must be a close frame. */
    Frame expectClose() {
        Frame frame = socket.read();
        if (frame.opcode() != RawSocket.CLOSE) {
            throw new AssertionError("no close frame but " + frame.text());
        }
        return frame;
    }

    GenesysPhone open() {
        send("<open xmlns=\"" + FRAMING + "\" to=\"" + domain() + "\" version=\"1.0\"/>");
        expect("<open ", "version=\"1.0\"", "id=\"");
        expect("features");
        return this;
    }

    String auth(String asJid, String password) {
        send("<auth xmlns=\"urn:ietf:params:xml:ns:xmpp-sasl\" mechanism=\"PLAIN\">"
                + GenesysRest.base64("\0" + asJid + "\0" + password) + "</auth>");
        return receive();
    }

    GenesysPhone authenticate() {
        String answer = auth(jid, "authKey:" + token);
        if (!answer.equals("<success xmlns=\"urn:ietf:params:xml:ns:xmpp-sasl\"/>")) {
            throw new AssertionError(answer);
        }
        return this;
    }

    GenesysPhone bind() {
        send(
                "<iq id=\"b1\" type=\"set\"><bind xmlns=\"urn:ietf:params:xml:ns:xmpp-bind\"><resource>r1</resource></bind></iq>");
        fullJid = within(expect("id=\"b1\"", "type=\"result\""), "<jid>", "</jid>");
        return this;
    }

    GenesysPhone subscribe(String node) {
        askToSubscribe(node);
        expect("type=\"result\"", "subscription=\"subscribed\"");
        return this;
    }

    GenesysPhone askToSubscribe(String node) {
        return send("<iq xmlns=\"jabber:client\" id=\"sub-" + node
                + "\" type=\"set\" to=\"notifications.genesys.invalid\">"
                + "<pubsub xmlns=\"http://jabber.org/protocol/pubsub\"><subscribe node=\"" + node + "\" jid=\"" + jid
                + "\"/></pubsub></iq>");
    }

    GenesysPhone ping(String id) {
        return send("<iq xmlns=\"jabber:client\" id=\"" + id + "\" type=\"get\"><ping xmlns=\"urn:xmpp:ping\"/></iq>");
    }

    GenesysPhone askIceServers(String type) {
        return send("<iq xmlns=\"jabber:client\" id=\"ice-" + type + "\" type=\"get\" to=\"" + domain()
                + "\"><services xmlns=\"urn:xmpp:extdisco:1\" type=\"" + type + "\"/></iq>");
    }

    /** What stands between two texts. */
    static String within(String text, String before, String after) {
        Matcher matcher = Pattern.compile(Pattern.quote(before) + "(.*?)" + Pattern.quote(after), Pattern.DOTALL)
                .matcher(text);
        if (!matcher.find()) {
            throw new AssertionError("no " + before + " in " + text);
        }
        return matcher.group(1);
    }

    /** The value of an attribute. */
    static String attribute(String text, String name) {
        return within(text, " " + name + "=\"", "\"");
    }

    @Override
    public void close() {
        socket.close();
    }
}
