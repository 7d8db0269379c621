package dev.softphone.loadtest.simulator.script;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;

/**
 * One mapping of the script, read strictly: every getter notes its key, and whoever reads a section through {@link
 * #required}, {@link #optional} or {@link #list} refuses keys that nobody asked for. The first fault is thrown as a
 * {@link ScriptException}.
 */
final class Section {
    private final String path;
    private final ObjectNode node;
    private final Set<String> known = new LinkedHashSet<>();

    private Section(String path, ObjectNode node) {
        this.path = path;
        this.node = node;
    }

    /** Reads a whole mapping with {@code reader}, and refuses what the reader left unread. */
    static <T> T read(String path, JsonNode node, Function<Section, T> reader) {
        if (!(node instanceof ObjectNode mapping)) {
            throw new ScriptException(path, "a mapping", describe(node));
        }
        Section section = new Section(path, mapping);
        T value = reader.apply(section);
        section.refuseUnknownKeys();
        return value;
    }

    private void refuseUnknownKeys() {
        Iterator<String> names = node.fieldNames();
        while (names.hasNext()) {
            String name = names.next();
            if (!known.contains(name)) {
                throw new ScriptException(
                        at(name),
                        known.isEmpty() ? "no key here" : "one of the keys " + String.join(", ", known),
                        "an unknown key");
            }
        }
    }

    String path() {
        return path;
    }

    /** The path of a key of this section. */
    String at(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    ScriptException refuse(String key, String required, String observed) {
        return new ScriptException(at(key), required, observed);
    }

    boolean has(String key) {
        known.add(key);
        return node.has(key);
    }

    <T> Optional<T> optional(String key, Function<Section, T> reader) {
        return has(key) ? Optional.of(read(at(key), node.get(key), reader)) : Optional.empty();
    }

    <T> T required(String key, Function<Section, T> reader) {
        return optional(key, reader).orElseThrow(() -> missing(key, "a mapping"));
    }

    <T> List<T> list(String key, Function<Section, T> reader) {
        return elements(key, (where, element) -> read(where, element, reader));
    }

    /** A list of scalars; empty where the key is missing. */
    List<String> texts(String key) {
        return elements(key, Section::scalar);
    }

    /** What {@code choices} names: exactly one of its keys must stand in this section. */
    <T> T oneOf(Map<String, Function<Section, T>> choices) {
        known.addAll(choices.keySet());
        List<Map.Entry<String, Function<Section, T>>> present = choices.entrySet().stream()
                .filter(choice -> node.has(choice.getKey()))
                .toList();
        if (present.size() != 1) {
            throw new ScriptException(
                    path,
                    "exactly one of " + String.join(", ", choices.keySet()),
                    present.isEmpty()
                            ? "none"
                            : present.stream().map(Map.Entry::getKey).collect(Collectors.joining(" and ")));
        }
        return required(present.get(0).getKey(), present.get(0).getValue());
    }

    Optional<String> optionalText(String key) {
        return has(key) ? Optional.of(scalar(at(key), node.get(key))) : Optional.empty();
    }

    String text(String key) {
        return optionalText(key).orElseThrow(() -> missing(key, "a text"));
    }

    Optional<Integer> optionalCount(String key, int min, int max) {
        return optionalText(key).map(text -> {
            String required = "a whole number from " + min + " to " + max;
            try {
                int value = Integer.parseInt(text);
                if (value < min || value > max) {
                    throw refuse(key, required, text);
                }
                return value;
            } catch (NumberFormatException e) {
                throw refuse(key, required, text);
            }
        });
    }

    int count(String key, int min, int max) {
        return optionalCount(key, min, max)
                .orElseThrow(() -> missing(key, "a whole number from " + min + " to " + max));
    }

    Optional<Duration> optionalDuration(String key) {
        return optionalText(key)
                .map(text -> Durations.parse(text).orElseThrow(() -> refuse(key, Durations.REQUIRED, text)));
    }

    Duration duration(String key) {
        return optionalDuration(key).orElseThrow(() -> missing(key, Durations.REQUIRED));
    }

    /** A duration above zero: a period or an age. */
    Duration period(String key) {
        return optionalPeriod(key).orElseThrow(() -> missing(key, "a duration above zero"));
    }

    Optional<Duration> optionalPeriod(String key) {
        Optional<Duration> duration = optionalDuration(key);
        if (duration.isPresent() && duration.get().isZero()) {
            throw refuse(key, "a duration above zero", text(key));
        }
        return duration;
    }

    Duration durationOrZero(String key) {
        return optionalDuration(key).orElse(Duration.ZERO);
    }

    /** One word of an enum; the constant {@code SOURCE_ADDRESS} is written {@code SourceAddress}. */
    <E extends Enum<E>> Optional<E> optionalWord(String key, Class<E> type) {
        return optionalText(key).map(text -> word(at(key), text, Arrays.asList(type.getEnumConstants())));
    }

    <E extends Enum<E>> E word(String key, Class<E> type) {
        return optionalWord(key, type)
                .orElseThrow(() -> missing(key, "one of " + words(List.of(type.getEnumConstants()))));
    }

    static <E extends Enum<E>> E word(String path, String text, List<E> allowed) {
        return allowed.stream()
                .filter(constant -> pascal(constant).equals(text))
                .findFirst()
                .orElseThrow(() -> new ScriptException(path, "one of " + words(allowed), text));
    }

    Pattern pattern(String key) {
        String text = text(key);
        try {
            return Pattern.compile(text);
        } catch (PatternSyntaxException e) {
            throw refuse(key, "a regular expression", text + " (" + e.getDescription() + ")");
        }
    }

    /** A mapping of scalars, in the order of the script; empty where the key is missing. */
    Map<String, String> pairs(String key) {
        Map<String, String> pairs = new LinkedHashMap<>();
        if (has(key)) {
            if (!(node.get(key) instanceof ObjectNode)) {
                throw refuse(key, "a mapping", describe(node.get(key)));
            }
            node.get(key)
                    .properties()
                    .forEach(entry ->
                            pairs.put(entry.getKey(), scalar(at(key) + "." + entry.getKey(), entry.getValue())));
        }
        return pairs;
    }

    /** Whether the value of a key is a mapping rather than a scalar. */
    boolean isMapping(String key) {
        return has(key) && node.get(key).isObject();
    }

    ScriptException missing(String key, String required) {
        return refuse(key, required, "nothing");
    }

    private <T> List<T> elements(String key, BiFunction<String, JsonNode, T> reader) {
        if (!has(key)) {
            return List.of();
        }
        JsonNode list = node.get(key);
        if (!list.isArray()) {
            throw refuse(key, "a list", describe(list));
        }
        List<T> values = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            values.add(reader.apply(at(key) + "[" + i + "]", list.get(i)));
        }
        return List.copyOf(values);
    }

    private static String scalar(String path, JsonNode node) {
        if (node.isContainerNode() || node.isNull()) {
            throw new ScriptException(path, "a text or number", describe(node));
        }
        return node.asText();
    }

    private static String words(List<? extends Enum<?>> constants) {
        return constants.stream().map(Section::pascal).collect(Collectors.joining(", "));
    }

    private static String pascal(Enum<?> constant) {
        StringBuilder word = new StringBuilder();
        for (String part : constant.name().split("_", -1)) {
            word.append(part.charAt(0)).append(part.substring(1).toLowerCase(Locale.ROOT));
        }
        return word.toString();
    }

    private static String describe(JsonNode node) {
        if (node.isNull()
                || node.isMissingNode()
                || (node.isTextual() && node.asText().isEmpty())) {
            return "nothing (write {} for an empty mapping)";
        }
        if (node.isArray()) {
            return "a list";
        }
        return node.isObject() ? "a mapping" : node.asText();
    }
}
