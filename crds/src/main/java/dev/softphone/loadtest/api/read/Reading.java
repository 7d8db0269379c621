package dev.softphone.loadtest.api.read;

import java.util.List;

/** What came of reading something: the value, or everything that is wrong with it. */
public sealed interface Reading<T> {

    /** It can be used. */
    record Accepted<T>(T value) implements Reading<T> {}

    /**
     * It cannot.
     *
     * @param violations never empty
     */
    record Refused<T>(List<Violation> violations) implements Reading<T> {
        public Refused {
            violations = List.copyOf(violations);
        }
    }
}
