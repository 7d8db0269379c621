package dev.softphone.loadtest.runner.signaling.genesys;

import dev.softphone.loadtest.model.Stage;
import dev.softphone.loadtest.runner.signaling.Wire;
import dev.softphone.loadtest.runner.signaling.xmpp.XmlElement;
import dev.softphone.loadtest.runner.signaling.xmpp.XmlWriter;
import org.jspecify.annotations.Nullable;

/** What a softphone tells the platform of a media session. Stanzas that it does without are setbacks where refused. */
final class Signals {
    private static final long TERMINATE_MILLIS = 2_000;

    private interface Writing {
        void write(Dialect dialect, XmlWriter iq);
    }

    private final Memory memory;
    private final Iqs iqs;
    private final XmppStream stream;
    private final IceServers iceServers;

    Signals(Memory memory, Iqs iqs, XmppStream stream, IceServers iceServers) {
        this.memory = memory;
        this.iqs = iqs;
        this.stream = stream;
        this.iceServers = iceServers;
    }

    void proceed(MediaSession session, Wire wire) {
        wire.send(JingleMessage.of(session.peer, "proceed", session.sid));
    }

    /** Tells the user's other clients as well. */
    void reject(String sid, String peer, Wire wire) {
        for (String to : new String[] {memory.bareJid, peer}) {
            wire.send(JingleMessage.of(to, "reject", sid));
        }
    }

    /** Tells the user's other clients. */
    void accept(MediaSession session, Wire wire) {
        wire.send(JingleMessage.of(memory.bareJid, "accept", session.sid));
    }

    void answer(MediaSession session, String description, Iqs.Reply reply, Wire wire) {
        ask(session, (dialect, iq) -> dialect.answer(iq, description), GenesysTimers.IQ_MILLIS, wire, reply);
    }

    void trickle(MediaSession session, Wire wire) {
        for (Candidate candidate : Candidate.gathered(iceServers.relayOnly())) {
            ask(
                    session,
                    (dialect, iq) -> dialect.candidate(iq, candidate),
                    GenesysTimers.IQ_MILLIS,
                    wire,
                    this::dispensable);
        }
        ask(session, Dialect::endOfCandidates, GenesysTimers.IQ_MILLIS, wire, this::dispensable);
    }

    void active(MediaSession session, Wire wire) {
        ask(session, Dialect::active, GenesysTimers.IQ_MILLIS, wire, this::dispensable);
    }

    void terminate(MediaSession session, String reason, Wire wire) {
        ask(session, (dialect, iq) -> dialect.terminate(iq, reason), TERMINATE_MILLIS, wire, (answer, late) -> {});
    }

    private void dispensable(@Nullable XmlElement answer, Wire wire) {
        if (answer != null && isError(answer)) {
            wire.setback(Stage.MEDIA, StanzaErrors.ofStanza(answer, stream.redactor()));
        }
    }

    static boolean isError(XmlElement iq) {
        return iq.attributeOrEmpty("type").equals("error");
    }

    private void ask(MediaSession session, Writing writing, long millis, Wire wire, Iqs.Reply reply) {
        Dialect dialect = session.dialect;
        if (dialect != null) {
            String id = iqs.nextId();
            XmlWriter iq = iqs.begin(id, "set", session.peer);
            writing.write(dialect, iq);
            iqs.send(id, iq, millis, reply, wire);
        }
    }
}
