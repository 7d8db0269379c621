package dev.softphone.loadtest.simulator.genesys;

import dev.softphone.loadtest.simulator.script.GenesysStanza;
import dev.softphone.loadtest.simulator.truth.GenesysTruth;
import org.jspecify.annotations.Nullable;

/** Hands what clients say of media sessions to those sessions, checked. For the gateway's thread only. */
final class CallSignals {
    private final CallDesk calls;
    private final GenesysTruth truth;

    CallSignals(CallDesk calls, GenesysTruth truth) {
        this.calls = calls;
        this.truth = truth;
    }

    void serve(XmppStream stream, Stanza stanza) {
        XmlElement element = stanza.element();
        boolean message = Stanza.isStanza(element, "message");
        Signal signal = read(element, stanza.kind());
        MediaSession session = signal == null ? null : calls.find(signal.sid());
        if (signal == null || signal.problem() != null) {
            truth.violation(
                    signal == null || signal.problem() == null ? "a call stanza without content" : signal.problem());
            refuse(stream, element, message, "modify", "bad-request");
        } else if (session == null || !session.user().equals(stream.user())) {
            if (!calls.wasThere(signal.sid())) {
                truth.violation(stanza.kind() + " for no session");
            }
            refuse(stream, element, message, "cancel", "item-not-found");
        } else {
            if (!message) {
                stream.send(Answers.result(element, stream.fullJid(), ""));
            }
            hand(session, stanza.kind(), signal, element);
        }
    }

    private static void refuse(XmppStream stream, XmlElement element, boolean message, String type, String condition) {
        if (!message) {
            stream.send(Answers.error(
                    element,
                    stream.fullJid(),
                    Answers.error(type, condition),
                    stream.user().jid()));
        }
    }

    private static @Nullable Signal read(XmlElement element, GenesysStanza kind) {
        for (XmlElement child : element.children()) {
            switch (child.namespace()) {
                case Namespaces.JINGLE_MESSAGE -> {
                    return Signal.message(child);
                }
                case Namespaces.GENESYS -> {
                    return Signal.json(child, kind);
                }
                case Namespaces.JINGLE -> {
                    return Signal.jingle(child, kind);
                }
                default -> {}
            }
        }
        return null;
    }

    private void hand(MediaSession session, GenesysStanza kind, Signal signal, XmlElement element) {
        switch (kind) {
            case PROCEED -> session.proceed(element);
            case REJECT -> session.reject(element);
            case ACCEPT -> session.accepted(element);
            case ANSWER -> session.answer();
            case CANDIDATE -> session.candidates(signal);
            case INFO -> session.info();
            case MUTE -> session.mute();
            case TERMINATE -> session.terminatedByClient(signal.detail());
            default -> throw new IllegalStateException(kind.name());
        }
    }
}
