package dev.softphone.loadtest.api.read;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.softphone.loadtest.api.v1alpha1.AuthorizationSpec;
import dev.softphone.loadtest.api.v1alpha1.DurationText;
import dev.softphone.loadtest.api.v1alpha1.GatewaySpec;
import dev.softphone.loadtest.api.v1alpha1.GenericSpec;
import dev.softphone.loadtest.api.v1alpha1.IdentitiesSpec;
import dev.softphone.loadtest.api.v1alpha1.PlacementSpec;
import dev.softphone.loadtest.api.v1alpha1.RetrySpec;
import dev.softphone.loadtest.api.v1alpha1.RunnerTemplateSpec;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Does to a resource what the API server would: puts the schema's defaults in and refuses what the schema refuses, so that
 * a run without a cluster accepts no other manifest than a cluster does. The schema is the golden CRD's own, walked as
 * data. CEL rules are not evaluated here; {@link SpecReader} repeats them.
 *
 * <p>Immutable; safe for any thread, as long as the tree is the caller's own.
 */
public final class SchemaCheck {

    private static final String CRD = "/crd/softphoneloadtests.softphone.dev-v1.yaml";

    /** Patterns in words, where a person should not have to read them. */
    private static final Map<String, String> PATTERNS = Map.ofEntries(
            Map.entry(DurationText.PATTERN, "a duration such as 30s, 5m or 250ms"),
            Map.entry(AuthorizationSpec.INSTANT, "a time such as 2026-11-21T23:00:00Z"),
            Map.entry(GatewaySpec.HOST, "ws:// or wss://, a host and optionally a port, and nothing more"),
            Map.entry(GatewaySpec.HTTP_HOST, "http:// or https://, a host and optionally a port, and nothing more"),
            Map.entry(GatewaySpec.URL, "ws:// or wss://, a host without references and credentials, no fragment"),
            Map.entry(GatewaySpec.TOKEN, "letters, digits and !#$%&'*+.^_`|~- (an RFC 9110 token)"),
            Map.entry(GenericSpec.POINTER, "an RFC 6901 pointer: empty, or beginning with a slash"),
            Map.entry(GenericSpec.NAME, "a lower-case letter, then lower-case letters, digits and hyphens"),
            Map.entry(
                    GenericSpec.REST_URL, "http:// or https:// with a host without references, or a path; no fragment"),
            Map.entry(PlacementSpec.LABEL, "a DNS label: lower-case letters, digits and hyphens"),
            Map.entry(IdentitiesSpec.USERNAME, "text with {index} in it once, without spaces and other braces"),
            Map.entry(RetrySpec.CODE, "a code such as http/429, or a family such as http/5xx or tcp/*"),
            Map.entry(RunnerTemplateSpec.CPU, "processors such as 2, or thousandths such as 500m"),
            Map.entry(RunnerTemplateSpec.MEMORY, "memory such as 512Mi or 2Gi"));

    private static final Pattern CREDENTIALS = Pattern.compile("//[^/]*@");

    private final JsonNode schema;

    private SchemaCheck(JsonNode schema) {
        this.schema = schema;
    }

    /** The check of {@code SoftphoneLoadTest}. */
    public static SchemaCheck ofLoadTest() {
        return Holder.LOAD_TEST;
    }

    /** The golden CRD as it lies on the class path. */
    public static JsonNode crd() {
        try (InputStream in = Objects.requireNonNull(SchemaCheck.class.getResourceAsStream(CRD), CRD)) {
            return new YAMLMapper().readTree(in);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static final class Holder {
        static final SchemaCheck LOAD_TEST = new SchemaCheck(crd().at("/spec/versions/0/schema/openAPIV3Schema"));
    }

    /**
     * Puts defaults into {@code resource} and checks it.
     *
     * @return empty when the schema accepts it; the CEL rules still may not
     */
    public List<Violation> complete(ObjectNode resource) {
        Violations violations = new Violations();
        object("", schema, resource, violations);
        return violations.list();
    }

    private void value(String path, JsonNode schema, JsonNode value, Violations violations) {
        String type = schema.path("type").asText();
        if (!hasType(type, value)) {
            violations.add(path, words(type, schema), describe(path, value));
            return;
        }
        switch (type) {
            case "object" -> object(path, schema, (ObjectNode) value, violations);
            case "array" -> array(path, schema, (ArrayNode) value, violations);
            case "string" -> string(path, schema, value.textValue(), violations);
            default -> number(path, schema, value, violations);
        }
    }

    private void object(String path, JsonNode schema, ObjectNode value, Violations violations) {
        JsonNode properties = schema.path("properties");
        boolean root = path.isEmpty();
        withoutNulls(properties, value);
        bounds(path, schema, "Properties", value.size(), " entries", violations);
        defaults(properties, value);
        for (JsonNode required : schema.path("required")) {
            if (!value.has(required.asText())) {
                violations.add(join(path, required.asText()), "a value", "absent");
            }
        }
        for (Map.Entry<String, JsonNode> field : value.properties()) {
            JsonNode property = properties.has(field.getKey())
                    ? properties.get(field.getKey())
                    : schema.get("additionalProperties");
            if (property != null) {
                value(join(path, field.getKey()), property, field.getValue(), violations);
            } else if (!root || !Set.of("apiVersion", "kind", "metadata").contains(field.getKey())) {
                violations.add(
                        join(path, field.getKey()),
                        "a known field" + Suggestion.of(field.getKey(), properties),
                        "unknown");
            }
        }
    }

    /** As the API server, for which a null counts as absent. */
    private static void withoutNulls(JsonNode properties, ObjectNode value) {
        List<String> nulls = value.properties().stream()
                .filter(field -> field.getValue().isNull() && properties.has(field.getKey()))
                .map(Map.Entry::getKey)
                .toList();
        value.remove(nulls);
    }

    private static void defaults(JsonNode properties, ObjectNode value) {
        for (Map.Entry<String, JsonNode> property : properties.properties()) {
            JsonNode standard = property.getValue().get("default");
            if (standard != null && !value.has(property.getKey())) {
                value.set(property.getKey(), standard.deepCopy());
            }
        }
    }

    private void array(String path, JsonNode schema, ArrayNode value, Violations violations) {
        bounds(path, schema, "Items", value.size(), " items", violations);
        List<String> keys = new ArrayList<>();
        schema.path("x-kubernetes-list-map-keys").forEach(key -> keys.add(key.asText()));
        Set<List<String>> seen = new HashSet<>();
        for (int i = 0; i < value.size(); i++) {
            String item = path + "[" + i + "]";
            JsonNode element = value.get(i);
            value(item, schema.path("items"), element, violations);
            List<String> key =
                    keys.stream().map(name -> element.path(name).asText()).toList();
            if (!keys.isEmpty() && !seen.add(key)) {
                violations.add(item, "each " + String.join(" and ", keys) + " once", String.join(" ", key) + " again");
            }
        }
    }

    private static void string(String path, JsonNode schema, String value, Violations violations) {
        JsonNode allowed = schema.get("enum");
        if (allowed != null) {
            List<String> values = new ArrayList<>();
            allowed.forEach(one -> values.add(one.asText()));
            violations.require(
                    values.contains(value), path, "one of " + String.join(", ", values), Violations.quoted(value));
            return;
        }
        int length = value.codePointCount(0, value.length());
        bounds(path, schema, "Length", length, " characters", violations);
        String pattern = schema.path("pattern").asText("");
        violations.require(
                pattern.isEmpty() || Pattern.compile(pattern).matcher(value).find(),
                path,
                pattern(pattern, "text that matches " + pattern),
                observed(path, value));
    }

    private static void number(String path, JsonNode schema, JsonNode value, Violations violations) {
        bounds(path, schema, "imum", value.doubleValue(), "", violations);
    }

    private static void bounds(
            String path, JsonNode schema, String what, double observed, String unit, Violations violations) {
        JsonNode least = schema.get("min" + what);
        JsonNode most = schema.get("max" + what);
        String seen = whole(observed) + unit;
        violations.require(
                least == null || observed >= least.doubleValue(),
                path,
                "at least " + whole(least == null ? 0 : least.doubleValue()) + unit,
                seen);
        violations.require(
                most == null || observed <= most.doubleValue(),
                path,
                "at most " + whole(most == null ? 0 : most.doubleValue()) + unit,
                seen);
    }

    private static String whole(double value) {
        return Math.abs(value) < 1e15 ? String.valueOf((long) value) : String.valueOf(value);
    }

    private static boolean hasType(String type, JsonNode value) {
        return switch (type) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isTextual();
            case "integer" -> value.isIntegralNumber();
            default -> throw new IllegalStateException("schema type " + type + " is not used by this API");
        };
    }

    private static String words(String type, JsonNode schema) {
        return switch (type) {
            case "object" -> "a block of fields";
            case "array" -> "a list";
            case "integer" -> "a whole number";
            default -> pattern(schema.path("pattern").asText(), "text");
        };
    }

    private static String pattern(String pattern, String otherwise) {
        return PATTERNS.getOrDefault(pattern, otherwise);
    }

    private static String describe(String path, JsonNode value) {
        return switch (value.getNodeType()) {
            case NULL -> "nothing";
            case OBJECT -> "a block of fields";
            case ARRAY -> "a list";
            case STRING -> observed(path, value.asText());
            default -> path.endsWith(".value") ? "a number, or true or false" : value.asText();
        };
    }

    /** What stands in a header may be a secret, and so may what stands before the host of a url. */
    private static String observed(String path, String text) {
        return path.endsWith(".value")
                ? "text of " + text.length() + " characters"
                : Violations.quoted(CREDENTIALS.matcher(text).replaceAll("//…@"));
    }

    private static String join(String path, String field) {
        return path.isEmpty() ? field : path + "." + field;
    }
}
