package dev.softphone.loadtest.simulator.truth;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;

/**
 * What the gateway really did. Times are milliseconds since the first TCP accept of a test, and epoch milliseconds. All
 * of it is changed and read on the gateway's one thread, before the bytes that tell a client of it leave; so it is never
 * behind what a client has seen.
 */
public final class Truth {
    private final GatewayClock clock;
    private final TcpTruth tcp;
    private final UpgradeTruth upgrades;
    private final SocketTruth sockets;
    private final RegisterTruth registers;
    private final CallTruth calls;
    private final RestTruth rest;
    private final MessageTruth messages;
    private final GenesysTruth genesys;
    private final Event internalErrors;
    private final ArrayNode pauses = JsonNodeFactory.instance.arrayNode();
    private final ArrayNode drops = JsonNodeFactory.instance.arrayNode();

    /** @param clock the gateway's clock */
    public Truth(GatewayClock clock) {
        this.clock = clock;
        this.tcp = new TcpTruth(clock);
        this.upgrades = new UpgradeTruth(clock);
        this.sockets = new SocketTruth(clock);
        this.registers = new RegisterTruth(clock);
        this.calls = new CallTruth(clock);
        this.rest = new RestTruth(clock);
        this.messages = new MessageTruth(clock);
        this.genesys = new GenesysTruth(clock);
        this.internalErrors = new Event(clock);
    }

    /** TCP connections. */
    public TcpTruth tcp() {
        return tcp;
    }

    /** WebSocket upgrades. */
    public UpgradeTruth upgrades() {
        return upgrades;
    }

    /** Established sockets. */
    public SocketTruth sockets() {
        return sockets;
    }

    /** SIP registrations. */
    public RegisterTruth registers() {
        return registers;
    }

    /** SIP calls. */
    public CallTruth calls() {
        return calls;
    }

    /** REST requests. */
    public RestTruth rest() {
        return rest;
    }

    /** Messages of the generic protocol. */
    public MessageTruth messages() {
        return messages;
    }

    /** The Genesys Cloud side. */
    public GenesysTruth genesys() {
        return genesys;
    }

    /** The gateway itself went wrong; a test should not trust it then. */
    public void internalError() {
        internalErrors.happened();
    }

    /** The process stood still from {@code fromNanos} for {@code length}. */
    public void paused(long fromNanos, Duration length) {
        pauses.addObject()
                .put("atMillis", clock.millis(fromNanos))
                .put("atEpochMillis", clock.epochMillis(fromNanos))
                .put("forMillis", length.toMillis());
    }

    /** Some sockets were dropped in one instant, now. */
    public void dropped(int sockets) {
        long now = clock.nanos();
        drops.addObject()
                .put("atMillis", clock.millis(now))
                .put("atEpochMillis", clock.epochMillis(now))
                .put("sockets", sockets);
    }

    /** All of it; the README describes the fields. */
    public ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        long now = clock.nanos();
        json.putObject("clock").put("nowMillis", clock.millis(now)).put("nowEpochMillis", clock.epochMillis(now));
        json.set("tcp", tcp.toJson());
        json.set("upgrades", upgrades.toJson());
        json.set("sockets", sockets.toJson());
        json.set("registers", registers.toJson());
        json.set("calls", calls.toJson());
        json.set("rest", rest.toJson());
        json.set("messages", messages.toJson());
        json.set("genesys", genesys.toJson());
        json.set("drops", drops.deepCopy());
        json.set("pauses", pauses.deepCopy());
        json.set("internalErrors", internalErrors.toJson());
        return json;
    }
}
