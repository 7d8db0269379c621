package dev.softphone.loadtest.simulator.genesys;

import dev.softphone.loadtest.simulator.gateway.Connection;
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
        return isStanza(element, "iq") ? iq(element) : GenesysStanza.OTHER;
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
