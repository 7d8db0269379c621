package dev.softphone.loadtest.operator.resources;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneLoadTest;
import dev.softphone.loadtest.plan.ExecutionPlan;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import java.util.List;
import java.util.Map;

/**
 * The plan as it was decided once, in the cluster: a restarted operator goes on with it whatever the nodes are by then.
 * The runners' pods mount the same object for the test itself and for where they may send to.
 */
public final class PlanMap {
    private static final String PLAN = "plan.json";
    private static final ObjectMapper JSON = new ObjectMapper();

    private PlanMap() {}

    /** @param allowedTargets host patterns */
    public static ConfigMap of(SoftphoneLoadTest test, ExecutionPlan plan, List<String> allowedTargets) {
        try {
            return new ConfigMapBuilder()
                    .withMetadata(
                            Names.owned(test, Names.plan(test.getMetadata().getName())))
                    .withImmutable(true)
                    .withData(Map.of(
                            PLAN,
                            JSON.writeValueAsString(plan),
                            "test.json",
                            JSON.writeValueAsString(manifest(test)),
                            "allowed-targets",
                            String.join("\n", allowedTargets)))
                    .build();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the plan cannot be written", e);
        }
    }

    /** As a person would write it. */
    static Map<String, Object> manifest(SoftphoneLoadTest test) {
        return Map.of(
                "apiVersion",
                SoftphoneLoadTest.API_VERSION,
                "kind",
                SoftphoneLoadTest.KIND,
                "metadata",
                Map.of("name", test.getMetadata().getName()),
                "spec",
                test.getSpec());
    }

    /** @throws IllegalArgumentException if it is not one of ours */
    public static ExecutionPlan read(ConfigMap map) {
        try {
            return JSON.readValue(map.getData().get(PLAN), ExecutionPlan.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    map.getMetadata().getName() + ": " + PLAN + " cannot be read, " + e.getOriginalMessage(), e);
        }
    }
}
