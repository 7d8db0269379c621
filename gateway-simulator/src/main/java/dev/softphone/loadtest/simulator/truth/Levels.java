package dev.softphone.loadtest.simulator.truth;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.TreeMap;

/** A {@link Level} for each key, such as a source address. Keys beyond 2,000 are counted as {@code other}. */
public final class Levels {
    private static final int MAX_KEYS = 2_000;

    private final Map<String, Level> levels = new TreeMap<>();

    /** The level of a key. */
    public Level of(String key) {
        String bounded = levels.size() < MAX_KEYS || levels.containsKey(key) ? key : "other";
        return levels.computeIfAbsent(bounded, k -> new Level());
    }

    ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        levels.forEach((key, level) -> json.set(key, level.toJson()));
        return json;
    }
}
