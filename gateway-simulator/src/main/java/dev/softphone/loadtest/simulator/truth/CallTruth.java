package dev.softphone.loadtest.simulator.truth;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** SIP calls, and requests by method. A call is established with the ACK of its 2xx answer. Not thread safe. */
public final class CallTruth {

    /** Between whom a call is. */
    public enum Kind {
        /** Two softphones, through the gateway. */
        ROUTED("routed"),
        /** A softphone called, the gateway answered. */
        ANSWERED("answered"),
        /** The gateway called a softphone. */
        ORIGINATED("originated");

        private final String key;

        Kind(String key) {
            this.key = key;
        }
    }

    /** How a call that was answered with 2xx ended. */
    public enum End {
        BY_CALLER("byCaller"),
        BY_CALLEE("byCallee"),
        /** A socket was gone. */
        LOST("lost"),
        /** The 2xx answer was never acknowledged. */
        NO_ACK("noAck");

        private final String key;

        End(String key) {
            this.key = key;
        }
    }

    private static final class Calls {
        private final Event placed;
        private final Tally answered;
        private final Event established;
        private final Tally ended;
        private final Level open = new Level();

        Calls(GatewayClock clock) {
            placed = new Event(clock);
            answered = new Tally(clock);
            established = new Event(clock);
            ended = new Tally(clock);
        }
    }

    private final Tally requestsReceived;
    private final Tally requestsUnanswered;
    private final Event invitesReceived;
    private final Tally invitesAnswered;
    private final Tally invitesAnsweredByOrganization;
    private final Event invitesSilenced;
    private final Event digestFailures;
    private final Event noCallee;
    private final Map<Kind, Calls> calls = new EnumMap<>(Kind.class);

    CallTruth(GatewayClock clock) {
        this.requestsReceived = new Tally(clock);
        this.requestsUnanswered = new Tally(clock);
        this.invitesReceived = new Event(clock);
        this.invitesAnswered = new Tally(clock);
        this.invitesAnsweredByOrganization = new Tally(clock);
        this.invitesSilenced = new Event(clock);
        this.digestFailures = new Event(clock);
        this.noCallee = new Event(clock);
        for (Kind kind : Kind.values()) {
            calls.put(kind, new Calls(clock));
        }
    }

    /** A SIP request of any method came. */
    public void requestReceived(String method) {
        requestsReceived.happened(method);
    }

    /** A softphone did not answer a request of the gateway within 32 s. */
    public void requestUnanswered(String method) {
        requestsUnanswered.happened(method);
    }

    /** A softphone asked for a call. */
    public void inviteReceived() {
        invitesReceived.happened();
    }

    /** It got its final answer, from the gateway or through it. */
    public void inviteAnswered(int status, @Nullable String organization) {
        invitesAnswered.happened(status);
        if (organization != null) {
            invitesAnsweredByOrganization.happened(organization + "/" + status);
        }
    }

    /** It will never be answered. */
    public void inviteSilenced() {
        invitesSilenced.happened();
    }

    /** The credentials of an INVITE were wrong. */
    public void digestFailed() {
        digestFailures.happened();
    }

    /** A call from outside was due, but no registered softphone was without one. */
    public void noCallee() {
        noCallee.happened();
    }

    /** An INVITE was sent to a softphone, or taken for the gateway itself to answer. */
    public void placed(Kind kind) {
        of(kind).placed.happened();
    }

    /** The one who is called gave a final answer. */
    public void answered(Kind kind, int status) {
        of(kind).answered.happened(status);
    }

    /** The 2xx answer was acknowledged. */
    public void established(Kind kind) {
        of(kind).established.happened();
        of(kind).open.up();
    }

    /** A call answered with 2xx ended. */
    public void ended(Kind kind, End how, boolean wasEstablished) {
        of(kind).ended.happened(how.key);
        if (wasEstablished) {
            of(kind).open.down();
        }
    }

    private Calls of(Kind kind) {
        Calls found = calls.get(kind);
        if (found == null) {
            throw new IllegalArgumentException(kind.key);
        }
        return found;
    }

    ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.set("requestsReceived", requestsReceived.toJson());
        json.set("requestsUnanswered", requestsUnanswered.toJson());
        ObjectNode invites = json.putObject("invites");
        invites.set("received", invitesReceived.toJson());
        invites.set("answered", invitesAnswered.toJson());
        invites.set("answeredByOrganization", invitesAnsweredByOrganization.toJson());
        invites.set("silenced", invitesSilenced.toJson());
        invites.set("digestFailures", digestFailures.toJson());
        calls.forEach((kind, of) -> {
            ObjectNode one = json.putObject(kind.key);
            one.set("placed", of.placed.toJson());
            one.set("answered", of.answered.toJson());
            one.set("established", of.established.toJson());
            one.set("ended", of.ended.toJson());
            one.put("now", of.open.now()).put("peak", of.open.peak());
        });
        json.set("originatedWithoutCallee", noCallee.toJson());
        return json;
    }
}
