package dev.softphone.loadtest.simulator.truth;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Least, mean and greatest of some times, as the gateway itself measured them. Not thread safe. */
final class Latency {
    private long count;
    private long sumNanos;
    private long minNanos = Long.MAX_VALUE;
    private long maxNanos;

    void add(long nanos) {
        count++;
        sumNanos += nanos;
        minNanos = Math.min(minNanos, nanos);
        maxNanos = Math.max(maxNanos, nanos);
    }

    ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("count", count);
        if (count > 0) {
            json.put("minMicros", minNanos / 1_000)
                    .put("meanMicros", sumNanos / count / 1_000)
                    .put("maxMicros", maxNanos / 1_000);
        }
        return json;
    }
}
