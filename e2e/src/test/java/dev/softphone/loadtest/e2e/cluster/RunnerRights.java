package dev.softphone.loadtest.e2e.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import java.util.TreeSet;

/** What the Roles of runner pods granted; they go with their tests, so they are looked at while these are there. */
final class RunnerRights {
    private static final Set<Right> GRANTED = new TreeSet<>();

    private RunnerRights() {}

    static void remember() throws Exception {
        for (JsonNode role : Cluster.json("-n", Cluster.NAMESPACE, "get", "roles", "-l", "softphone.dev/test")
                .path("items")) {
            GRANTED.addAll(Right.of(role.path("rules")));
        }
    }

    static Set<Right> granted() {
        return GRANTED;
    }
}
