package dev.softphone.loadtest.api.read;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneLoadTestSpec;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The names of all Secrets that a test refers to: those a pod that runs it has to mount. */
public final class SecretNames {
    private static final ObjectMapper JSON = JsonMapper.builder().build();

    private SecretNames() {}

    /** In alphabetical order; every field whose name ends in {@code secretRef}, {@code secretRefs} or {@code
     * secretKeyRef} is a reference. */
    public static Set<String> of(SoftphoneLoadTestSpec spec) {
        Set<String> names = new TreeSet<>();
        collect(JSON.valueToTree(spec), names);
        return names;
    }

    private static void collect(JsonNode node, Set<String> names) {
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            String name = field.getKey().toLowerCase(Locale.ROOT);
            if (name.endsWith("secretref") || name.endsWith("secretkeyref")) {
                add(field.getValue(), names);
            } else if (name.endsWith("secretrefs")) {
                field.getValue().forEach(reference -> add(reference, names));
            }
        }
        node.forEach(child -> collect(child, names));
    }

    private static void add(JsonNode reference, Set<String> names) {
        String name = reference.path("name").asText();
        if (!name.isEmpty()) {
            names.add(name);
        }
    }
}
