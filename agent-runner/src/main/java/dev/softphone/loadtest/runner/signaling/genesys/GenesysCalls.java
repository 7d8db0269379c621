package dev.softphone.loadtest.runner.signaling.genesys;

import com.fasterxml.jackson.databind.JsonNode;
import dev.softphone.loadtest.model.CallPlan;
import dev.softphone.loadtest.model.Identity;
import dev.softphone.loadtest.model.Stage;
import dev.softphone.loadtest.runner.evidence.HttpRefusal;
import dev.softphone.loadtest.runner.evidence.JsonText;
import dev.softphone.loadtest.runner.signaling.Refusal;
import dev.softphone.loadtest.runner.signaling.RestAnswer;
import dev.softphone.loadtest.runner.signaling.RestFailure;
import dev.softphone.loadtest.runner.signaling.Wire;
import dev.softphone.loadtest.runner.signaling.sdp.CannedAudio;
import dev.softphone.loadtest.runner.signaling.xmpp.XmlElement;
import dev.softphone.loadtest.runner.signaling.xmpp.XmlWriter;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The one line of a softphone. The platform initiates every session, those of outbound calls too:
 *
 * <pre>
 * [POST /conversations/calls ->] propose -> proceed -> offer -> accept to the user's other clients, answer,
 *     one stanza per candidate, end of candidates -> answer acknowledged -> active: established -> terminate
 * </pre>
 *
 * Descriptions are canned and no media flows, so the softphone calls itself active at once. A stanza that the server
 * throttles is a setback where the call goes on without it, and ends the call where it was the answer. An established call
 * outlives its connection and goes on with the next one.
 */
final class GenesysCalls {
    private static final long TERMINATE_MILLIS = 2_000;
    /** The platform's own peers; whoever else proposes is not answered. */
    private static final Pattern PEER = Pattern.compile(".*@.*gjoll.*", Pattern.CASE_INSENSITIVE);

    private final GenesysSettings settings;
    private final Memory memory;
    private final Iqs iqs;
    private final XmppStream stream;
    private final IceServers iceServers;
    private final OutboundCall outbound;
    private final RandomGenerator random;
    private @Nullable MediaSession current;
    private boolean connected;
    private boolean endWhenConnected;

    GenesysCalls(
            GenesysSettings settings,
            Identity identity,
            Memory memory,
            Iqs iqs,
            XmppStream stream,
            IceServers iceServers,
            RandomGenerator random) {
        this.settings = settings;
        this.memory = memory;
        this.iqs = iqs;
        this.stream = stream;
        this.iceServers = iceServers;
        this.random = random;
        this.outbound = new OutboundCall(settings, identity);
    }

    /** The connection is lost. Returns whether there is a call that outlives it. */
    boolean lost() {
        connected = false;
        outbound.forget();
        if (current != null && current.state != MediaSession.State.ESTABLISHED) {
            current = null;
        }
        return current != null;
    }

    /** The platform can be told again. */
    void connected(Wire wire) {
        connected = true;
        if (endWhenConnected) {
            endWhenConnected = false;
            end(wire);
        }
    }

    /** The softphone is subscribed to its calls. */
    void subscribed(Wire wire) {
        outbound.subscribed(wire);
    }

    // ---------------------------------------------------------------- outbound

    void place(Wire wire) {
        wire.callPlaced();
        if (current != null) {
            wire.callFailed("local/busy", "the softphone was already in a call");
            return;
        }
        wire.timer(GenesysTimers.CALL, settings.establishedMillis());
        outbound.place(memory.subscribed, wire);
    }

    void restAnswered(RestAnswer answer, Wire wire) {
        if (!outbound.answered(answer, wire)) {
            wire.cancelTimer(GenesysTimers.CALL);
        }
    }

    /** False when the call failed with it. */
    boolean restFailed(RestFailure failure, Wire wire) {
        boolean goesOn = outbound.unanswered(failure, wire);
        if (!goesOn) {
            wire.cancelTimer(GenesysTimers.CALL);
        }
        return goesOn;
    }

    // ---------------------------------------------------------------- propose and retract

    /** Whether the message was about a session. */
    boolean message(XmlElement message, Wire wire) {
        XmlElement propose = message.child(Xmlns.JINGLE_MESSAGE, "propose");
        XmlElement retract = message.child(Xmlns.JINGLE_MESSAGE, "retract");
        String from = message.attributeOrEmpty("from");
        if (propose != null && PEER.matcher(from).matches()) {
            proposed(propose.attributeOrEmpty("id"), from, wire);
        } else if (retract != null && current != null && current.sid.equals(retract.attributeOrEmpty("id"))) {
            over(Refusal.of("xmpp/retracted", "the platform took the call back"), wire);
        }
        return propose != null || retract != null;
    }

    private void proposed(String sid, String peer, Wire wire) {
        if (current != null && current.sid.equals(sid)) {
            return;
        }
        boolean ours = outbound.expected();
        boolean inbound = settings.call()
                .filter(plan -> plan.direction() == CallPlan.Direction.Inbound)
                .isPresent();
        if (current != null || !(ours || inbound)) {
            reject(sid, peer, wire);
            return;
        }
        current = new MediaSession(sid, peer, new CannedAudio(random, settings.fingerprint()));
        if (ours) {
            outbound.forget();
            wire.callProgressed();
            proceed(current, wire);
            return;
        }
        wire.callPlaced();
        wire.callProgressed();
        wire.timer(
                GenesysTimers.CALL,
                settings.call().map(plan -> plan.answerAfter().toMillis()).orElse(0L));
    }

    private void reject(String sid, String peer, Wire wire) {
        for (String to : new String[] {memory.bareJid, peer}) {
            wire.send(JingleMessage.of(to, "reject", sid));
        }
    }

    private void proceed(MediaSession session, Wire wire) {
        session.state = MediaSession.State.PROCEEDED;
        wire.send(JingleMessage.of(session.peer, "proceed", session.sid));
        wire.timer(GenesysTimers.CALL, settings.establishedMillis());
    }

    /** {@link GenesysTimers#CALL}: it has rung for long enough, or waited for too long. */
    void due(Wire wire) {
        MediaSession session = current;
        if (session != null && session.state == MediaSession.State.RINGING) {
            proceed(session, wire);
            return;
        }
        if (session != null && session.dialect != null) {
            terminate(session, "timeout", wire);
        }
        boolean unanswered = session == null || session.state != MediaSession.State.ESTABLISHED;
        outbound.forget();
        current = null;
        if (unanswered) {
            String awaited = session == null
                    ? "proposal"
                    : session.state == MediaSession.State.PROCEEDED ? "offer" : "answer to the answer";
            wire.callFailed(
                    "timeout/established",
                    "no " + awaited + " within " + settings.establishedMillis() + " ms, our own timer");
        }
    }

    // ---------------------------------------------------------------- what the peer asks for

    /** Whether the request was about a session. */
    boolean request(XmlElement iq, Wire wire) {
        XmlElement webrtc = iq.child(Xmlns.GENESYS, "genesys-webrtc");
        XmlElement jingle = iq.child(Xmlns.JINGLE, "jingle");
        if (webrtc != null) {
            jsonRpc(webrtc.text(), wire);
        } else if (jingle != null) {
            jingle(iq, jingle, wire);
        }
        return webrtc != null || jingle != null;
    }

    private void jsonRpc(String text, Wire wire) {
        JsonNode call = JsonText.parse(text);
        MediaSession session = current;
        if (call == null
                || session == null
                || !call.path("params").path("sessionId").asText().equals(session.sid)) {
            return;
        }
        switch (call.path("method").asText()) {
            case "offer" -> {
                if (session.dialect == null) {
                    session.dialect = new JsonRpc(session.sid);
                }
                offered(
                        session,
                        call.path("id").asText(),
                        call.path("params").path("sdp").asText(),
                        wire);
            }
            case "terminate" -> terminated(call.path("params").path("reason").asText(), wire);
            default -> {} // candidates and states of a peer that nobody sends media to
        }
    }

    private void jingle(XmlElement iq, XmlElement jingle, Wire wire) {
        MediaSession session = current;
        boolean known = session != null && session.sid.equals(jingle.attributeOrEmpty("sid"));
        XmlWriter answer = new XmlWriter()
                .start("iq", Xmlns.CLIENT)
                .attribute("id", iq.attribute("id"))
                .attribute("to", iq.attribute("from"));
        if (session == null || !known) {
            wire.send(answer.attribute("type", "error")
                    .start("error")
                    .attribute("type", "cancel")
                    .empty("item-not-found", Xmlns.STANZAS)
                    .finish());
            return;
        }
        wire.send(answer.attribute("type", "result").finish());
        switch (jingle.attributeOrEmpty("action")) {
            case "session-initiate" -> {
                session.dialect = Jingle.of(jingle, stream.fullJid());
                offered(session, iq.attributeOrEmpty("id"), Jingle.offer(jingle), wire);
            }
            case "session-terminate" -> {
                XmlElement reason = jingle.child("reason");
                terminated(
                        reason == null || reason.children().isEmpty()
                                ? ""
                                : reason.children().get(0).name(),
                        wire);
            }
            default -> {} // candidates and states of a peer that nobody sends media to
        }
    }

    // ---------------------------------------------------------------- offer and answer

    /** An offer, or one more for the same session: a new description of it, answered like the first. */
    private void offered(MediaSession session, String id, String offer, Wire wire) {
        if (session.state == MediaSession.State.RINGING || !session.takesOffer(id)) {
            return;
        }
        if (session.audio.answer(offer) instanceof CannedAudio.Outcome.Accepted accepted) {
            boolean first = session.state == MediaSession.State.PROCEEDED;
            if (first) {
                session.state = MediaSession.State.ANSWERED;
                wire.send(JingleMessage.of(memory.bareJid, "accept", session.sid));
            }
            ask(
                    session,
                    (dialect, iq) -> dialect.answer(iq, accepted.description()),
                    GenesysTimers.IQ_MILLIS,
                    wire,
                    (answer, late) -> acknowledged(session, answer, late));
            if (first) {
                trickle(session, wire);
            }
        } else if (session.audio.answer(offer) instanceof CannedAudio.Outcome.Refused refused) {
            terminate(session, "failed-application", wire);
            boolean unanswered = session.state != MediaSession.State.ESTABLISHED;
            forget(wire);
            if (unanswered) {
                wire.callFailed("protocol/sdp", refused.text());
            } else {
                wire.callEnded(false);
            }
        }
    }

    private void trickle(MediaSession session, Wire wire) {
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

    private void acknowledged(MediaSession session, @Nullable XmlElement answer, Wire wire) {
        if (session != current || session.state != MediaSession.State.ANSWERED) {
            return;
        }
        if (answer == null) {
            terminate(session, "timeout", wire);
            forget(wire);
            wire.callFailed(
                    "timeout/established", "our answer was not acknowledged within 15000 ms, the client's own limit");
        } else if (isError(answer)) {
            Refusal refusal = StanzaErrors.ofStanza(answer, stream.redactor());
            forget(wire);
            wire.callRejected(refusal);
        } else {
            session.state = MediaSession.State.ESTABLISHED;
            wire.cancelTimer(GenesysTimers.CALL);
            ask(session, Dialect::active, GenesysTimers.IQ_MILLIS, wire, this::dispensable);
            wire.callEstablished();
        }
    }

    private void dispensable(@Nullable XmlElement answer, Wire wire) {
        if (answer != null && isError(answer)) {
            wire.setback(Stage.MEDIA, StanzaErrors.ofStanza(answer, stream.redactor()));
        }
    }

    private static boolean isError(XmlElement iq) {
        return iq.attributeOrEmpty("type").equals("error");
    }

    private interface Writing {
        void write(Dialect dialect, XmlWriter iq);
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

    // ---------------------------------------------------------------- the end

    /** By our own wish; what is not established is not reported, as whoever ended it knows. */
    void end(Wire wire) {
        if (!connected) {
            endWhenConnected = current != null;
            return;
        }
        MediaSession session = current;
        forget(wire);
        if (session == null) {
            return;
        }
        if (session.dialect == null) {
            reject(session.sid, session.peer, wire);
        } else {
            terminate(session, "success", wire);
        }
        if (session.state == MediaSession.State.ESTABLISHED) {
            wire.callEnded(true);
        }
    }

    private void terminate(MediaSession session, String reason, Wire wire) {
        ask(session, (dialect, iq) -> dialect.terminate(iq, reason), TERMINATE_MILLIS, wire, (answer, late) -> {});
    }

    private void terminated(String reason, Wire wire) {
        String condition = reason.toLowerCase(Locale.ROOT);
        boolean established = current != null && current.state == MediaSession.State.ESTABLISHED;
        if (established) {
            forget(wire);
            wire.callEnded(condition.isEmpty() || condition.equals("success") || condition.equals("gone"));
        } else {
            over(
                    Refusal.of(
                            "xmpp/" + (Jingle.REASONS.contains(condition) ? condition : "terminated"),
                            "terminated before it was answered, reason: "
                                    + stream.redactor().line(reason, HttpRefusal.DETAIL)),
                    wire);
        }
    }

    private void over(Refusal refusal, Wire wire) {
        forget(wire);
        wire.callRejected(refusal);
    }

    private void forget(Wire wire) {
        current = null;
        outbound.forget();
        wire.cancelTimer(GenesysTimers.CALL);
    }
}
