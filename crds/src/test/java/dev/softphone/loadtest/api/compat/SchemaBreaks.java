package dev.softphone.loadtest.api.compat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a schema no longer takes of what an older one took, field by field. Spec and status are held to the same: an object
 * that was written under the older schema is written again, as a whole, under the newer one.
 */
final class SchemaBreaks {
    private static final List<String> LEAST = List.of("minimum", "minLength", "minItems", "minProperties");
    private static final List<String> MOST = List.of("maximum", "maxLength", "maxItems", "maxProperties");
    /** What says how a value is read or merged: any other word is another meaning. */
    private static final List<String> SAME = List.of(
            "type",
            "format",
            "nullable",
            "uniqueItems",
            "multipleOf",
            "exclusiveMinimum",
            "exclusiveMaximum",
            "default",
            "x-kubernetes-int-or-string",
            "x-kubernetes-preserve-unknown-fields",
            "x-kubernetes-list-type",
            "x-kubernetes-list-map-keys",
            "x-kubernetes-map-type");

    private final List<Break> found = new ArrayList<>();

    private SchemaBreaks() {}

    static List<Break> between(String path, JsonNode before, JsonNode after) {
        SchemaBreaks breaks = new SchemaBreaks();
        breaks.schema(path, before, after);
        return List.copyOf(breaks.found);
    }

    private void schema(String path, JsonNode before, JsonNode after) {
        for (String key : SAME) {
            if (!before.path(key).equals(after.path(key))) {
                add(path, key + " was " + shown(before.get(key)) + ", is " + shown(after.get(key)));
            }
        }
        values(path, before, after);
        bounds(path, before, after);
        required(path, before, after);
        rules(path, before, after);
        properties(path, before.path("properties"), after);
        inner(path + "[]", "items", before, after);
        inner(path + ".*", "additionalProperties", before, after);
    }

    private void values(String path, JsonNode before, JsonNode after) {
        if (!after.has("enum")) {
            return;
        }
        Set<String> now = texts(after.path("enum"));
        if (!before.has("enum")) {
            add(path, "took any value, takes only " + now);
        }
        texts(before.path("enum")).stream()
                .filter(value -> !now.contains(value))
                .forEach(value -> add(path, "no longer takes the value " + value));
    }

    private void bounds(String path, JsonNode before, JsonNode after) {
        for (String key : LEAST) {
            double was = before.path(key).asDouble(Double.NEGATIVE_INFINITY);
            if (after.has(key) && after.path(key).asDouble() > was) {
                add(path, key + " was " + shown(before.get(key)) + ", is " + shown(after.get(key)));
            }
        }
        for (String key : MOST) {
            double was = before.path(key).asDouble(Double.POSITIVE_INFINITY);
            if (after.has(key) && after.path(key).asDouble() < was) {
                add(path, key + " was " + shown(before.get(key)) + ", is " + shown(after.get(key)));
            }
        }
        if (after.has("pattern") && !after.path("pattern").equals(before.path("pattern"))) {
            excusable(path, "pattern was " + shown(before.get("pattern")) + ", is " + shown(after.get("pattern")));
        }
    }

    private void required(String path, JsonNode before, JsonNode after) {
        Set<String> was = texts(before.path("required"));
        for (String field : texts(after.path("required"))) {
            boolean filledIn = after.path("properties").path(field).has("default");
            if (!was.contains(field) && !filledIn) {
                add(join(path, field), "is required and was not");
            }
        }
    }

    /** A rule by its text: what a changed one refuses besides, nobody can tell without reading it. */
    private void rules(String path, JsonNode before, JsonNode after) {
        Set<String> was = new LinkedHashSet<>();
        before.path("x-kubernetes-validations")
                .forEach(rule -> was.add(rule.path("rule").asText()));
        for (JsonNode rule : after.path("x-kubernetes-validations")) {
            String text = rule.path("rule").asText();
            if (!was.contains(text)) {
                excusable(path, "has the new rule " + text);
            }
        }
    }

    private void properties(String path, JsonNode before, JsonNode after) {
        for (Map.Entry<String, JsonNode> property : before.properties()) {
            JsonNode now = after.path("properties").get(property.getKey());
            String name = join(path, property.getKey());
            if (now == null) {
                add(name, "is gone");
            } else {
                schema(name, property.getValue(), now);
            }
        }
    }

    private void inner(String path, String key, JsonNode before, JsonNode after) {
        if (before.path(key).isObject()) {
            if (after.path(key).isObject()) {
                schema(path, before.path(key), after.path(key));
            } else {
                add(path, key + " is gone");
            }
        }
    }

    private void add(String path, String what) {
        found.add(new Break(path, what, false));
    }

    private void excusable(String path, String what) {
        found.add(new Break(path, what, true));
    }

    private static String join(String path, String field) {
        return path.endsWith(" ") ? path + field : path + "." + field;
    }

    private static Set<String> texts(JsonNode array) {
        Set<String> texts = new LinkedHashSet<>();
        array.forEach(value -> texts.add(value.asText()));
        return texts;
    }

    private static String shown(@Nullable JsonNode value) {
        return value == null ? "absent" : value.toString();
    }
}
