package dev.softphone.loadtest.simulator.truth;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Calls of the Genesys Cloud side, and the media sessions under them. Not thread safe. */
public final class GenesysCallTruth {
    private final Event inbound;
    private final Event outbound;
    private final Event connected;
    private final Tally ended;
    private final Level calls = new Level();
    private final Event noCallee;
    private final Tally patched;
    private final Event metadata;
    private final Event proposed;
    private final Event proceeded;
    private final Event rejected;
    private final Event retracted;
    private final Tally offered;
    private final Event accepted;
    private final Event answered;
    private final Event candidates;
    private final Event candidatesOver;
    private final Event active;
    private final Event muted;
    private final Tally terminated;
    private final Level sessions = new Level();

    GenesysCallTruth(GatewayClock clock) {
        this.inbound = new Event(clock);
        this.outbound = new Event(clock);
        this.connected = new Event(clock);
        this.ended = new Tally(clock);
        this.noCallee = new Event(clock);
        this.patched = new Tally(clock);
        this.metadata = new Event(clock);
        this.proposed = new Event(clock);
        this.proceeded = new Event(clock);
        this.rejected = new Event(clock);
        this.retracted = new Event(clock);
        this.offered = new Tally(clock);
        this.accepted = new Event(clock);
        this.answered = new Event(clock);
        this.candidates = new Event(clock);
        this.candidatesOver = new Event(clock);
        this.active = new Event(clock);
        this.muted = new Event(clock);
        this.terminated = new Tally(clock);
    }

    /** A call alerts. */
    public void alerted(boolean isInbound) {
        (isInbound ? inbound : outbound).happened();
    }

    /** A call is connected. */
    public void connected() {
        connected.happened();
        calls.up();
    }

    /** A call is over. */
    public void ended(String how, boolean wasConnected) {
        ended.happened(how);
        if (wasConnected) {
            calls.down();
        }
    }

    /** A call from outside was due, but nobody who could be called was without one. */
    public void noCallee() {
        noCallee.happened();
    }

    /** A client changed a call by REST. */
    public void patched(String change) {
        patched.happened(change);
    }

    /** A client told something of a call by REST. */
    public void metadata() {
        metadata.happened();
    }

    /** A media session was proposed. */
    public void proposed() {
        proposed.happened();
    }

    /** A client wants it. */
    public void proceeded() {
        proceeded.happened();
    }

    /** A client does not want it. */
    public void rejected() {
        rejected.happened();
    }

    /** The proposal was taken back. */
    public void retracted() {
        retracted.happened();
    }

    /** An offer was sent. */
    public void offered(String signalling) {
        offered.happened(signalling);
    }

    /** A client told the user's other clients that it took a session. */
    public void accepted() {
        accepted.happened();
    }

    /** An offer was answered. */
    public void answered() {
        answered.happened();
    }

    /** An ICE candidate came. */
    public void candidate() {
        candidates.happened();
    }

    /** A client says that it has no more candidates. */
    public void candidatesOver() {
        candidatesOver.happened();
    }

    /** A client says that media can flow. */
    public void active() {
        active.happened();
        sessions.up();
    }

    /** An active session is over. */
    public void inactive() {
        sessions.down();
    }

    /** A client muted or unmuted itself. */
    public void muted() {
        muted.happened();
    }

    /** A session that had its offer was ended. */
    public void terminated(String by) {
        terminated.happened(by);
    }

    ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.set("inbound", inbound.toJson());
        json.set("outbound", outbound.toJson());
        json.set("connected", connected.toJson());
        json.set("ended", ended.toJson());
        json.put("now", calls.now()).put("peak", calls.peak());
        json.set("withoutCallee", noCallee.toJson());
        json.set("patched", patched.toJson());
        json.set("metadata", metadata.toJson());
        ObjectNode media = json.putObject("sessions");
        media.set("proposed", proposed.toJson());
        media.set("proceeded", proceeded.toJson());
        media.set("rejected", rejected.toJson());
        media.set("retracted", retracted.toJson());
        media.set("offered", offered.toJson());
        media.set("accepted", accepted.toJson());
        media.set("answered", answered.toJson());
        media.set("candidates", candidates.toJson());
        media.set("candidatesOver", candidatesOver.toJson());
        media.set("active", active.toJson());
        media.set("muted", muted.toJson());
        media.set("terminated", terminated.toJson());
        media.put("now", sessions.now()).put("peak", sessions.peak());
        return json;
    }
}
