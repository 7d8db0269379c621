package dev.softphone.loadtest.e2e.chart;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What manifests grant to the one ServiceAccount of the operator: its rules, by the namespace where they hold. */
final class Rights {
    static final String EVERYWHERE = "(cluster)";

    private Rights() {}

    static Map<String, Set<String>> ofOperator(List<ObjectNode> manifests) {
        String operator = manifests.stream()
                .filter(object -> object.path("kind").asText().equals("Deployment"))
                .map(object ->
                        object.at("/spec/template/spec/serviceAccountName").asText())
                .filter(account -> !account.isEmpty())
                .findFirst()
                .orElseThrow();
        Map<String, Set<String>> rights = new TreeMap<>();
        for (ObjectNode binding : manifests) {
            boolean bound = binding.path("kind").asText().endsWith("RoleBinding")
                    && binding.at("/subjects/0/name").asText().equals(operator);
            if (bound) {
                rights.computeIfAbsent(place(binding), any -> new TreeSet<>()).addAll(rules(manifests, binding));
            }
        }
        return rights;
    }

    private static Set<String> rules(List<ObjectNode> manifests, JsonNode binding) {
        JsonNode reference = binding.path("roleRef");
        Set<String> rules = new TreeSet<>();
        manifests.stream()
                .filter(role -> role.path("kind").equals(reference.path("kind"))
                        && role.at("/metadata/name").equals(reference.path("name"))
                        && place(role).equals(place(binding)))
                .forEach(role -> role.path("rules").forEach(rule -> rules.add(rule.toString())));
        return rules;
    }

    private static String place(JsonNode object) {
        String namespace = object.at("/metadata/namespace").asText();
        return namespace.isEmpty() ? EVERYWHERE : namespace;
    }
}
