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

    private static final String INDENT = "  ";

    private PatchText() {}

    /** The patch under {@code spec:}. */
    static String yaml(Map<String, Object> specPatch) {
        StringBuilder out = new StringBuilder("spec:");
        map(out, specPatch, 1, "\n" + INDENT);
        return out.toString();
    }

    /** @param first what stands before the first key: its own line, or the dash of a list */
    private static void map(StringBuilder out, Map<?, ?> map, int depth, String first) {
        if (map.isEmpty()) {
            out.append(" {}");
            return;
        }
        Map<String, Object> ordered = new TreeMap<>();
        map.forEach((key, value) -> ordered.put(String.valueOf(key), value));
        String before = first;
        for (Map.Entry<String, Object> entry : ordered.entrySet()) {
            out.append(before).append(scalar(entry.getKey())).append(':');
            value(out, entry.getValue(), depth + 1, "\n" + INDENT.repeat(depth + 1));
            before = "\n" + INDENT.repeat(depth);
        }
    }

    private static void value(StringBuilder out, Object value, int depth, String first) {
        if (value instanceof Map<?, ?> map) {
            map(out, map, depth, first);
        } else if (value instanceof List<?> list) {
            if (list.isEmpty()) {
                out.append(" []");
            }
            for (Object item : list) {
                out.append('\n').append(INDENT.repeat(depth - 1)).append('-');
                value(out, item, depth, " ");
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
