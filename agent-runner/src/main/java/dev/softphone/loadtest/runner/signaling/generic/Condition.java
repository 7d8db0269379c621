package dev.softphone.loadtest.runner.signaling.generic;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import dev.softphone.loadtest.model.Gateway.Contains;
import dev.softphone.loadtest.model.Gateway.JsonEquals;
import dev.softphone.loadtest.model.Gateway.Matches;
import dev.softphone.loadtest.model.Gateway.MessageMatch;

/** A compiled {@link MessageMatch}. Immutable. */
interface Condition {

    /** A condition whose references have no value holds for nothing. */
    boolean test(Incoming message, Values.Exchange values);

    /** @throws IllegalArgumentException for a malformed reference, regular expression or pointer */
    static Condition of(MessageMatch match) {
        if (match instanceof JsonEquals equals) {
            return jsonEquals(JsonPointer.compile(equals.pointer()), Text.plain(equals.value()));
        }
        if (match instanceof Matches matches) {
            Regex regex = new Regex(matches.regex());
            return (message, values) -> regex.find(message.text());
        }
        Text text = Text.plain(((Contains) match).text());
        return (message, values) -> {
            String wanted = text.resolve(values);
            return wanted != null && message.text().contains(wanted);
        };
    }

    private static Condition jsonEquals(JsonPointer pointer, Text wanted) {
        return (message, values) -> {
            JsonNode json = message.json();
            if (json == null) {
                return false;
            }
            JsonNode found = json.at(pointer);
            return found.isValueNode() && found.asText().equals(wanted.resolve(values));
        };
    }
}
