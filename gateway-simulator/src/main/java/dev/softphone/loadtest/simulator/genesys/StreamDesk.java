package dev.softphone.loadtest.simulator.genesys;

import dev.softphone.loadtest.simulator.gateway.Connection;
import dev.softphone.loadtest.simulator.gateway.Loop;
import dev.softphone.loadtest.simulator.gateway.TextProtocol;
import dev.softphone.loadtest.simulator.genesys.Channels.Channel;
import dev.softphone.loadtest.simulator.genesys.Xml.MalformedException;
import dev.softphone.loadtest.simulator.genesys.XmppStream.State;
import dev.softphone.loadtest.simulator.genesys.XmppStream.StreamParts;
import dev.softphone.loadtest.simulator.matching.Gauge;
import dev.softphone.loadtest.simulator.matching.RuleBook;
import dev.softphone.loadtest.simulator.script.Action;
import dev.softphone.loadtest.simulator.script.Action.Accept;
import dev.softphone.loadtest.simulator.script.Action.End;
import dev.softphone.loadtest.simulator.script.Action.StanzaError;
import dev.softphone.loadtest.simulator.script.GenesysScript;
import dev.softphone.loadtest.simulator.script.GenesysScript.AtInstant;
import dev.softphone.loadtest.simulator.script.GenesysScript.Drain;
import dev.softphone.loadtest.simulator.script.GenesysStanza;
import dev.softphone.loadtest.simulator.script.Key;
import dev.softphone.loadtest.simulator.script.Match;
import dev.softphone.loadtest.simulator.truth.GenesysTruth;
import dev.softphone.loadtest.simulator.truth.SocketTruth.Kill;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The streaming host: sockets at {@code /stream/channels/ID}. What clients send meets the rules first. A session is held
 * from the moment its bind is decided on, before any delay, until its socket is gone. For the gateway's thread only.
 */
final class StreamDesk implements TextProtocol {
    private static final String PATH = "/stream/channels/";

    private final GenesysScript.Stream script;
    private final RuleBook<Action.OnStanza> rules;
    private final Map<Connection, XmppStream> streams = new LinkedHashMap<>();
    private final Set<Connection> held = new HashSet<>();
    private final Channels channels;
    private final StreamParts parts;
    private final Sasl sasl;
    private final SessionDesk sessions;
    private final Loop loop;
    private final GenesysTruth truth;
    private boolean planned;

    StreamDesk(
            GenesysScript script,
            Directory directory,
            Channels channels,
            CallDesk calls,
            Loop loop,
            GenesysTruth truth) {
        this.script = script.stream();
        this.rules = new RuleBook<>(script.stream().stanzas());
        this.channels = channels;
        this.parts = new StreamParts(channels, "notifications." + script.environment(), truth);
        this.sasl = new Sasl(directory);
        this.sessions = new SessionDesk(script.stream(), calls, truth);
        this.loop = loop;
        this.truth = truth;
    }

    @Override
    public boolean serves(String path) {
        return channel(path) != null;
    }

    @Override
    public @Nullable String organizationOf(String path) {
        Channel channel = channel(path);
        return channel == null ? null : channel.user().organization();
    }

    private @Nullable Channel channel(@Nullable String path) {
        return path != null && path.startsWith(PATH) ? channels.find(path.substring(PATH.length())) : null;
    }

    @Override
    public void opened(Connection connection) {
        Channel channel = channel(connection.path());
        if (channel == null) {
            return;
        }
        truth.streams().opened();
        String asked = connection.value(new Key.Header("Sec-WebSocket-Protocol"));
        if (asked == null || !asked.matches("(.*,)?\\s*xmpp\\s*(,.*)?")) {
            truth.violation("a socket without the subprotocol xmpp");
        }
        streams.put(connection, new XmppStream(connection, channel, parts));
        plan();
    }

    /** What is due at an instant is planned with the first stream, as it is for streams only. */
    private void plan() {
        if (planned) {
            return;
        }
        planned = true;
        Duration now = loop.clock().sinceFirstAccept();
        script.drain().forEach(drain -> loop.after(drain.at().minus(now), () -> drain(drain)));
        script.loseChannels().forEach(loss -> loop.after(loss.at().minus(now), () -> lose(loss)));
        script.expireSubscriptions().forEach(expiry -> loop.after(expiry.at().minus(now), () -> expire(expiry)));
    }

    private List<XmppStream> bound(List<Match> matches) {
        return streams.values().stream()
                .filter(stream -> stream.isBound() && stream.connection().matches(matches))
                .toList();
    }

    private void drain(Drain drain) {
        for (XmppStream stream : bound(drain.matches())) {
            truth.streams().drained();
            stream.ask(
                    "set",
                    stream.user().jidDomain(),
                    "<query xmlns=\"" + Namespaces.TRANSFER + "\"><server>"
                            + Xml.escape(stream.user().jidDomain()) + "</server></query>",
                    answer -> {});
            stream.connection().after(drain.closeAfter(), () -> stream.close(drain.then()));
        }
    }

    private void lose(AtInstant instant) {
        bound(instant.matches()).forEach(stream -> channels.lose(stream.channel()));
    }

    private void expire(AtInstant instant) {
        bound(instant.matches()).forEach(XmppStream::subscriptionsExpire);
    }

    @Override
    public void gone(Connection connection) {
        held.remove(connection);
        XmppStream stream = streams.remove(connection);
        if (stream != null) {
            stream.gone();
        }
    }

    @Override
    public boolean received(Connection connection, String text) {
        XmppStream stream = streams.get(connection);
        if (stream == null) {
            return false;
        }
        try {
            received(stream, Xml.read(text));
        } catch (MalformedException e) {
            truth.violation("a message that is not one XML element: " + e.getMessage());
            stream.fail("not-well-formed");
        }
        return true;
    }

    private void received(XmppStream stream, XmlElement element) {
        GenesysStanza kind = Stanza.kind(element);
        if (element.is(Namespaces.FRAMING, "close")) {
            stream.closedByClient();
        } else if (stream.state() == State.CLOSED) {
            return; // what crossed a close is served no more
        } else if (kind == GenesysStanza.RESULT) {
            truth.streams().received(kind.name());
            stream.answered(element);
        } else {
            truth.streams().received(kind.name());
            Sasl.Outcome outcome = kind == GenesysStanza.AUTH
                    ? sasl.check(element, stream.user(), loop.clock().nanos())
                    : null;
            decide(stream, new Stanza(stream.connection(), kind, element, user(stream, outcome)), outcome);
        }
    }

    private static @Nullable String user(XmppStream stream, Sasl.@Nullable Outcome outcome) {
        if (outcome != null) {
            return outcome.user() == null ? null : outcome.user().name();
        }
        return stream.state() == State.NEW || stream.state() == State.OPENED
                ? null
                : stream.user().name();
    }

    private void decide(XmppStream stream, Stanza stanza, Sasl.@Nullable Outcome outcome) {
        Connection connection = stanza.connection();
        Action.OnStanza action = rules.decide(
                stanza,
                held.contains(connection),
                loop.clock().nanos(),
                loop.clock().sinceFirstAccept());
        if (action == null || action instanceof Accept) {
            if (stanza.kind() == GenesysStanza.BIND && held.add(connection)) {
                Gauge.Slot slot = rules.gauge().take(stanza);
                connection.whenGone(slot::release);
            }
            Duration delay = action instanceof Accept accept ? accept.after() : Duration.ZERO;
            later(connection, delay, () -> serve(stream, stanza, outcome));
        } else if (action instanceof StanzaError error) {
            later(connection, error.after(), () -> stream.refuse(stanza, error));
        } else {
            truth.streams().unanswered(stanza.kind().name());
            if (action instanceof End end) {
                later(connection, end.after(), () -> connection.end(end.how(), Kill.RULE));
            }
        }
    }

    private static void later(Connection connection, Duration delay, Runnable task) {
        if (delay.isZero()) {
            task.run();
        } else {
            connection.after(delay, task);
        }
    }

    private void serve(XmppStream stream, Stanza stanza, Sasl.@Nullable Outcome outcome) {
        if (stream.state() == State.CLOSED) {
            return;
        }
        switch (stanza.kind()) {
            case OPEN -> stream.open(stanza.element());
            case AUTH -> {
                if (outcome != null) {
                    stream.authenticate(outcome);
                }
            }
            case BIND -> {
                stream.bind(stanza.element());
                if (stream.isBound()) {
                    sessions.resume(stream);
                }
            }
            default -> {
                if (stream.isBound()) {
                    sessions.serve(stream, stanza);
                } else {
                    truth.violation("a stanza before the session is bound");
                    stream.fail("not-authorized");
                }
            }
        }
    }
}
