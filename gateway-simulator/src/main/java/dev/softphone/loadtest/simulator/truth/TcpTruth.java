package dev.softphone.loadtest.simulator.truth;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;

/**
 * TCP connections. Connections that ask for the truth or trigger a fault ({@code /truth}, {@code /control}) are no part
 * of a test and are counted apart; which they are is known with their first request, so until then a connection is
 * pending. Not thread safe.
 */
public final class TcpTruth {

    /** Who ended a connection first, by FIN, RST or close frame. */
    public enum EndedBy {
        US,
        PEER
    }

    private final GatewayClock clock;
    private final Map<Object, Long> pending = new HashMap<>();
    private final Event accepted;
    private final Event closedByUs;
    private final Event closedByPeer;
    private final Event resetByPeer;
    private final Event tlsFailed;
    private final Level open = new Level();
    private long control;

    TcpTruth(GatewayClock clock) {
        this.clock = clock;
        this.accepted = new Event(clock);
        this.closedByUs = new Event(clock);
        this.closedByPeer = new Event(clock);
        this.resetByPeer = new Event(clock);
        this.tlsFailed = new Event(clock);
    }

    /** A connection was accepted. */
    public void opened(Object connection) {
        pending.put(connection, clock.nanos());
    }

    /** A pending connection turned out to be part of the test. Returns the time it was accepted at. */
    public long isTest(Object connection) {
        Long at = pending.remove(connection);
        if (at == null) {
            throw new IllegalStateException("not pending");
        }
        accepted.happenedAt(at);
        open.up();
        return at;
    }

    /** A pending connection turned out to ask for the truth or to trigger a fault. */
    public void isControl(Object connection) {
        pending.remove(connection);
        control++;
    }

    /** A connection of the test is closed. */
    public void closed(EndedBy by) {
        (by == EndedBy.US ? closedByUs : closedByPeer).happened();
        open.down();
    }

    /** The peer sent a RST. */
    public void resetByPeer() {
        resetByPeer.happened();
    }

    /** A TLS handshake failed. */
    public void tlsFailed() {
        tlsFailed.happened();
    }

    ObjectNode toJson() {
        Event all = new Event(clock);
        all.add(accepted);
        pending.values().forEach(all::happenedAt);
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.set("accepted", all.toJson());
        json.set("closedByUs", closedByUs.toJson());
        json.set("closedByPeer", closedByPeer.toJson());
        json.set("resetByPeer", resetByPeer.toJson());
        json.set("tlsFailed", tlsFailed.toJson());
        json.put("open", open.now() + pending.size()).put("peak", Math.max(open.peak(), open.now() + pending.size()));
        json.put("controlConnections", control);
        return json;
    }
}
