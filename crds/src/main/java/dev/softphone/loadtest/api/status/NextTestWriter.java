package dev.softphone.loadtest.api.status;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneLoadTest;
import dev.softphone.loadtest.verdict.Cause.NextTest;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Writes the run that would tell more: the manifest that ran, with the change that a cause asks for. */
public final class NextTestWriter {

    private static final ObjectMapper YAML = Yaml.mapper();
    private static final Pattern SUFFIX = Pattern.compile("(.*?)-next(?:-([0-9]{1,6}))?");
    private static final int WIDTH = 110;

    private NextTestWriter() {}

    /**
     * @param original the manifest as it was written; it is not changed. Its Secrets are not repeated
     * @param next what to change and why
     * @return a manifest ready for {@code kubectl apply}, with the reason as a comment above
     */
    public static String write(ObjectNode original, NextTest next) {
        ObjectNode test = YAML.createObjectNode();
        test.put("apiVersion", SoftphoneLoadTest.API_VERSION).put("kind", SoftphoneLoadTest.KIND);
        test.set("metadata", metadata(original.path("metadata")));
        test.set("spec", merge(spec(original.path("spec")), YAML.valueToTree(next.specPatch())));
        try {
            return comment(next.why()) + YAML.writeValueAsString(test);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Without the command to stop, which was for the test that ran. */
    private static JsonNode spec(JsonNode original) {
        JsonNode spec = original.deepCopy();
        if (spec instanceof ObjectNode fields) {
            fields.remove("runPolicy");
        }
        return spec;
    }

    /** Only what a person writes: what the API server adds would be refused in a new resource. */
    private static ObjectNode metadata(JsonNode original) {
        ObjectNode metadata = YAML.createObjectNode();
        String name = original.hasNonNull("name")
                ? original.path("name").asText()
                : original.path("generateName").asText().replaceAll("-+$", "");
        metadata.put("name", nextName(name));
        for (String field : new String[] {"namespace", "labels"}) {
            if (original.has(field)) {
                metadata.set(field, original.path(field).deepCopy());
            }
        }
        return metadata;
    }

    /** {@code a}, {@code a-next}, {@code a-next-2}, {@code a-next-3}; cut in front of the suffix. */
    static String nextName(String name) {
        Matcher before = SUFFIX.matcher(name);
        String stem = name;
        String suffix = "-next";
        if (before.matches()) {
            stem = before.group(1);
            suffix = "-next-" + (before.group(2) == null ? 2 : Integer.parseInt(before.group(2)) + 1);
        }
        int room = SoftphoneLoadTest.MAX_NAME_LENGTH - suffix.length();
        String cut = stem.length() <= room ? stem : stem.substring(0, room).replaceAll("[-.]+$", "");
        return cut + suffix;
    }

    /** RFC 7386, section 2. */
    static JsonNode merge(JsonNode target, JsonNode patch) {
        if (!patch.isObject()) {
            return patch;
        }
        ObjectNode merged = target instanceof ObjectNode object ? object : YAML.createObjectNode();
        for (Map.Entry<String, JsonNode> field : patch.properties()) {
            if (field.getValue().isNull()) {
                merged.remove(field.getKey());
            } else {
                merged.set(field.getKey(), merge(merged.path(field.getKey()), field.getValue()));
            }
        }
        return merged;
    }

    private static String comment(String why) {
        StringBuilder comment = new StringBuilder("# The run that would tell more:\n#");
        int column = 1;
        for (String word : why.trim().split("\\s+", -1)) {
            if (column + word.length() >= WIDTH) {
                comment.append("\n#");
                column = 1;
            }
            comment.append(' ').append(word);
            column += word.length() + 1;
        }
        return comment.append('\n').toString();
    }
}
