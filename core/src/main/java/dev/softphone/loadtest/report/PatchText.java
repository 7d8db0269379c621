package dev.softphone.loadtest.report;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Shows a merge patch of a manifest as YAML, keys in alphabetical order. */
final class PatchText {

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9/][A-Za-z0-9./_-]*");
    /** What YAML 1.1 reads as a number, a null or a bool. */
    private static final Pattern OTHER_TYPE =
            Pattern.compile("[0-9.]+|null|true|false|yes|no|on|off|y|n", Pattern.CASE_INSENSITIVE);

    private PatchText() {}

    /** The patch under {@code spec:}. */
    static String yaml(Map<String, Object> specPatch) {
        StringBuilder out = new StringBuilder("spec:");
        map(out, specPatch, 1);
        return out.toString();
    }

    private static void map(StringBuilder out, Map<?, ?> map, int depth) {
        if (map.isEmpty()) {
            out.append(" {}");
            return;
        }
        Map<String, Object> ordered = new TreeMap<>();
        map.forEach((key, value) -> ordered.put(String.valueOf(key), value));
        ordered.forEach((key, value) -> {
            out.append('\n').append("  ".repeat(depth)).append(scalar(key)).append(':');
            value(out, value, depth + 1);
        });
    }

    private static void value(StringBuilder out, Object value, int depth) {
        if (value instanceof Map<?, ?> map) {
            map(out, map, depth);
        } else if (value instanceof List<?> list) {
            if (list.isEmpty()) {
                out.append(" []");
            }
            for (Object item : list) {
                out.append('\n').append("  ".repeat(depth - 1)).append("-");
                value(out, item, depth);
            }
        } else {
            out.append(' ').append(value instanceof String text ? scalar(text) : String.valueOf(value));
        }
    }

    private static String scalar(String text) {
        return PLAIN.matcher(text).matches() && !OTHER_TYPE.matcher(text).matches()
                ? text
                : '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }
}
