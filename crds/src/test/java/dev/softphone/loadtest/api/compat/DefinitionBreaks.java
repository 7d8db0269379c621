package dev.softphone.loadtest.api.compat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a CustomResourceDefinition no longer is, serves or takes. */
final class DefinitionBreaks {
    private static final List<String> SAME =
            List.of("/spec/group", "/spec/scope", "/spec/names/kind", "/spec/names/plural", "/spec/names/singular");

    private DefinitionBreaks() {}

    static List<Break> between(JsonNode before, JsonNode after) {
        String name = before.at("/metadata/name").asText();
        List<Break> found = new ArrayList<>();
        for (String pointer : SAME) {
            if (!before.at(pointer).equals(after.at(pointer))) {
                found.add(new Break(name, pointer + " was " + before.at(pointer) + ", is " + after.at(pointer), false));
            }
        }
        for (JsonNode shortName : before.at("/spec/names/shortNames")) {
            boolean there = false;
            for (JsonNode now : after.at("/spec/names/shortNames")) {
                there |= now.equals(shortName);
            }
            if (!there) {
                found.add(new Break(name, "no longer has the short name " + shortName.asText(), false));
            }
        }
        Map<String, JsonNode> now = served(after);
        served(before).forEach((version, was) -> {
            JsonNode is = now.get(version);
            if (is == null) {
                found.add(new Break(name, "no longer serves " + version, false));
                return;
            }
            if (was.at("/subresources").has("status") && !is.at("/subresources").has("status")) {
                found.add(new Break(name, version + " no longer has the subresource status", false));
            }
            found.addAll(SchemaBreaks.between(
                    version + " ", was.at("/schema/openAPIV3Schema"), is.at("/schema/openAPIV3Schema")));
        });
        return List.copyOf(found);
    }

    private static Map<String, JsonNode> served(JsonNode definition) {
        Map<String, JsonNode> versions = new HashMap<>();
        definition.at("/spec/versions").forEach(version -> {
            if (version.path("served").asBoolean()) {
                versions.put(version.path("name").asText(), version);
            }
        });
        return versions;
    }
}
