package dev.softphone.loadtest.simulator.script;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The generic protocol.
 *
 * @param greeting sent when a socket opens
 * @param every sent again and again
 * @param replies the first that matches a message answers it
 */
public record MessageScript(List<Template> greeting, List<Every> every, List<Reply> replies) {

    /** A text sent at an interval, from one interval after the socket opened. */
    public record Every(Duration interval, Template text) {}

    /**
     * The answer to one kind of message.
     *
     * @param name its name in the truth
     * @param when which messages it answers
     * @param faults rules; without a match the message is served
     * @param texts the usual answer
     * @param after the time before it
     * @param close closes the socket after it
     */
    public record Reply(
            String name,
            Pick when,
            List<Rule<Action.OnMessage>> faults,
            List<Template> texts,
            Duration after,
            Optional<Action.Close> close) {}

    /**
     * Which messages: all that is given must hold.
     *
     * @param json values by dotted path
     * @param contains a part of the text
     * @param matches an expression that occurs in the text
     */
    public record Pick(Map<String, String> json, Optional<String> contains, Optional<Pattern> matches) {

        /** The groups of a message that is picked ({@code 0} is the whole match), or null where it is not. */
        public @Nullable List<String> pick(
                String text, JsonNode body, BiFunction<JsonNode, String, @Nullable String> valueAt) {
            boolean fields = json.entrySet().stream()
                    .allMatch(field -> field.getValue().equals(valueAt.apply(body, field.getKey())));
            if (!fields || !contains.map(text::contains).orElse(true)) {
                return null;
            }
            if (matches.isEmpty()) {
                return List.of();
            }
            Matcher matcher = matches.get().matcher(text);
            if (!matcher.find()) {
                return null;
            }
            return IntStream.rangeClosed(0, matcher.groupCount())
                    .mapToObj(group -> matcher.group(group) == null ? "" : matcher.group(group))
                    .toList();
        }
    }
}
