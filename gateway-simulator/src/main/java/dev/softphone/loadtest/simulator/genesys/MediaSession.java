package dev.softphone.loadtest.simulator.genesys;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.softphone.loadtest.simulator.script.GenesysScript.Signalling;
import dev.softphone.loadtest.simulator.truth.GenesysCallTruth;
import dev.softphone.loadtest.simulator.truth.GenesysTruth;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One media session with a client: proposed, proceeded with, offered, answered, active, over. The gateway is always the
 * initiator. It outlives the socket it began on. For the gateway's thread only.
 */
final class MediaSession {

    /** How far it is. */
    enum State {
        PROPOSED,
        OFFERED,
        ANSWERED,
        ACTIVE,
        OVER
    }

    /** What is told of a session. */
    interface Listener {
        /** The client says that media can flow. */
        void active(MediaSession session);

        /** It is over; {@code byClient}: the client refused or ended it. */
        void over(MediaSession session, boolean byClient);
    }

    /**
     * How sessions are made.
     *
     * @param signalling in which of two ways
     * @param autoAnswer whether the client shall answer by itself
     * @param media what is offered
     * @param listener told of it
     */
    record Kind(Signalling signalling, boolean autoAnswer, Supplier<OfferedMedia> media, Listener listener) {}

    private final String sid = UUID.randomUUID().toString();
    private final User user;
    private final String peer;
    private final String conversation;
    private final Kind kind;
    private final Supplier<@Nullable XmppStream> stream;
    private final GenesysTruth truth;
    private State state = State.PROPOSED;
    private boolean candidatesOver;
    private boolean acknowledged;

    MediaSession(
            User user,
            String peerDomain,
            String conversation,
            Kind kind,
            Supplier<@Nullable XmppStream> stream,
            GenesysTruth truth) {
        this.user = user;
        this.peer = UUID.randomUUID().toString().replace("-", "") + "@" + user.organization() + ".gjoll." + peerDomain;
        this.conversation = conversation;
        this.kind = kind;
        this.stream = stream;
        this.truth = truth;
    }

    String sid() {
        return sid;
    }

    User user() {
        return user;
    }

    /** The conversation it was made for. */
    String conversation() {
        return conversation;
    }

    State state() {
        return state;
    }

    /** {@code extra} are further attributes. */
    void propose(String extra) {
        calls().proposed();
        message(
                "propose",
                Answers.attribute("inin-cid", conversation) + " inin-autoanswer=\"" + kind.autoAnswer() + "\""
                        + " inin-sdp-over-xmpp=\"" + (kind.signalling() == Signalling.SDP_OVER_XMPP) + "\""
                        + Answers.attribute("inin-user-id", user.id()) + extra);
    }

    private void message(String name, String attributes) {
        XmppStream to = stream.get();
        if (to != null) {
            to.send("<message xmlns=\"" + Namespaces.CLIENT + "\"" + Answers.attribute("from", peer)
                    + Answers.attribute("to", to.fullJid()) + "><" + name + " xmlns=\"" + Namespaces.JINGLE_MESSAGE
                    + "\"" + Answers.attribute("id", sid) + attributes + "/></message>");
        }
    }

    void proceed(XmlElement message) {
        if (!bare(message.get("to")).equals(peer)) {
            truth.violation("proceed to another than the one who proposed");
        }
        if (state != State.PROPOSED) {
            truth.violation("proceed where none is due");
            return;
        }
        state = State.OFFERED;
        calls().proceeded();
        calls().offered(kind.signalling().name());
        if (kind.signalling() == Signalling.SDP_OVER_XMPP) {
            ObjectNode params = params();
            params.put("conversationId", conversation)
                    .put("sdp", kind.media().get().sdp())
                    .put("reinvite", false);
            ask(json("offer", params), true);
        } else {
            ask(
                    "<jingle xmlns=\"" + Namespaces.JINGLE + "\" action=\"session-initiate\""
                            + Answers.attribute("sid", sid) + Answers.attribute("initiator", peer) + ">"
                            + kind.media().get().content() + "</jingle>",
                    false);
        }
    }

    private ObjectNode params() {
        return ApiAnswers.json().put("sessionId", sid);
    }

    private static String json(String method, ObjectNode params) {
        ObjectNode json = ApiAnswers.json()
                .put("jsonrpc", "2.0")
                .put("id", UUID.randomUUID().toString())
                .put("method", method);
        json.set("params", params);
        return "<genesys-webrtc xmlns=\"" + Namespaces.GENESYS + "\">" + Xml.escape(json.toString())
                + "</genesys-webrtc>";
    }

    private void ask(String inner, boolean resultIsOptional) {
        XmppStream to = stream.get();
        acknowledged = resultIsOptional;
        if (to != null) {
            to.ask("set", peer, inner, answer -> acknowledged = true);
        }
    }

    /** The client does not want it. */
    void reject(XmlElement message) {
        if (!bare(message.get("to")).equals(peer)) {
            return; // the copy for the user's other clients
        }
        if (state != State.PROPOSED) {
            truth.violation("reject where none is due");
            return;
        }
        calls().rejected();
        over(true);
    }

    /** The client tells the user's other clients that it took the session. */
    void accepted(XmlElement message) {
        if (!message.get("to").equals(user.jid())) {
            truth.violation("accept to another than the own bare JID");
        }
        calls().accepted();
    }

    void answer() {
        if (state == State.OFFERED) {
            state = State.ANSWERED;
            calls().answered();
        } else {
            truth.violation("an answer where none is due");
        }
    }

    void candidates(Signal signal) {
        if (state == State.PROPOSED || state == State.OVER) {
            truth.violation("candidates without an offer");
        } else if (candidatesOver) {
            truth.violation("candidates after their end");
        } else {
            candidatesOver = signal.last();
            for (int i = 0; i < signal.candidates(); i++) {
                calls().candidate();
            }
            if (signal.last()) {
                calls().candidatesOver();
            }
        }
    }

    void info() {
        if (state == State.ANSWERED) {
            state = State.ACTIVE;
            calls().active();
            kind.listener().active(this);
        } else if (state != State.ACTIVE) {
            truth.violation("info active before the answer");
        }
    }

    void mute() {
        if (state == State.ACTIVE) {
            calls().muted();
        } else {
            truth.violation("mute before the session is active");
        }
    }

    void terminatedByClient(String reason) {
        calls().terminated("byClient/" + reason);
        over(true);
    }

    /** The gateway ends it: takes the proposal back, or terminates. */
    void terminate(String reason) {
        if (state == State.OVER) {
            return;
        }
        if (state == State.PROPOSED) {
            calls().retracted();
            message("retract", "");
        } else {
            calls().terminated("byGateway/" + reason);
            XmppStream to = stream.get();
            if (to != null) {
                String inner = kind.signalling() == Signalling.SDP_OVER_XMPP
                        ? json("terminate", params().put("reason", reason))
                        : "<jingle xmlns=\"" + Namespaces.JINGLE + "\" action=\"session-terminate\""
                                + Answers.attribute("sid", sid) + "><reason><" + reason + "/></reason></jingle>";
                to.ask("set", peer, inner, answer -> {});
            }
        }
        over(false);
    }

    private void over(boolean byClient) {
        if (state == State.ACTIVE) {
            calls().inactive();
        }
        if (!acknowledged && (state == State.ANSWERED || state == State.ACTIVE)) {
            truth.violation("session-initiate without a result");
        }
        state = State.OVER;
        kind.listener().over(this, byClient);
    }

    private GenesysCallTruth calls() {
        return truth.calls();
    }

    private static String bare(String jid) {
        int slash = jid.indexOf('/');
        return slash < 0 ? jid : jid.substring(0, slash);
    }
}
