package dev.softphone.loadtest.simulator.matching;

import dev.softphone.loadtest.simulator.script.Key;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How many things are held at present, by group under each of some keys. Not thread safe. */
public final class Gauge {
    private final Map<Key, Map<String, Integer>> held = new HashMap<>();

    /** @param keys the keys by which the level will be asked for */
    public Gauge(Iterable<Key> keys) {
        keys.forEach(key -> held.put(key, new HashMap<>()));
    }

    /** Something that is held until {@link #release()}, which may be called more than once. */
    public final class Slot {
        private final List<Runnable> releases = new ArrayList<>();

        private Slot(Subject subject) {
            held.forEach((key, groups) -> {
                String group = subject.group(key);
                groups.merge(group, 1, Integer::sum);
                releases.add(() -> groups.computeIfPresent(group, (g, count) -> count == 1 ? null : count - 1));
            });
        }

        /** Gives the slot back. */
        public void release() {
            releases.forEach(Runnable::run);
            releases.clear();
        }
    }

    /** Holds one more. */
    public Slot take(Subject subject) {
        return new Slot(subject);
    }

    int level(Key key, Subject subject) {
        Map<String, Integer> groups = held.get(key);
        if (groups == null) {
            throw new IllegalArgumentException("the level under " + key + " is not kept");
        }
        return groups.getOrDefault(subject.group(key), 0);
    }
}
