package dev.softphone.loadtest.simulator.truth;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** How often something happened, and when first and last. Not thread safe. */
public final class Event {
    private final GatewayClock clock;
    private long count;
    private long firstNanos;
    private long lastNanos;

    Event(GatewayClock clock) {
        this.clock = clock;
    }

    /** It happened now. */
    public void happened() {
        happenedAt(clock.nanos());
    }

    void happenedAt(long nanos) {
        firstNanos = count == 0 ? nanos : Math.min(firstNanos, nanos);
        lastNanos = count == 0 ? nanos : Math.max(lastNanos, nanos);
        count++;
    }

    void add(Event other) {
        if (other.count > 0) {
            firstNanos = count == 0 ? other.firstNanos : Math.min(firstNanos, other.firstNanos);
            lastNanos = count == 0 ? other.lastNanos : Math.max(lastNanos, other.lastNanos);
            count += other.count;
        }
    }

    /** How often. */
    public long count() {
        return count;
    }

    /** {@code {"count": 0}}, with first and last times where there are any. */
    ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("count", count);
        if (count > 0) {
            json.put("firstMillis", clock.millis(firstNanos))
                    .put("lastMillis", clock.millis(lastNanos))
                    .put("firstEpochMillis", clock.epochMillis(firstNanos))
                    .put("lastEpochMillis", clock.epochMillis(lastNanos));
        }
        return json;
    }
}
