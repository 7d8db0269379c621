package dev.softphone.loadtest.simulator.genesys;

import dev.softphone.loadtest.simulator.gateway.Connection;
import dev.softphone.loadtest.simulator.genesys.Channels.Channel;
import dev.softphone.loadtest.simulator.script.Action;
import dev.softphone.loadtest.simulator.script.Action.StanzaError;
import dev.softphone.loadtest.simulator.truth.GenesysStreamTruth;
import dev.softphone.loadtest.simulator.truth.GenesysTruth;
import dev.softphone.loadtest.simulator.truth.SocketTruth.Kill;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One socket of the streaming host: open, SASL, open, bind, then stanzas (RFC 7395). For the gateway's thread only.
 */
final class XmppStream implements Channels.Holder {
    private static final Duration LINGER = Duration.ofSeconds(2);

    /** How far it is. */
    enum State {
        NEW,
        OPENED,
        AUTHENTICATED,
        REOPENED,
        BOUND,
        /** The client's close was answered, or a stream error was sent. */
        CLOSED
    }

    private final Connection connection;
    private final Channel channel;
    private final StreamParts parts;
    private final Map<String, Consumer<XmlElement>> questions = new HashMap<>();
    private boolean pinged;
    private State state = State.NEW;
    private String fullJid = "";
    private int asked;

    XmppStream(Connection connection, Channel channel, StreamParts parts) {
        this.connection = connection;
        this.channel = channel;
        this.parts = parts;
    }

    Connection connection() {
        return connection;
    }

    Channel channel() {
        return channel;
    }

    User user() {
        return channel.user();
    }

    State state() {
        return state;
    }

    boolean isBound() {
        return state == State.BOUND && !connection.isGone();
    }

    String fullJid() {
        return fullJid;
    }

    /** Whether the gateway pings on this socket. */
    boolean isPinged() {
        return pinged;
    }

    /** Returns whether that is new. */
    boolean ping(boolean wanted) {
        boolean changed = pinged != wanted;
        pinged = wanted;
        return changed;
    }

    void send(String xml) {
        connection.send(xml);
    }

    /** Sends an iq and hands its result or error to {@code answered}; later ones are not expected. */
    String ask(String type, String from, String inner, Consumer<XmlElement> answered) {
        String id = "s" + ++asked;
        questions.put(id, answered);
        send(Answers.iq(type, id, from, fullJid, inner));
        return id;
    }

    /** An answer to this question is not waited for any more. Returns whether it was still missing. */
    boolean forget(String id) {
        return questions.remove(id) != null;
    }

    /** What a topic has to tell. */
    void tell(String node, String json) {
        send(Answers.event(parts.notifications(), fullJid, node, json));
    }

    /** The client opens the stream, at first or after it authenticated itself. */
    void open(XmlElement open) {
        if (!open.get("version").equals("1.0")) {
            truth().violation("open without version 1.0");
        }
        if (!open.get("to").equals(user().jidDomain())) {
            truth().violation("open to another domain than that of the JID");
        }
        if (state != State.NEW && state != State.AUTHENTICATED) {
            truth().violation("open where none is due");
            fail("policy-violation");
            return;
        }
        send("<open xmlns=\"" + Namespaces.FRAMING + "\"" + Answers.attribute("from", user().jidDomain()) + " id=\""
                + UUID.randomUUID() + "\" version=\"1.0\"/>");
        String features = state == State.NEW
                ? "<mechanisms xmlns=\"" + Namespaces.SASL + "\"><mechanism>PLAIN</mechanism></mechanisms>"
                : "<bind xmlns=\"" + Namespaces.BIND + "\"/>";
        send("<stream:features xmlns:stream=\"" + Namespaces.STREAM + "\">" + features + "</stream:features>");
        state = state == State.NEW ? State.OPENED : State.REOPENED;
    }

    void authenticate(Sasl.Outcome outcome) {
        if (state != State.OPENED) {
            truth().violation("auth where none is due");
            fail("policy-violation");
        } else if (outcome.refusal() != null) {
            streams().authenticationFailed(outcome.why());
            send(Answers.failure(outcome.refusal(), user().jid()));
        } else {
            streams().authenticated();
            connection.learnOrganization(user().organization());
            send("<success xmlns=\"" + Namespaces.SASL + "\"/>");
            state = State.AUTHENTICATED;
        }
    }

    /** Binds a resource; the channel's other connection, if there is one, has to go. */
    void bind(XmlElement iq) {
        XmlElement bind = iq.child(Namespaces.BIND, "bind");
        if (bind == null || state != State.REOPENED || !iq.get("type").equals("set")) {
            truth().violation("bind where none is due");
            send(Answers.error(iq, "", Answers.error("cancel", "not-allowed"), user().jid()));
            return;
        }
        XmlElement asked = bind.child(Namespaces.BIND, "resource");
        String resource =
                asked == null || asked.text().isBlank() ? UUID.randomUUID().toString() : asked.text();
        fullJid = user().jid() + "/" + resource;
        state = State.BOUND;
        if (channel.holder() instanceof XmppStream other) {
            other.duplicated();
        }
        parts.channels().hold(channel, this);
        streams().bound();
        send(Answers.result(
                iq, fullJid, "<bind xmlns=\"" + Namespaces.BIND + "\"><jid>" + Xml.escape(fullJid) + "</jid></bind>"));
        if (channel.isEvicted()) {
            evicted();
        }
    }

    private void duplicated() {
        streams().duplicated();
        tell("streaming." + channel.id() + ".duplicate_id", "{\"reason\":\"duplicate_id\"}");
        close(new Action.Close(1000, ""));
    }

    @Override
    public void evicted() {
        streams().noLongerSubscribed();
        tell("streaming." + channel.id() + ".no_longer_subscribed", "{\"reason\":\"no_longer_subscribed\"}");
    }

    /** The subscriptions of the channel are about to end, unless they are put again. */
    void subscriptionsExpire() {
        streams().subscriptionsExpired();
        tell("streaming-subscriptions-expiring", "{\"channelId\":\"" + channel.id() + "\"}");
    }

    /** An answer to something that was asked. */
    void answered(XmlElement iq) {
        Consumer<XmlElement> waiting = questions.remove(iq.get("id"));
        if (waiting != null) {
            waiting.accept(iq);
        } else {
            truth().violation("an iq " + iq.get("type") + " that answers nothing");
        }
    }

    /** The client closes the stream in good order. */
    void closedByClient() {
        streams().closedByClient();
        if (state == State.CLOSED) {
            return;
        }
        state = State.CLOSED;
        send("<close xmlns=\"" + Namespaces.FRAMING + "\"/>");
        connection.after(LINGER, () -> connection.end(new Action.Close(1000, ""), Kill.STREAM));
    }

    /** Sends the framing's close, and ends the socket. */
    void close(Action.Ending how) {
        if (state != State.CLOSED) {
            state = State.CLOSED;
            if (how instanceof Action.Close) {
                send("<close xmlns=\"" + Namespaces.FRAMING + "\"/>");
            }
            connection.end(how, Kill.STREAM);
        }
    }

    /** A stream error ends the stream. */
    void fail(String condition) {
        streams().failed(condition);
        send(Answers.streamError(condition));
        close(new Action.Close(1000, ""));
    }

    /** Answers a stanza, an auth or an open with an error. */
    void refuse(Stanza stanza, StanzaError error) {
        streams().refused(stanza.kind().name(), error.condition());
        switch (stanza.kind()) {
            case AUTH -> {
                streams().authenticationFailed("rule");
                send(Answers.failure(error, user().jid()));
            }
            case OPEN -> fail(error.condition());
            default -> send(Answers.error(stanza.element(), fullJid, error, user().jid()));
        }
    }

    void gone() {
        if (channel.holder() == this) {
            parts.channels().hold(channel, null);
        }
        if (!fullJid.isEmpty()) {
            streams().unbound();
        }
    }

    private GenesysTruth truth() {
        return parts.truth();
    }

    private GenesysStreamTruth streams() {
        return parts.truth().streams();
    }

    /** What all streams share. */
    record StreamParts(Channels channels, String notifications, GenesysTruth truth) {}

    /** Whether a topic is subscribed to, on a socket or by REST. */
    boolean hears(@Nullable String topic) {
        return topic != null
                && (channel.nodes().contains(topic) || channel.topics().contains(topic));
    }
}
