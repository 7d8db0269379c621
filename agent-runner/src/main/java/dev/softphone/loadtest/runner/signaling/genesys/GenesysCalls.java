package dev.softphone.loadtest.runner.signaling.genesys;

import com.fasterxml.jackson.databind.JsonNode;
import dev.softphone.loadtest.model.Gateway;
import dev.softphone.loadtest.model.Gateway.GenesysCloud.PersistentConnection;
import dev.softphone.loadtest.model.Identity;
import dev.softphone.loadtest.model.Stage;
import dev.softphone.loadtest.runner.evidence.HttpRefusal;
import dev.softphone.loadtest.runner.evidence.JsonText;
import dev.softphone.loadtest.runner.signaling.Refusal;
import dev.softphone.loadtest.runner.signaling.RestAnswer;
import dev.softphone.loadtest.runner.signaling.RestFailure;
import dev.softphone.loadtest.runner.signaling.RestRequest;
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
 *
 * <p>Where sessions persist, they outlive their calls as well ({@link Gateway.GenesysCloud.PersistentConnection}):
 *
 * <pre>
 * [propose in mode Auto -> proceed ... active] event alerting -> PATCH connected -> event connected: established
 *     -> PATCH disconnected, or event disconnected; the session stays
 * </pre>
 */
final class GenesysCalls {
    /** The platform's own peers; whoever else proposes is not answered. */
    private static final Pattern PEER = Pattern.compile(".*@.*gjoll.*", Pattern.CASE_INSENSITIVE);

    private final GenesysSettings settings;
    private final Memory memory;
    private final XmppStream stream;
    private final Signals signals;
    private final OutboundCall outbound;
    private final SessionCalls byRest;
    private final RandomGenerator random;
    private @Nullable MediaSession current;
    /** What the platform said last of a conversation, which may be faster than its proposal. */
    private @Nullable ConversationEvent heard;

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
        this.stream = stream;
        this.signals = new Signals(memory, iqs, stream, iceServers);
        this.random = random;
        this.outbound = new OutboundCall(settings, identity, memory);
        this.byRest = new SessionCalls(settings, identity, memory, stream, outbound, this::notHungUp);
    }

    private boolean keeps() {
        return settings.persistence() != PersistentConnection.None;
    }

    private boolean inCall() {
        return byRest.active() || (current != null && current.carries);
    }

    /** The connection is lost. Returns whether there is a call that outlives it. */
    boolean lost() {
        connected = false;
        outbound.lost();
        byRest.lost();
        if (current != null && current.state != MediaSession.State.ESTABLISHED) {
            current = null;
        }
        return inCall();
    }

    /** The platform can be told again. */
    void connected(Wire wire) {
        connected = true;
        if (endWhenConnected) {
            endWhenConnected = false;
            end(wire);
        } else if (inCall()) {
            byRest.resume(wire);
        }
    }

    /** The softphone is subscribed to its calls. */
    void subscribed(Wire wire) {
        outbound.subscribed(wire);
    }

    // ---------------------------------------------------------------- outbound

    void place(Wire wire) {
        wire.callPlaced();
        if (inCall()) {
            wire.callFailed("local/busy", "the softphone was already in a call");
            return;
        }
        wire.timer(GenesysTimers.CALL, settings.establishedMillis());
        outbound.place(memory.subscribed, wire);
    }

    /** The quota of the token is waited for, and not the platform. */
    void restHeld(Wire wire) {
        if (isAsked()) {
            wire.cancelTimer(GenesysTimers.CALL);
        }
    }

    void restSent(Wire wire) {
        if (isAsked()) {
            wire.timer(GenesysTimers.CALL, settings.establishedMillis());
        }
    }

    /** Whether the platform is asked by REST for a call, or to connect one. */
    private boolean isAsked() {
        return outbound.expected() || byRest.asked();
    }

    void restAnswered(RestRequest asked, RestAnswer answer, Wire wire) {
        if (asked.name().equals(CallControl.NAME)) {
            byRest.restAnswered(answer, wire);
            return;
        }
        if (!outbound.answered(answer, wire)) {
            wire.cancelTimer(GenesysTimers.CALL);
        }
        byRest.next(wire);
    }

    /** False when the call failed with it. */
    boolean restFailed(RestFailure failure, Wire wire) {
        if (failure.asked().name().equals(CallControl.NAME)) {
            return byRest.restFailed(failure, wire);
        }
        boolean goesOn = outbound.unanswered(failure, wire);
        if (!goesOn) {
            wire.cancelTimer(GenesysTimers.CALL);
        }
        byRest.next(wire);
        return goesOn;
    }

    // ---------------------------------------------------------------- calls that show as events

    void conversation(ConversationEvent event, Wire wire) {
        heard = event;
        MediaSession session = current;
        if (session == null || byRest.isOver(event)) {
            return;
        }
        boolean stays = keeps() && session.state == MediaSession.State.ESTABLISHED;
        if (!session.carries) {
            if (stays) {
                byRest.heard(event, wire);
            }
        } else if (session.conversation.equals(event.conversation())) {
            session.participant = event.participant();
            if (event.over() && stays) {
                session.carries = false;
                byRest.over(session.conversation, wire);
                wire.callEnded(event.error().isEmpty());
            }
        }
    }

    /** Where REST does not hang up, the end of the session does. */
    private void notHungUp(Wire wire) {
        if (current != null && !inCall()) {
            signals.terminate(current, "success", wire);
            current = null;
        }
    }

    /** {@link GenesysTimers#ACTION}. */
    void actionDue(Wire wire) {
        byRest.actionDue(current, wire);
    }

    // ---------------------------------------------------------------- propose and retract

    /** Whether the message was about a session. */
    boolean message(XmlElement message, Wire wire) {
        XmlElement propose = message.child(Xmlns.JINGLE_MESSAGE, "propose");
        XmlElement retract = message.child(Xmlns.JINGLE_MESSAGE, "retract");
        String from = message.attributeOrEmpty("from");
        if (propose != null && PEER.matcher(from).matches()) {
            proposed(propose, from, wire);
        } else if (retract != null && current != null && current.sid.equals(retract.attributeOrEmpty("id"))) {
            over(current.carries, Refusal.of("xmpp/retracted", "the platform took the call back"), wire);
        }
        return propose != null || retract != null;
    }

    private void proposed(XmlElement propose, String peer, Wire wire) {
        String sid = propose.attributeOrEmpty("id");
        if (current != null && current.sid.equals(sid)) {
            return;
        }
        if (propose.attributeOrEmpty("inin-priv-answer-mode").equals("Auto")) {
            if (settings.persistence() == PersistentConnection.Eager && !inCall()) {
                current = session(propose, peer, false);
                wire.stageBegins(Stage.MEDIA);
                proceed(current, wire);
            }
            return;
        }
        boolean ours = outbound.expected();
        if (inCall() || !(ours || settings.takesCalls())) {
            signals.reject(sid, peer, wire);
            return;
        }
        current = session(propose, peer, true);
        if (ours) {
            outbound.forget();
            wire.callProgressed();
            proceed(current, wire);
            return;
        }
        wire.callPlaced();
        wire.callProgressed();
        wire.timer(GenesysTimers.CALL, settings.answerAfterMillis());
    }

    private MediaSession session(XmlElement propose, String peer, boolean carries) {
        MediaSession session = new MediaSession(
                propose.attributeOrEmpty("id"),
                peer,
                propose.attributeOrEmpty("inin-cid"),
                carries,
                propose.attributeOrEmpty("inin-sdp-over-xmpp").equals("true"),
                new CannedAudio(random, settings.fingerprint()));
        if (heard != null && heard.conversation().equals(session.conversation)) {
            session.participant = heard.participant();
        }
        return session;
    }

    private void proceed(MediaSession session, Wire wire) {
        session.state = MediaSession.State.PROCEEDED;
        signals.proceed(session, wire);
        if (session.carries) {
            wire.timer(GenesysTimers.CALL, settings.establishedMillis());
        }
    }

    /** {@link GenesysTimers#CALL}: it has rung for long enough, or waited for too long. */
    void due(Wire wire) {
        if (byRest.active()) {
            byRest.due(wire);
            return;
        }
        MediaSession session = inCall() ? current : null;
        if (session != null && session.state == MediaSession.State.RINGING) {
            proceed(session, wire);
            return;
        }
        if (session != null && session.dialect != null) {
            signals.terminate(session, "timeout", wire);
        }
        boolean unanswered = session == null || session.state != MediaSession.State.ESTABLISHED;
        outbound.forget();
        current = session == null ? current : null;
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
                signals.accept(session, wire);
            }
            signals.answer(
                    session, accepted.description(), (answer, late) -> acknowledged(session, answer, late), wire);
            if (first) {
                signals.trickle(session, wire);
            }
        } else if (session.audio.answer(offer) instanceof CannedAudio.Outcome.Refused refused) {
            signals.terminate(session, "failed-application", wire);
            boolean call = inCall();
            boolean unanswered = session.state != MediaSession.State.ESTABLISHED;
            forget(wire);
            if (!unanswered) {
                wire.callEnded(false);
            } else if (call) {
                wire.callFailed("protocol/sdp", refused.text());
            } else {
                wire.sessionFailed("protocol/sdp", refused.text());
            }
        }
    }

    private void acknowledged(MediaSession session, @Nullable XmlElement answer, Wire wire) {
        if (session != current || session.state != MediaSession.State.ANSWERED) {
            return;
        }
        if (answer == null) {
            String detail = "our answer was not acknowledged within 15000 ms, the client's own limit";
            signals.terminate(session, "timeout", wire);
            forget(wire);
            if (session.carries) {
                wire.callFailed("timeout/established", detail);
            } else {
                wire.sessionFailed("timeout/media", detail);
            }
        } else if (Signals.isError(answer)) {
            over(session.carries, StanzaErrors.ofStanza(answer, stream.redactor()), wire);
        } else {
            session.state = MediaSession.State.ESTABLISHED;
            signals.active(session, wire);
            if (session.carries) {
                wire.cancelTimer(GenesysTimers.CALL);
                wire.callEstablished();
                byRest.carried(wire);
            } else {
                wire.stageDone(Stage.MEDIA);
                if (heard != null) {
                    conversation(heard, wire); // a call may have come while the session was on its way
                }
            }
        }
    }

    // ---------------------------------------------------------------- the end

    /** By our own wish; what is not established is not reported, as whoever ended it knows. */
    void end(Wire wire) {
        if (!connected) {
            endWhenConnected = inCall();
            return;
        }
        MediaSession session = current;
        boolean stays = keeps()
                && session != null
                && session.carries
                && session.state == MediaSession.State.ESTABLISHED
                && !session.participant.isEmpty();
        if (byRest.active() || stays) {
            byRest.hangUp(session, wire);
        } else if (session == null || session.carries) {
            leave(wire);
        }
    }

    /** The session ends, and with it the call. */
    void leave(Wire wire) {
        MediaSession session = current;
        boolean established = byRest.active()
                ? byRest.established()
                : session != null && session.carries && session.state == MediaSession.State.ESTABLISHED;
        forget(wire);
        outbound.forget();
        wire.cancelTimer(GenesysTimers.CALL);
        if (session == null) {
            return;
        }
        if (session.state == MediaSession.State.RINGING) {
            signals.reject(session.sid, session.peer, wire);
        } else {
            if (session.dialect == null) {
                session.dialect = session.sdpOverXmpp
                        ? new JsonRpc(session.sid)
                        : Jingle.beforeItsOffer(session.sid, stream.fullJid());
            }
            signals.terminate(session, "success", wire);
        }
        if (established) {
            wire.callEnded(true);
        }
    }

    private void terminated(String reason, Wire wire) {
        String condition = reason.toLowerCase(Locale.ROOT);
        boolean called = inCall();
        boolean established = current != null && current.state == MediaSession.State.ESTABLISHED;
        if (established && (!byRest.active() || byRest.established())) {
            forget(wire);
            if (called) {
                wire.callEnded(condition.isEmpty() || condition.equals("success") || condition.equals("gone"));
            }
        } else {
            over(
                    called,
                    Refusal.of(
                            "xmpp/" + (Jingle.REASONS.contains(condition) ? condition : "terminated"),
                            "terminated before it was answered, reason: "
                                    + stream.redactor().line(reason, HttpRefusal.DETAIL)),
                    wire);
        }
    }

    private void over(boolean called, Refusal refusal, Wire wire) {
        forget(wire);
        if (called) {
            wire.callRejected(refusal);
        } else {
            wire.sessionRejected(refusal);
        }
    }

    /** The session is gone, and with it its call; one that was asked for and has no session yet is still to come. */
    private void forget(Wire wire) {
        if (inCall()) {
            byRest.over(current == null ? "" : current.conversation, wire);
            outbound.forget();
        }
        current = null;
    }
}
