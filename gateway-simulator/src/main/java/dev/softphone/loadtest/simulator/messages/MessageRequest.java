package dev.softphone.loadtest.simulator.messages;

import com.fasterxml.jackson.databind.JsonNode;
import dev.softphone.loadtest.simulator.gateway.Connection;
import dev.softphone.loadtest.simulator.gateway.JsonPaths;
import dev.softphone.loadtest.simulator.matching.Subject;
import dev.softphone.loadtest.simulator.script.Key;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message as rules and templates see it: its own fields, and otherwise the properties of its socket.
 *
 * @param connection the socket it came on
 * @param body the message as JSON; a missing node where it is none
 * @param groups of the expression that picked it
 */
record MessageRequest(Connection connection, JsonNode body, List<String> groups) implements Subject {

    @Override
    public @Nullable String value(Key key) {
        return key instanceof Key.Field field ? JsonPaths.text(body, field.path()) : connection.value(key);
    }

    @Nullable
    String group(String number) {
        int group = number.matches("\\d{1,3}") ? Integer.parseInt(number) : groups.size();
        return group < groups.size() ? groups.get(group) : null;
    }
}
