package dev.softphone.loadtest.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The reference of the API as Markdown: one table for each block of fields, in the order of the CRD. */
final class CrdReference {

    private static final String INTRODUCTION = """
            # SoftphoneLoadTest reference

            `softphone.dev/v1alpha1`, kind `SoftphoneLoadTest`, short name `slt`, namespaced. Generated from the CRD
            (`crds/src/main/crd`); change the records in `crds` and run `./mvnw -pl crds -am test -Dcrd.update`.

            `metadata.name` holds at most 35 characters. A duration is text such as `30s`, `5m`, `1h30m` or `250ms`. A field
            that the schema does not know is refused, and so is a change of `spec`: a rerun is a new test, by a new name or
            by deleting the old one.
            """;

    private final StringBuilder out = new StringBuilder(INTRODUCTION);

    private CrdReference() {}

    static String of(JsonNode crd) {
        CrdReference reference = new CrdReference();
        JsonNode version = crd.at("/spec/versions/0");
        JsonNode properties = version.at("/schema/openAPIV3Schema/properties");
        reference.block("spec", properties.path("spec"));
        reference.block("status", properties.path("status"));
        reference.columns(version.path("additionalPrinterColumns"));
        return reference.out.toString();
    }

    private void block(String path, JsonNode schema) {
        out.append("\n## `").append(path).append("`\n\n");
        if (schema.path("properties").isEmpty()) {
            out.append("No fields.\n");
            return;
        }
        Set<String> required = texts(schema.path("required"));
        out.append("| field | type | default | meaning |\n| --- | --- | --- | --- |\n");
        List<Map.Entry<String, JsonNode>> blocks = new ArrayList<>();
        for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
            JsonNode field = property.getValue();
            out.append("| `")
                    .append(property.getKey())
                    .append("` | ")
                    .append(type(path + "." + property.getKey(), field))
                    .append(" | ")
                    .append(required.contains(property.getKey()) ? "*required*" : standard(field))
                    .append(" | ")
                    .append(cell(field.path("description").asText()))
                    .append(" |\n");
            if (isBlock(field)) {
                blocks.add(Map.entry(path + "." + property.getKey(), field));
            } else if (isBlock(field.path("items"))) {
                blocks.add(Map.entry(path + "." + property.getKey() + "[]", field.path("items")));
            }
        }
        rules(schema.path("x-kubernetes-validations"));
        blocks.forEach(each -> block(each.getKey(), each.getValue()));
    }

    private void rules(JsonNode rules) {
        StringBuilder list = new StringBuilder();
        for (JsonNode rule : rules) {
            if (!rule.path("rule").asText().contains("oldSelf")) {
                list.append("- ").append(cell(rule.path("message").asText())).append('\n');
            }
        }
        if (!list.isEmpty()) {
            out.append("\nRequired besides:\n\n").append(list);
        }
    }

    private void columns(JsonNode columns) {
        out.append("\n## Columns of `kubectl get slt`\n\n| column | from | shown |\n| --- | --- | --- |\n");
        for (JsonNode column : columns) {
            out.append("| ")
                    .append(column.path("name").asText())
                    .append(" | `")
                    .append(column.path("jsonPath").asText())
                    .append("` | ")
                    .append(column.path("priority").asInt() == 0 ? "always" : "with `-o wide`")
                    .append(" |\n");
        }
    }

    private static boolean isBlock(JsonNode schema) {
        return schema.path("type").asText().equals("object") && !schema.has("additionalProperties");
    }

    private static String type(String path, JsonNode field) {
        if (isBlock(field)) {
            return "[block](#" + anchor(path) + ")";
        }
        if (field.has("additionalProperties")) {
            return "map of text";
        }
        if (field.path("type").asText().equals("array")) {
            return isBlock(field.path("items"))
                    ? "[list](#" + anchor(path) + ")"
                    : "list of " + type(path, field.path("items"));
        }
        if (field.has("enum")) {
            return "one of `" + String.join("`, `", texts(field.path("enum"))) + "`";
        }
        return field.path("type").asText().equals("integer") ? "integer" : "text";
    }

    /** As GitHub makes it from the heading. */
    private static String anchor(String path) {
        return path.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9-]", "");
    }

    private static String standard(JsonNode field) {
        JsonNode standard = field.path("default");
        return standard.isMissingNode()
                ? ""
                : "`" + (standard.isValueNode() ? standard.asText() : standard.toString()) + "`";
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace("<", "\\<");
    }

    private static Set<String> texts(JsonNode list) {
        Set<String> texts = new LinkedHashSet<>();
        list.forEach(text -> texts.add(text.asText()));
        return texts;
    }
}
