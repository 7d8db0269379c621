package dev.softphone.loadtest.simulator.script;

import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A condition on one property of a request. A request without the property does not match.
 *
 * @param key the property
 * @param accepts what its value must satisfy
 */
public record Match(Key key, Predicate<String> accepts) {

    /** Whether a request with this value (null: without the property) matches. */
    public boolean holds(@Nullable String value) {
        return value != null && accepts.test(value);
    }
}
