package dev.softphone.loadtest.runner.signaling.genesys;

import dev.softphone.loadtest.runner.signaling.xmpp.XmlWriter;

/** What is said of a session before there is one (XEP-0353). */
final class JingleMessage {
    private JingleMessage() {}

    /** @param what {@code proceed}, {@code reject} or {@code accept} */
    static String of(String to, String what, String sid) {
        return new XmlWriter()
                .start("message", Xmlns.CLIENT)
                .attribute("to", to)
                .start(what, Xmlns.JINGLE_MESSAGE)
                .attribute("id", sid)
                .finish();
    }
}
