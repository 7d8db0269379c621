package dev.softphone.loadtest.simulator.truth;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.TreeMap;

/** Events of one class by a key, such as a status or an address. Keys beyond 2,000 are counted as {@code other}. */
public final class Tally {
    private static final int MAX_KEYS = 2_000;

    private final GatewayClock clock;
    private final Map<String, Event> events = new TreeMap<>();

    Tally(GatewayClock clock) {
        this.clock = clock;
    }

    /** It happened now. */
    public void happened(String key) {
        String bounded = events.size() < MAX_KEYS || events.containsKey(key) ? key : "other";
        events.computeIfAbsent(bounded, k -> new Event(clock)).happened();
    }

    /** It happened now. */
    public void happened(int key) {
        happened(String.valueOf(key));
    }

    ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        events.forEach((key, event) -> json.set(key, event.toJson()));
        return json;
    }
}
