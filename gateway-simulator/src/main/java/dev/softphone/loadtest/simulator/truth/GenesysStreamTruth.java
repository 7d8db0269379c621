package dev.softphone.loadtest.simulator.truth;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Sockets of the Genesys streaming host and what went over them. Not thread safe. */
public final class GenesysStreamTruth {
    private final Event opened;
    private final Event authenticated;
    private final Tally authenticationsFailed;
    private final Event bound;
    private final Level sessions = new Level();
    private final Event subscribed;
    private final Event duplicated;
    private final Event noLongerSubscribed;
    private final Event subscriptionsExpired;
    private final Event drained;
    private final Event closedByClient;
    private final Tally failed;
    private final Tally received;
    private final Tally unanswered;
    private final Tally refused;
    private final Event pingsAnswered;
    private final Event pingsSent;
    private final Event pongsReceived;
    private final Event pongsMissing;

    GenesysStreamTruth(GatewayClock clock) {
        this.opened = new Event(clock);
        this.authenticated = new Event(clock);
        this.authenticationsFailed = new Tally(clock);
        this.bound = new Event(clock);
        this.subscribed = new Event(clock);
        this.duplicated = new Event(clock);
        this.noLongerSubscribed = new Event(clock);
        this.subscriptionsExpired = new Event(clock);
        this.drained = new Event(clock);
        this.closedByClient = new Event(clock);
        this.failed = new Tally(clock);
        this.received = new Tally(clock);
        this.unanswered = new Tally(clock);
        this.refused = new Tally(clock);
        this.pingsAnswered = new Event(clock);
        this.pingsSent = new Event(clock);
        this.pongsReceived = new Event(clock);
        this.pongsMissing = new Event(clock);
    }

    /** A socket was opened on a channel. */
    public void opened() {
        opened.happened();
    }

    /** SASL succeeded. */
    public void authenticated() {
        authenticated.happened();
    }

    /** SASL failed. */
    public void authenticationFailed(String why) {
        authenticationsFailed.happened(why);
    }

    /** A resource was bound: the session is there. */
    public void bound() {
        bound.happened();
        sessions.up();
    }

    /** A session is gone. */
    public void unbound() {
        sessions.down();
    }

    /** A topic was subscribed to. */
    public void subscribed() {
        subscribed.happened();
    }

    /** A session was ended because another one came on its channel. */
    public void duplicated() {
        duplicated.happened();
    }

    /** A session was told that its channel is lost. */
    public void noLongerSubscribed() {
        noLongerSubscribed.happened();
    }

    /** A session was told that its subscriptions are about to end. */
    public void subscriptionsExpired() {
        subscriptionsExpired.happened();
    }

    /** A session was told to go elsewhere. */
    public void drained() {
        drained.happened();
    }

    /** A client closed its stream in good order. */
    public void closedByClient() {
        closedByClient.happened();
    }

    /** A stream error was sent. */
    public void failed(String condition) {
        failed.happened(condition);
    }

    /** Something of a kind was received. */
    public void received(String kind) {
        received.happened(kind);
    }

    /** It will never be answered. */
    public void unanswered(String kind) {
        unanswered.happened(kind);
    }

    /** A rule answered it with an error. */
    public void refused(String kind, String condition) {
        refused.happened(kind + "/" + condition);
    }

    /** A client's ping was answered. */
    public void pingAnswered() {
        pingsAnswered.happened();
    }

    /** The gateway sent a ping. */
    public void pingSent() {
        pingsSent.happened();
    }

    /** A client answered it. */
    public void pongReceived() {
        pongsReceived.happened();
    }

    /** A client did not answer it in time. */
    public void pongMissing() {
        pongsMissing.happened();
    }

    ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.set("opened", opened.toJson());
        json.set("authenticated", authenticated.toJson());
        json.set("authenticationsFailed", authenticationsFailed.toJson());
        json.set("bound", bound.toJson());
        json.put("now", sessions.now()).put("peak", sessions.peak());
        json.set("subscribed", subscribed.toJson());
        json.set("duplicated", duplicated.toJson());
        json.set("noLongerSubscribed", noLongerSubscribed.toJson());
        json.set("subscriptionsExpired", subscriptionsExpired.toJson());
        json.set("drained", drained.toJson());
        json.set("closedByClient", closedByClient.toJson());
        json.set("failed", failed.toJson());
        json.set("received", received.toJson());
        json.set("unanswered", unanswered.toJson());
        json.set("refused", refused.toJson());
        ObjectNode pings = json.putObject("pings");
        pings.set("answered", pingsAnswered.toJson());
        pings.set("sent", pingsSent.toJson());
        pings.set("pongsReceived", pongsReceived.toJson());
        pings.set("pongsMissing", pongsMissing.toJson());
        return json;
    }
}
