package dev.softphone.loadtest.simulator.genesys;

import dev.softphone.loadtest.simulator.script.Action.StanzaError;
import java.time.Duration;
import java.util.Optional;

/** Writes answers to stanzas as text. */
final class Answers {
    private Answers() {}

    /** An error without legacy code or text. */
    static StanzaError error(String type, String condition) {
        return new StanzaError(condition, type, Optional.empty(), Optional.empty(), false, Duration.ZERO);
    }

    /** The result of an iq; {@code inner} is XML. */
    static String result(XmlElement iq, String to, String inner) {
        return iq("result", iq.get("id"), iq.get("to"), to, inner);
    }

    /** An iq; {@code from} may be empty. */
    static String iq(String type, String id, String from, String to, String inner) {
        return "<iq xmlns=\"" + Namespaces.CLIENT + "\" type=\"" + type + "\"" + attribute("id", id)
                + attribute("from", from) + attribute("to", to) + (inner.isEmpty() ? "/>" : ">" + inner + "</iq>");
    }

    static String attribute(String name, String value) {
        return value.isEmpty() ? "" : " " + name + "=\"" + Xml.escape(value) + "\"";
    }

    /** The error of an iq or a message. */
    static String error(XmlElement stanza, String to, StanzaError error, String jid) {
        String text = error.text()
                .map(words -> "<text xmlns=\"" + Namespaces.STANZA_ERROR + "\">"
                        + Xml.escape(words.replace("{jid}", jid)) + "</text>")
                .orElse("");
        return "<" + stanza.name() + " xmlns=\"" + Namespaces.CLIENT + "\" type=\"error\""
                + attribute("id", stanza.get("id")) + attribute("from", stanza.get("to")) + attribute("to", to)
                + "><error type=\"" + error.type() + "\""
                + error.code().map(code -> " code=\"" + code + "\"").orElse("") + ">" + text + "<"
                + error.condition() + " xmlns=\"" + Namespaces.STANZA_ERROR + "\"/>"
                + (error.throttled() ? "<resource-limit-exceeded xmlns=\"" + Namespaces.LIMIT_EXCEEDED + "\"/>" : "")
                + "</error></" + stanza.name() + ">";
    }

    /** The failure of SASL. */
    static String failure(StanzaError error, String jid) {
        String text = error.text()
                .map(words -> "<text>" + Xml.escape(words.replace("{jid}", jid)) + "</text>")
                .orElse("");
        return "<failure xmlns=\"" + Namespaces.SASL + "\"><" + error.condition() + "/>" + text + "</failure>";
    }

    static String streamError(String condition) {
        return "<stream:error xmlns:stream=\"" + Namespaces.STREAM + "\"><" + condition + " xmlns=\""
                + Namespaces.STREAM_ERROR + "\"/></stream:error>";
    }

    /** What a topic has to tell; {@code json} is its body. */
    static String event(String from, String to, String node, String json) {
        return "<message xmlns=\"" + Namespaces.CLIENT + "\"" + attribute("from", from) + attribute("to", to)
                + "><event xmlns=\"" + Namespaces.PUBSUB_EVENT + "\"><items" + attribute("node", node)
                + "><item><json xmlns=\"" + Namespaces.JSON + "\">" + Xml.escape(json)
                + "</json></item></items></event></message>";
    }
}
