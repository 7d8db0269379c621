package dev.softphone.loadtest.runner.signaling.genesys;

import dev.softphone.loadtest.runner.evidence.HttpRefusal;
import dev.softphone.loadtest.runner.safety.Redactor;
import dev.softphone.loadtest.runner.signaling.Refusal;
import dev.softphone.loadtest.runner.signaling.xmpp.XmlElement;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the server means by no: {@code xmpp/not-authorized}, {@code xmpp/429} where it throttles. */
final class StanzaErrors {
    private static final String THROTTLED = "429";
    private static final Pattern CONDITION = Pattern.compile("[a-z][a-z0-9-]{0,47}");

    private StanzaErrors() {}

    /** Of a stanza of type error. */
    static Refusal ofStanza(XmlElement stanza, Redactor redactor) {
        XmlElement error = stanza.child("error");
        if (error == null) {
            return Refusal.of("xmpp/undefined-condition", "");
        }
        boolean throttled = error.attributeOrEmpty("code").equals(THROTTLED);
        return Refusal.of("xmpp/" + (throttled ? THROTTLED : condition(error)), text(error, redactor));
    }

    /** Of a stream error or a SASL failure, which hold their condition themselves. */
    static Refusal of(XmlElement error, Redactor redactor) {
        return Refusal.of("xmpp/" + condition(error), text(error, redactor));
    }

    private static String condition(XmlElement error) {
        for (XmlElement child : error.children()) {
            if (!child.name().equals("text") && CONDITION.matcher(child.name()).matches()) {
                return child.name();
            }
        }
        return "undefined-condition";
    }

    private static String text(XmlElement error, Redactor redactor) {
        @Nullable XmlElement text = error.child("text");
        return text == null ? "" : redactor.line(text.text(), HttpRefusal.DETAIL);
    }
}
