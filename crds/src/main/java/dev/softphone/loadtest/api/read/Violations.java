package dev.softphone.loadtest.api.read;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects violations, so that a reader can go on and find all of them. Confined to one call. */
final class Violations {

    /** Longer texts of a user are cut in messages. */
    private static final int OBSERVED = 80;

    private final List<Violation> found = new ArrayList<>();

    void add(String path, String required, String observed) {
        found.add(new Violation(path, required, observed));
    }

    void addAll(List<Violation> violations) {
        found.addAll(violations);
    }

    boolean isEmpty() {
        return found.isEmpty();
    }

    List<Violation> list() {
        return List.copyOf(found);
    }

    /** Adds a violation unless {@code met}. */
    void require(boolean met, String path, String required, String observed) {
        if (!met) {
            add(path, required, observed);
        }
    }

    /** The duration, or {@code least} and a violation when it lies outside of the bounds. */
    Duration duration(String path, String text, Duration least, Duration most) {
        Duration duration = Durations.parse(text);
        if (duration == null || duration.compareTo(least) < 0 || duration.compareTo(most) > 0) {
            add(path, "a duration of " + Durations.text(least) + " to " + Durations.text(most), quoted(text));
            return least;
        }
        return duration;
    }

    static String quoted(@Nullable String text) {
        if (text == null) {
            return "absent";
        }
        return "\"" + (text.length() > OBSERVED ? text.substring(0, OBSERVED) + "…" : text) + "\"";
    }
}
