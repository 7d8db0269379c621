package dev.softphone.loadtest.e2e.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Comparator;
import java.util.Set;
import java.util.TreeSet;

/**
 * One verb on one kind of object.
 *
 * @param resource with its subresource, if any: {@code softphonerunners/status}
 */
record Right(String group, String resource, String verb) implements Comparable<Right> {

    /** All that the rules of a Role grant, whatever names they are limited to. */
    static Set<Right> of(JsonNode rules) {
        Set<Right> rights = new TreeSet<>();
        for (JsonNode rule : rules) {
            for (JsonNode group : rule.path("apiGroups")) {
                for (JsonNode resource : rule.path("resources")) {
                    for (JsonNode verb : rule.path("verbs")) {
                        rights.add(new Right(group.asText(), resource.asText(), verb.asText()));
                    }
                }
            }
        }
        return rights;
    }

    @Override
    public int compareTo(Right other) {
        return Comparator.comparing(Right::group)
                .thenComparing(Right::resource)
                .thenComparing(Right::verb)
                .compare(this, other);
    }

    @Override
    public String toString() {
        return verb + " " + resource + (group.isEmpty() ? "" : "." + group);
    }
}
