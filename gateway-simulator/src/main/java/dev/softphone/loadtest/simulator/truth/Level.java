package dev.softphone.loadtest.simulator.truth;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** How many of something there are now, and were at most. Not thread safe. */
public final class Level {
    private long now;
    private long peak;

    /** One more. */
    public void up() {
        now++;
        peak = Math.max(peak, now);
    }

    /** One less. */
    public void down() {
        now--;
    }

    long now() {
        return now;
    }

    long peak() {
        return peak;
    }

    ObjectNode toJson() {
        return JsonNodeFactory.instance.objectNode().put("now", now).put("peak", peak);
    }
}
