package dev.softphone.loadtest.simulator.truth;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Arrays;

/** Events by second since the first TCP accept, for 600 seconds; later ones are left out. Not thread safe. */
final class Series {
    private static final int SECONDS = 600;

    private final GatewayClock clock;
    private int[] counts = new int[0];

    Series(GatewayClock clock) {
        this.clock = clock;
    }

    void happened() {
        long second = clock.sinceFirstAccept().toSeconds();
        if (second >= SECONDS) {
            return;
        }
        if (second >= counts.length) {
            counts = Arrays.copyOf(counts, (int) second + 1);
        }
        counts[(int) second]++;
    }

    ArrayNode toJson() {
        ArrayNode json = JsonNodeFactory.instance.arrayNode();
        Arrays.stream(counts).forEach(json::add);
        return json;
    }
}
