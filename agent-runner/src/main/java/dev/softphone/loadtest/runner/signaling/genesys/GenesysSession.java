package dev.softphone.loadtest.runner.signaling.genesys;

import dev.softphone.loadtest.model.Identity;
import dev.softphone.loadtest.model.Stage;
import dev.softphone.loadtest.runner.signaling.Refusal;
import dev.softphone.loadtest.runner.signaling.RestAnswer;
import dev.softphone.loadtest.runner.signaling.RestFailure;
import dev.softphone.loadtest.runner.signaling.RestRequest;
import dev.softphone.loadtest.runner.signaling.SignalingSession;
import dev.softphone.loadtest.runner.signaling.UpgradeTemplate;
import dev.softphone.loadtest.runner.signaling.Wire;
import dev.softphone.loadtest.runner.signaling.genesys.Login.Call;
import dev.softphone.loadtest.runner.signaling.xmpp.EmptyResult;
import dev.softphone.loadtest.runner.signaling.xmpp.Jid;
import dev.softphone.loadtest.runner.signaling.xmpp.MalformedXmlException;
import dev.softphone.loadtest.runner.signaling.xmpp.XmlElement;
import dev.softphone.loadtest.runner.signaling.xmpp.XmlReader;
import dev.softphone.loadtest.runner.signaling.xmpp.XmlWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One softphone of Genesys Cloud.
 *
 * <pre>
 * token -> REST login -> connect -> {@link XmppStream} -> both ICE server queries -> registered -> subscriptions
 * </pre>
 *
 * A soft reconnect goes without channel and subscriptions. What a reconnect has to be is kept in {@link Memory}.
 */
final class GenesysSession implements SignalingSession {
    private final GenesysSettings settings;
    private final Identity identity;
    private final Memory memory = new Memory();
    private final Iqs iqs = new Iqs();
    private final AccessToken token;
    private final Login login;
    private final XmppStream stream;
    private final IceServers iceServers;
    private final Subscriptions subscriptions;
    private final GenesysCalls calls;

    private boolean hard;
    private boolean registered;
    private boolean leaving;
    /** The server pings, so that its silence means something. */
    private boolean watching;

    private String pingId = "";

    GenesysSession(GenesysSettings settings, Identity identity, RandomGenerator random) {
        this.settings = settings;
        this.identity = identity;
        this.token = new AccessToken(settings, identity, memory);
        this.login = new Login(settings, identity, memory, token);
        this.stream = new XmppStream(identity, memory, iqs, random, this::bound);
        this.iceServers = new IceServers(iqs, stream);
        this.subscriptions = new Subscriptions(settings, memory, iqs, stream);
        this.calls = new GenesysCalls(settings, identity, memory, iqs, stream, iceServers, random);
    }

    @Override
    public void begin(Wire wire) {
        token.reset();
        login.reset();
        iqs.reset();
        stream.reset();
        calls.lost();
        registered = false;
        leaving = false;
        watching = false;
        pingId = "";
        hard = memory.hardReconnect();
        token.require(this::logIn, wire);
    }

    private void logIn(Wire wire) {
        if (memory.started) {
            connectivity(wire);
        } else {
            login.start(List.of(Call.ORGANIZATION, Call.USER_WITH_STATION), this::connectivity, wire);
        }
    }

    private void connectivity(Wire wire) {
        login.probe(wire);
        List<Call> calls = new ArrayList<>();
        if (hard) {
            if (!memory.hasUser) {
                calls.add(Call.USER);
            }
            calls.add(Call.CHANNEL);
            if (memory.stationWanted()) {
                calls.add(Call.STATION);
            }
        }
        login.start(calls, this::connect, wire);
    }

    private void connect(Wire wire) {
        stream.connecting(wire);
        try {
            wire.connect(settings.upgrade().at("/stream/channels/" + Login.encode(memory.channelId), identity));
        } catch (UpgradeTemplate.UnusableException e) {
            wire.failed(Stage.UPGRADE, e.code(), String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void restAnswered(RestRequest asked, RestAnswer answer, Wire wire) {
        switch (asked.stage()) {
            case TOKEN -> token.answered(answer, wire);
            case MEDIA -> calls.restAnswered(asked, answer, wire);
            default -> login.answered(answer, wire);
        }
    }

    @Override
    public boolean restFailed(RestFailure failure, Wire wire) {
        return switch (failure.asked().stage()) {
            case TOKEN -> token.unanswered(failure, wire);
            case MEDIA -> calls.restFailed(failure, wire);
            default -> login.unanswered(failure, wire);
        };
    }

    @Override
    public void restHeld(RestRequest asked, Wire wire) {
        if (asked.stage() == Stage.MEDIA) {
            calls.restHeld(wire);
        }
    }

    @Override
    public void restSent(RestRequest asked, Wire wire) {
        if (asked.stage() == Stage.MEDIA) {
            calls.restSent(wire);
        }
    }

    @Override
    public boolean connectionLost() {
        registered = false;
        return calls.lost();
    }

    @Override
    public void opened(Wire wire) {
        stream.opened(wire);
    }

    private void bound(Wire wire) {
        iceServers.require(Jid.domain(memory.bareJid), this::reachable, wire);
    }

    /** Both queries for ICE servers are answered: the SDK calls itself connected, takes calls, and subscribes. */
    private void reachable(Wire wire) {
        registered = true;
        calls.connected(wire);
        wire.registered();
        token.keepFresh(wire);
        if (!memory.subscribed) {
            subscriptions.subscribe(this::subscribed, wire);
        }
        iceServers.refresh(Jid.domain(memory.bareJid), wire);
        if (settings.serverPings()) {
            watching = true;
            wire.timer(GenesysTimers.WATCHDOG, GenesysTimers.WATCHDOG_MILLIS);
            subscriptions.askForPings(this::pingOurselves, wire);
        }
    }

    private void subscribed(Wire wire) {
        login.start(List.of(Call.SUBSCRIPTIONS), this::askedForAll, wire);
    }

    private void askedForAll(Wire wire) {
        memory.subscribed = true;
        calls.subscribed(wire);
    }

    private void pingOurselves(Wire wire) {
        watching = false;
        wire.cancelTimer(GenesysTimers.WATCHDOG);
        wire.pingOurselves();
    }

    @Override
    public void received(String message, Wire wire) {
        if (registered && watching) {
            wire.timer(GenesysTimers.WATCHDOG, GenesysTimers.WATCHDOG_MILLIS);
        }
        if (!pingId.isEmpty() && pingId.equals(EmptyResult.id(message))) {
            pingId = "";
            stream.stanza();
            wire.pong();
            return;
        }
        XmlElement element;
        try {
            element = XmlReader.read(message);
        } catch (MalformedXmlException e) {
            wire.failed(
                    registered ? Stage.ESTABLISHED : stream.stage(), "protocol/xml", String.valueOf(e.getMessage()));
            return;
        }
        if (element.is(Xmlns.FRAMING, "close")) {
            closed(wire);
        } else if (!stream.received(element, wire)) {
            stanza(element, wire);
        }
    }

    /** The server ended the stream, and closes the socket next. */
    private void closed(Wire wire) {
        if (leaving) {
            wire.left();
        } else {
            stream.close(wire);
        }
    }

    private void stanza(XmlElement stanza, Wire wire) {
        if (stanza.name().equals("message")) {
            XmlElement event = stanza.child(Xmlns.PUBSUB_EVENT, "event");
            if (event != null) {
                event(event, wire);
            } else if (registered) {
                calls.message(stanza, wire);
            }
        } else if (stanza.name().equals("iq")) {
            switch (stanza.attributeOrEmpty("type")) {
                case "result", "error" -> answered(stanza, wire);
                default -> requested(stanza, wire);
            }
        }
    }

    private void answered(XmlElement iq, Wire wire) {
        if (!pingId.isEmpty() && pingId.equals(iq.attribute("id"))) {
            pingId = "";
            wire.pong(); // an error as well: whoever refuses pings is there (XEP-0199, 4.2)
        } else {
            iqs.answered(iq, wire);
        }
    }

    private void requested(XmlElement iq, Wire wire) {
        if (registered && calls.request(iq, wire)) {
            return;
        }
        XmlWriter result = new XmlWriter()
                .start("iq", Xmlns.CLIENT)
                .attribute("id", iq.attribute("id"))
                .attribute("to", iq.attribute("from"));
        if (iq.child(Xmlns.PING, "ping") != null) {
            wire.send(result.attribute("type", "result").finish());
        } else if (iq.child(Xmlns.DISCO_INFO, "query") != null) {
            wire.send(result.attribute("type", "result")
                    .empty("query", Xmlns.DISCO_INFO)
                    .finish());
        } else if (iq.child(Xmlns.TRANSFER, "query") != null) {
            wire.send(result.attribute("type", "result").finish());
            transferred(wire);
        } else {
            wire.send(result.attribute("type", "error")
                    .start("error")
                    .attribute("type", "cancel")
                    .empty("service-unavailable", Xmlns.STANZAS)
                    .finish());
        }
    }

    /** The server drains; the client leaves at once and comes back on a new channel. */
    private void transferred(Wire wire) {
        memory.requireHard();
        Stage stage = registered ? Stage.ESTABLISHED : Stage.REGISTER;
        wire.rejected(stage, Refusal.of("xmpp/transfer", "the server asked for a transfer (urn:xmpp:cxfr)"));
    }

    private void event(XmlElement event, Wire wire) {
        XmlElement items = event.child("items");
        String node = items == null ? "" : items.attributeOrEmpty("node");
        if (node.contains("no_longer_subscribed")) {
            evicted("xmpp/no-longer-subscribed", "the channel was taken away", wire);
        } else if (node.contains("duplicate_id")) {
            evicted("xmpp/duplicate-id", "another connection took the channel", wire);
        } else if (node.contains("streaming-subscriptions-expiring")) {
            login.renewSubscriptions(wire);
        } else if (items != null && registered && node.equals(ConversationEvent.topic(memory.userId))) {
            ConversationEvent.of(items, memory.userId).forEach(one -> calls.conversation(one, wire));
        }
    }

    /** The connection stands until the server ends it; the next one is on a new channel. */
    private void evicted(String code, String detail, Wire wire) {
        memory.requireHard();
        wire.setback(registered ? Stage.ESTABLISHED : stream.stage(), Refusal.of(code, detail));
    }

    @Override
    public void timer(int timer, Wire wire) {
        switch (timer) {
            case GenesysTimers.REST_AGAIN -> login.askAgain(wire);
            case GenesysTimers.TOKEN -> token.due(wire);
            case GenesysTimers.IQ -> iqs.due(wire);
            case GenesysTimers.CONNECT -> stream.tooLate(wire);
            case GenesysTimers.WATCHDOG ->
                wire.failed(
                        Stage.ESTABLISHED,
                        "timeout/pong",
                        "nothing came in for " + GenesysTimers.WATCHDOG_MILLIS + " ms though the server pings");
            case GenesysTimers.ICE_SERVERS -> iceServers.refresh(Jid.domain(memory.bareJid), wire);
            case GenesysTimers.CALL -> calls.due(wire);
            case GenesysTimers.ACTION -> calls.actionDue(wire);
            case GenesysTimers.CLOSE -> wire.left();
            default -> {}
        }
    }

    @Override
    public void ping(Wire wire) {
        pingId = iqs.nextId();
        wire.send(iqs.begin(pingId, "get", null).empty("ping", Xmlns.PING).finish());
    }

    @Override
    public void placeCall(@Nullable Identity callee, Wire wire) {
        calls.place(wire);
    }

    @Override
    public void endCall(Wire wire) {
        calls.end(wire);
    }

    @Override
    public void endCallToLeave(Wire wire) {
        // leave() ends the session, and with it the call; a REST call would not be answered any more
    }

    /** A client that disconnects by its own wish comes back on a new channel. */
    @Override
    public void leave(Wire wire) {
        calls.leave(wire);
        registered = false;
        leaving = true;
        iqs.reset();
        wire.cancelTimer(GenesysTimers.TOKEN);
        wire.cancelTimer(GenesysTimers.IQ);
        wire.cancelTimer(GenesysTimers.WATCHDOG);
        wire.cancelTimer(GenesysTimers.ICE_SERVERS);
        memory.requireHard();
        wire.timer(GenesysTimers.CLOSE, GenesysTimers.CLOSE_MILLIS);
        stream.close(wire);
    }
}
