package dev.softphone.loadtest.simulator.truth;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * WebSocket upgrades, each counted once when it is answered: {@code requested = accepted + refused + finned + reset +
 * silenced + abandoned + pending}. Not thread safe.
 */
public final class UpgradeTruth {
    private final Event requested;
    private final Event accepted;
    private final Event acceptedThenEnded;
    private final Event refused;
    private final Tally refusedByStatus;
    private final Tally refusedBySourceAddress;
    private final Tally refusedByOrganization;
    private final Event finned;
    private final Event reset;
    private final Event silenced;
    private final Event abandoned;
    private final Series requestedPerSecond;
    private final Series acceptedPerSecond;
    private final Latency answer = new Latency();

    UpgradeTruth(GatewayClock clock) {
        this.requested = new Event(clock);
        this.accepted = new Event(clock);
        this.acceptedThenEnded = new Event(clock);
        this.refused = new Event(clock);
        this.refusedByStatus = new Tally(clock);
        this.refusedBySourceAddress = new Tally(clock);
        this.refusedByOrganization = new Tally(clock);
        this.finned = new Event(clock);
        this.reset = new Event(clock);
        this.silenced = new Event(clock);
        this.abandoned = new Event(clock);
        this.requestedPerSecond = new Series(clock);
        this.acceptedPerSecond = new Series(clock);
    }

    /** An upgrade was asked for. */
    public void requested() {
        requested.happened();
        requestedPerSecond.happened();
    }

    /** It was answered with 101, {@code nanos} after it was read from the socket. */
    public void accepted(long nanos) {
        accepted.happened();
        acceptedPerSecond.happened();
        answer.add(nanos);
    }

    /** A socket that was accepted only to be ended by the same rule was ended. */
    public void acceptedThenEnded() {
        acceptedThenEnded.happened();
    }

    /** It was answered with an HTTP status other than 101. */
    public void refused(int status, String sourceAddress, @Nullable String organization) {
        refused.happened();
        refusedByStatus.happened(status);
        refusedBySourceAddress.happened(sourceAddress);
        if (organization != null) {
            refusedByOrganization.happened(organization);
        }
    }

    /** The connection was ended without an answer. */
    public void finned() {
        finned.happened();
    }

    /** The connection was reset without an answer. */
    public void reset() {
        reset.happened();
    }

    /** It will never be answered. */
    public void silenced() {
        silenced.happened();
    }

    /** The peer left before a delayed answer was due. */
    public void abandoned() {
        abandoned.happened();
    }

    ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.set("requested", requested.toJson());
        json.set("accepted", accepted.toJson());
        json.set("acceptedThenEnded", acceptedThenEnded.toJson());
        json.set("refused", refused.toJson());
        json.set("refusedByStatus", refusedByStatus.toJson());
        json.set("refusedBySourceAddress", refusedBySourceAddress.toJson());
        json.set("refusedByOrganization", refusedByOrganization.toJson());
        json.set("finned", finned.toJson());
        json.set("reset", reset.toJson());
        json.set("silenced", silenced.toJson());
        json.set("abandoned", abandoned.toJson());
        json.put(
                "pending",
                requested.count()
                        - accepted.count()
                        - refused.count()
                        - finned.count()
                        - reset.count()
                        - silenced.count()
                        - abandoned.count());
        json.set("acceptedAfter", answer.toJson());
        json.set("requestedPerSecond", requestedPerSecond.toJson());
        json.set("acceptedPerSecond", acceptedPerSecond.toJson());
        return json;
    }
}
