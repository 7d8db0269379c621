package dev.softphone.loadtest.model;

import java.util.Map;
import java.util.Optional;

/**
 * One softphone's identity. Holds secrets: {@link #toString()} shows the user name only.
 *
 * @param values every column of its row, by name, {@code username} and {@code password} included
 */
public record Identity(String username, Optional<String> organization, Map<String, String> values) {
    public Identity {
        values = Map.copyOf(values);
    }

    /** The password, or the empty string where the row has none. */
    public String password() {
        return values.getOrDefault("password", "");
    }

    @Override
    public String toString() {
        return "Identity[" + username + "]";
    }
}
