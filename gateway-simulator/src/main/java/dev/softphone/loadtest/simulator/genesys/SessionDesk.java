package dev.softphone.loadtest.simulator.genesys;

import dev.softphone.loadtest.simulator.script.GenesysScript;
import dev.softphone.loadtest.simulator.truth.GenesysTruth;

/** Answers the stanzas of bound sessions. For the gateway's thread only. */
final class SessionDesk {
    private static final String SERVER_PINGS = "enable.server.side.pings";

    private final GenesysScript.Stream script;
    private final IceServerList iceServers;
    private final CallDesk calls;
    private final CallSignals signals;
    private final GenesysTruth truth;

    SessionDesk(GenesysScript.Stream script, CallDesk calls, GenesysTruth truth) {
        this.script = script;
        this.iceServers = new IceServerList(script.iceServers());
        this.calls = calls;
        this.signals = new CallSignals(calls, truth);
        this.truth = truth;
    }

    void serve(XmppStream stream, Stanza stanza) {
        XmlElement element = stanza.element();
        boolean iq = Stanza.isStanza(element, "iq");
        if (iq && (element.get("id").isEmpty() || !element.get("type").matches("get|set"))) {
            truth.violation("an iq without id or type");
            refuse(stream, element, "modify", "bad-request");
            return;
        }
        switch (stanza.kind()) {
            case ICE_SERVERS -> iceServers(stream, element);
            case SUBSCRIBE -> subscribe(stream, element);
            case PING -> {
                truth.streams().pingAnswered();
                stream.send(Answers.result(element, stream.fullJid(), ""));
            }
            case DISCO_INFO ->
                stream.send(Answers.result(
                        element,
                        stream.fullJid(),
                        "<query xmlns=\"" + Namespaces.DISCO_INFO + "\"><identity category=\"server\" type=\"im\"/>"
                                + "<feature var=\"" + Namespaces.DISCO_INFO + "\"/><feature var=\""
                                + Namespaces.EXTDISCO + "\"/><feature var=\"" + Namespaces.PING + "\"/></query>"));
            case PROCEED, REJECT, ACCEPT, ANSWER, CANDIDATE, INFO, MUTE, TERMINATE -> signals.serve(stream, stanza);
            default -> {
                if (iq) {
                    truth.violation("an iq that nobody serves");
                    refuse(stream, element, "cancel", "service-unavailable");
                } else if (!Stanza.isStanza(element, "message") && !Stanza.isStanza(element, "presence")) {
                    truth.violation("an element that is no stanza");
                    stream.fail("unsupported-stanza-type");
                }
            }
        }
    }

    private void refuse(XmppStream stream, XmlElement element, String type, String condition) {
        stream.send(Answers.error(
                element,
                stream.fullJid(),
                Answers.error(type, condition),
                stream.user().jid()));
    }

    private void iceServers(XmppStream stream, XmlElement iq) {
        XmlElement asked = iq.child(Namespaces.EXTDISCO, "services");
        String services = asked == null
                ? null
                : iceServers.services(asked.get("type"), stream.user().name(), System.currentTimeMillis());
        if (services == null || !iq.get("type").equals("get")) {
            truth.violation("extdisco for neither turn nor stun");
            refuse(stream, iq, "modify", "bad-request");
        } else {
            stream.send(Answers.result(iq, stream.fullJid(), services));
        }
    }

    private void subscribe(XmppStream stream, XmlElement iq) {
        XmlElement pubsub = iq.child(Namespaces.PUBSUB, "pubsub");
        XmlElement subscribe = pubsub == null ? null : pubsub.child(Namespaces.PUBSUB, "subscribe");
        XmlElement unsubscribe = pubsub == null ? null : pubsub.child(Namespaces.PUBSUB, "unsubscribe");
        XmlElement asked = subscribe != null ? subscribe : unsubscribe;
        if (asked == null || asked.get("node").isEmpty() || !iq.get("type").equals("set")) {
            truth.violation("pubsub without a node to subscribe to");
            refuse(stream, iq, "modify", "bad-request");
            return;
        }
        if (!iq.get("to").startsWith("notifications.")) {
            truth.violation("pubsub to another host than notifications");
        }
        if (!asked.get("jid").equals(stream.user().jid())) {
            truth.violation("a subscription for another JID");
            refuse(stream, iq, "modify", "bad-request");
            return;
        }
        String node = asked.get("node");
        if (node.startsWith("v2.users.")
                && !node.startsWith("v2.users." + stream.user().id() + ".")) {
            truth.violation("a subscription to another user's topic");
            refuse(stream, iq, "auth", "forbidden");
        } else if (subscribe == null) {
            unsubscribe(stream, node);
            stream.send(Answers.result(iq, stream.fullJid(), ""));
        } else if (node.equals(SERVER_PINGS) && script.serverPings().refused()) {
            refuse(stream, iq, "cancel", "feature-not-implemented");
        } else {
            boolean ping = node.equals(SERVER_PINGS) && stream.ping(true);
            if (!node.equals(SERVER_PINGS)) {
                stream.channel().nodes().add(node);
            }
            truth.streams().subscribed();
            stream.send(Answers.result(
                    iq,
                    stream.fullJid(),
                    "<pubsub xmlns=\"" + Namespaces.PUBSUB + "\"><subscription" + Answers.attribute("node", node)
                            + Answers.attribute("jid", stream.user().jid())
                            + " subscription=\"subscribed\"/></pubsub>"));
            if (ping) {
                pingAgain(stream);
            } else if (node.equals(conversations(stream))) {
                calls.ready(stream);
            }
        }
    }

    private static void unsubscribe(XmppStream stream, String node) {
        if (node.equals(SERVER_PINGS)) {
            stream.ping(false);
        } else {
            stream.channel().nodes().remove(node);
        }
    }

    private static String conversations(XmppStream stream) {
        return "v2.users." + stream.user().id() + ".conversations";
    }

    /** A session on a channel that is subscribed to its conversations since an earlier socket: it can be called. */
    void resume(XmppStream stream) {
        if (!stream.channel().isEvicted() && stream.channel().nodes().contains(conversations(stream))) {
            calls.ready(stream);
        }
    }

    private void pingAgain(XmppStream stream) {
        stream.connection().after(script.serverPings().every(), () -> {
            if (!stream.isBound() || !stream.isPinged()) {
                return;
            }
            truth.streams().pingSent();
            String id = stream.ask(
                    "get",
                    stream.user().jidDomain(),
                    "<ping xmlns=\"" + Namespaces.PING + "\"/>",
                    answer -> truth.streams().pongReceived());
            stream.connection().after(script.serverPings().timeout(), () -> {
                if (stream.forget(id)) {
                    truth.streams().pongMissing();
                }
            });
            pingAgain(stream);
        });
    }
}
