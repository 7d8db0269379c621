package dev.softphone.loadtest.simulator.truth;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The Genesys Cloud side; its requests are in {@link RestTruth} too. Not thread safe. */
public final class GenesysTruth {
    private final Tally issued;
    private final Tally loginsRefused;
    private final Tally unauthorized;
    private final Tally rateLimited;
    private final Event withoutUser;
    private final Event channelsCreated;
    private final Event channelsEvicted;
    private final Event connectedChannelsEvicted;
    private final GenesysStreamTruth streams;
    private final GenesysCallTruth calls;
    private final Tally violations;

    GenesysTruth(GatewayClock clock) {
        this.issued = new Tally(clock);
        this.loginsRefused = new Tally(clock);
        this.unauthorized = new Tally(clock);
        this.rateLimited = new Tally(clock);
        this.withoutUser = new Event(clock);
        this.channelsCreated = new Event(clock);
        this.channelsEvicted = new Event(clock);
        this.connectedChannelsEvicted = new Event(clock);
        this.streams = new GenesysStreamTruth(clock);
        this.calls = new GenesysCallTruth(clock);
        this.violations = new Tally(clock);
    }

    /** Sockets of the streaming host. */
    public GenesysStreamTruth streams() {
        return streams;
    }

    /** Calls. */
    public GenesysCallTruth calls() {
        return calls;
    }

    /** A token was given out by a grant. */
    public void issued(String grant) {
        issued.happened(grant);
    }

    /** The login host answered with an OAuth error. */
    public void loginRefused(String error) {
        loginsRefused.happened(error);
    }

    /** The API host answered 401: the token was missing, unknown or expired. */
    public void unauthorized(String why) {
        unauthorized.happened(why);
    }

    /** A limit refused a request. */
    public void rateLimited(String limit) {
        rateLimited.happened(limit);
    }

    /** A token without a user context asked for something of a user. */
    public void withoutUser() {
        withoutUser.happened();
    }

    /** A channel was created. */
    public void channelCreated() {
        channelsCreated.happened();
    }

    /** A channel had to go because its user made one too many. */
    public void channelEvicted(boolean connected) {
        channelsEvicted.happened();
        if (connected) {
            connectedChannelsEvicted.happened();
        }
    }

    /** A client did what the protocol does not allow; few different texts, as each has a count of its own. */
    public void violation(String text) {
        violations.happened(text);
    }

    ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ObjectNode tokens = json.putObject("tokens");
        tokens.set("issued", issued.toJson());
        tokens.set("refused", loginsRefused.toJson());
        tokens.set("unauthorized", unauthorized.toJson());
        tokens.set("withoutUser", withoutUser.toJson());
        json.set("rateLimited", rateLimited.toJson());
        ObjectNode channels = json.putObject("channels");
        channels.set("created", channelsCreated.toJson());
        channels.set("evicted", channelsEvicted.toJson());
        channels.set("evictedWhileConnected", connectedChannelsEvicted.toJson());
        json.set("streams", streams.toJson());
        json.set("calls", calls.toJson());
        json.set("violations", violations.toJson());
        return json;
    }
}
