package dev.softphone.loadtest.runner.compare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * One field that two specs do not have in common.
 *
 * @param one its value in the first; a dash where it has none
 */
record SpecDifference(String path, String one, String other) {
    private static final int LONGEST = 40;

    static List<SpecDifference> between(JsonNode one, JsonNode other) {
        List<SpecDifference> found = new ArrayList<>();
        walk("", one, other, found);
        return found;
    }

    private static void walk(String path, JsonNode one, JsonNode other, List<SpecDifference> found) {
        if (one.isObject() && other.isObject()) {
            TreeSet<String> names = new TreeSet<>();
            one.fieldNames().forEachRemaining(names::add);
            other.fieldNames().forEachRemaining(names::add);
            names.forEach(
                    name -> walk(path.isEmpty() ? name : path + "." + name, one.path(name), other.path(name), found));
        } else if (one.isArray() && other.isArray()) {
            for (int i = 0; i < Math.max(one.size(), other.size()); i++) {
                walk(path + "[" + i + "]", one.path(i), other.path(i), found);
            }
        } else if (!text(one).equals(text(other))) {
            found.add(new SpecDifference(path, shown(one), shown(other)));
        }
    }

    private static String text(JsonNode value) {
        return value instanceof MissingNode || value.isNull() ? "" : value.toString();
    }

    private static String shown(JsonNode value) {
        String text = value.isTextual() ? value.asText() : text(value);
        if (text.isEmpty()) {
            return "–";
        }
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST - 1) + "…";
    }
}
