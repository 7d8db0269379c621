package dev.softphone.loadtest.simulator.matching;

import dev.softphone.loadtest.simulator.script.Key;
import org.jspecify.annotations.Nullable;

/** A request as rules see it. */
@FunctionalInterface
public interface Subject {

    /** The value of a property, or null where the request does not have it. */
    @Nullable
    String value(Key key);

    /** The group of the request under a key; requests without the property form a group of their own. */
    default String group(Key key) {
        if (key == Key.Plain.TOTAL) {
            return "";
        }
        String value = value(key);
        return value == null ? "\0missing" : value;
    }
}
