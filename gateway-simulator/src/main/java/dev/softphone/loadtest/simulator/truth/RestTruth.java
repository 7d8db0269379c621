package dev.softphone.loadtest.simulator.truth;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** REST requests, and the TCP connections they came on. Not thread safe. */
public final class RestTruth {
    private final GatewayClock clock;
    private final Event connections;
    private final Event received;
    private final Event unmatched;
    private final Event rateLimited;
    private final Map<String, Endpoint> endpoints = new TreeMap<>();

    RestTruth(GatewayClock clock) {
        this.clock = clock;
        this.connections = new Event(clock);
        this.received = new Event(clock);
        this.unmatched = new Event(clock);
        this.rateLimited = new Event(clock);
    }

    /** What one endpoint of the script received and answered. */
    private static final class Endpoint {
        private final Event received;
        private final Tally answered;
        private final Tally answeredByOrganization;
        private final Event unanswered;

        Endpoint(GatewayClock clock) {
            received = new Event(clock);
            answered = new Tally(clock);
            answeredByOrganization = new Tally(clock);
            unanswered = new Event(clock);
        }
    }

    /** The first REST request of a TCP connection came. */
    public void connection() {
        connections.happened();
    }

    /** A request came to an endpoint of the script. */
    public void received(String endpoint) {
        received.happened();
        of(endpoint).received.happened();
    }

    /** It was answered. */
    public void answered(String endpoint, int status, @Nullable String organization) {
        of(endpoint).answered.happened(status);
        if (organization != null) {
            of(endpoint).answeredByOrganization.happened(organization + "/" + status);
        }
    }

    /** It will never be answered: silence, or the connection was ended. */
    public void unanswered(String endpoint) {
        of(endpoint).unanswered.happened();
    }

    /** A token bucket was empty; the answer is counted too. */
    public void rateLimited() {
        rateLimited.happened();
    }

    /** A request matched no endpoint and got 404. */
    public void unmatched() {
        received.happened();
        unmatched.happened();
    }

    private Endpoint of(String endpoint) {
        return endpoints.computeIfAbsent(endpoint, key -> new Endpoint(clock));
    }

    ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.set("tcpConnections", connections.toJson());
        json.set("requests", received.toJson());
        json.set("unmatched", unmatched.toJson());
        json.set("rateLimited", rateLimited.toJson());
        ObjectNode byEndpoint = json.putObject("byEndpoint");
        endpoints.forEach((name, endpoint) -> {
            ObjectNode one = byEndpoint.putObject(name);
            one.set("received", endpoint.received.toJson());
            one.set("answered", endpoint.answered.toJson());
            one.set("answeredByOrganization", endpoint.answeredByOrganization.toJson());
            one.set("unanswered", endpoint.unanswered.toJson());
        });
        return json;
    }
}
