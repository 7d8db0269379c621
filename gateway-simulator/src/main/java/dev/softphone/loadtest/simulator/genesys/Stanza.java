package dev.softphone.loadtest.simulator.genesys;

import dev.softphone.loadtest.simulator.gateway.Connection;
import dev.softphone.loadtest.simulator.gateway.JsonPaths;
import dev.softphone.loadtest.simulator.matching.Subject;
import dev.softphone.loadtest.simulator.script.GenesysStanza;
import dev.softphone.loadtest.simulator.script.Key;
import org.jspecify.annotations.Nullable;

/**
 * What a client sent, as rules see it.
 *
 * @param connection the socket it came on
 * @param kind what it is
 * @param element the whole of it
 * @param user the name of its user, as far as it is known
 */
record Stanza(
        Connection connection,
        GenesysStanza kind,
        XmlElement element,
        @Nullable String user) implements Subject {

    /** RFC 7395 wants {@code jabber:client} on each stanza; without any namespace it is understood as well. */
    static boolean isStanza(XmlElement element, String name) {
        return element.is(Namespaces.CLIENT, name) || element.is("", name);
    }

    static GenesysStanza kind(XmlElement element) {
        if (element.is(Namespaces.FRAMING, "open")) {
            return GenesysStanza.OPEN;
        }
        if (element.is(Namespaces.SASL, "auth")) {
            return GenesysStanza.AUTH;
        }
        if (isStanza(element, "iq")) {
            return iq(element);
        }
        return isStanza(element, "message") ? message(element) : GenesysStanza.OTHER;
    }

    private static GenesysStanza message(XmlElement message) {
        for (XmlElement child : message.children()) {
            if (child.namespace().equals(Namespaces.JINGLE_MESSAGE)) {
                return switch (child.name()) {
                    case "proceed" -> GenesysStanza.PROCEED;
                    case "reject" -> GenesysStanza.REJECT;
                    case "accept" -> GenesysStanza.ACCEPT;
                    default -> GenesysStanza.OTHER;
                };
            }
        }
        return GenesysStanza.OTHER;
    }

    private static GenesysStanza jsonRpc(XmlElement element) {
        return switch (JsonPaths.parse(element.text()).path("method").asText()) {
            case "answer" -> GenesysStanza.ANSWER;
            case "iceCandidate" -> GenesysStanza.CANDIDATE;
            case "info" -> GenesysStanza.INFO;
            case "mute" -> GenesysStanza.MUTE;
            case "terminate" -> GenesysStanza.TERMINATE;
            default -> GenesysStanza.OTHER;
        };
    }

    private static GenesysStanza jingle(XmlElement jingle) {
        return switch (jingle.get("action")) {
            case "session-accept" -> GenesysStanza.ANSWER;
            case "transport-info" -> GenesysStanza.CANDIDATE;
            case "session-info" ->
                jingle.child(Namespaces.RTP_INFO, "active") != null
                        ? GenesysStanza.INFO
                        : jingle.child(Namespaces.RTP_INFO, "mute") != null
                                        || jingle.child(Namespaces.RTP_INFO, "unmute") != null
                                ? GenesysStanza.MUTE
                                : GenesysStanza.OTHER;
            case "session-terminate" -> GenesysStanza.TERMINATE;
            default -> GenesysStanza.OTHER;
        };
    }

    private static GenesysStanza iq(XmlElement iq) {
        if (iq.get("type").equals("result") || iq.get("type").equals("error")) {
            return GenesysStanza.RESULT;
        }
        if (iq.child(Namespaces.BIND, "bind") != null) {
            return GenesysStanza.BIND;
        }
        if (iq.child(Namespaces.EXTDISCO, "services") != null) {
            return GenesysStanza.ICE_SERVERS;
        }
        if (iq.child(Namespaces.PUBSUB, "pubsub") != null) {
            return GenesysStanza.SUBSCRIBE;
        }
        if (iq.child(Namespaces.PING, "ping") != null) {
            return GenesysStanza.PING;
        }
        XmlElement jsonRpc = iq.child(Namespaces.GENESYS, "genesys-webrtc");
        if (jsonRpc != null) {
            return jsonRpc(jsonRpc);
        }
        XmlElement jingle = iq.child(Namespaces.JINGLE, "jingle");
        if (jingle != null) {
            return jingle(jingle);
        }
        return iq.child(Namespaces.DISCO_INFO, "query") == null ? GenesysStanza.OTHER : GenesysStanza.DISCO_INFO;
    }

    @Override
    public @Nullable String value(Key key) {
        if (key == Key.Plain.STANZA) {
            return kind.name();
        }
        return key == Key.Plain.IDENTITY ? user : connection.value(key);
    }
}
