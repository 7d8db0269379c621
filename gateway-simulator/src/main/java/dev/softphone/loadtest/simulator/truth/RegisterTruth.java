package dev.softphone.loadtest.simulator.truth;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** SIP registrations. Not thread safe. */
public final class RegisterTruth {
    private final Event received;
    private final Tally answered;
    private final Tally answeredByOrganization;
    private final Event silenced;
    private final Event digestFailures;
    private final Event staleNonces;
    private final Event granted;
    private final Event refreshed;
    private final Event removed;
    private final Event expired;
    private final Event lost;
    private final Set<String> ever = new HashSet<>();
    private final Level registered = new Level();

    RegisterTruth(GatewayClock clock) {
        this.received = new Event(clock);
        this.answered = new Tally(clock);
        this.answeredByOrganization = new Tally(clock);
        this.silenced = new Event(clock);
        this.digestFailures = new Event(clock);
        this.staleNonces = new Event(clock);
        this.granted = new Event(clock);
        this.refreshed = new Event(clock);
        this.removed = new Event(clock);
        this.expired = new Event(clock);
        this.lost = new Event(clock);
    }

    /** A REGISTER was received. */
    public void received() {
        received.happened();
    }

    /** A REGISTER was answered. */
    public void answered(int status, @Nullable String organization) {
        answered.happened(status);
        if (organization != null) {
            answeredByOrganization.happened(organization + "/" + status);
        }
    }

    /** A REGISTER will never be answered. */
    public void silenced() {
        silenced.happened();
    }

    /** Credentials were wrong. */
    public void digestFailed() {
        digestFailures.happened();
    }

    /** Credentials were right, but for a nonce that is stale. */
    public void staleNonce() {
        staleNonces.happened();
    }

    /** An address of record was not registered and is now. */
    public void granted(String addressOfRecord) {
        granted.happened();
        ever.add(addressOfRecord);
        registered.up();
    }

    /** A registration was refreshed. */
    public void refreshed() {
        refreshed.happened();
    }

    /** The last contact of an address of record was removed by its owner. */
    public void removed() {
        removed.happened();
        registered.down();
    }

    /** The last contact of an address of record expired. */
    public void expired() {
        expired.happened();
        registered.down();
    }

    /** The last contact of an address of record went with its socket. */
    public void lost() {
        lost.happened();
        registered.down();
    }

    ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.set("received", received.toJson());
        json.set("answered", answered.toJson());
        json.set("answeredByOrganization", answeredByOrganization.toJson());
        json.set("silenced", silenced.toJson());
        json.set("digestFailures", digestFailures.toJson());
        json.set("staleNonces", staleNonces.toJson());
        json.set("granted", granted.toJson());
        json.set("refreshed", refreshed.toJson());
        json.set("removed", removed.toJson());
        json.set("expired", expired.toJson());
        json.set("lost", lost.toJson());
        json.put("distinctEver", ever.size());
        json.put("distinctNow", registered.now()).put("peak", registered.peak());
        return json;
    }
}
