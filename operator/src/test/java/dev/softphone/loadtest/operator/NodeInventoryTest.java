package dev.softphone.loadtest.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.softphone.loadtest.api.v1alpha1.RunnerTemplateSpec;
import dev.softphone.loadtest.plan.Inventory;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NodeInventoryTest {
    private static final KubernetesSerialization YAML = new KubernetesSerialization();

    private final Scene scene = new Scene("softphones: 1");
    private int reads;

    @Test
    void nodesAreReadOnceInTenSecondsHoweverOftenTestsAreLookedAt() {
        NodeInventory nodes = new NodeInventory(
                () -> {
                    reads++;
                    return Optional.empty();
                },
                scene.clock());
        for (int second = 0; second < 30; second++) {
            assertThat(nodes.read(null)).isEqualTo(Inventory.UNKNOWN);
            scene.now = scene.now.plusSeconds(1);
        }
        assertThat(reads).isEqualTo(3);
    }

    @Test
    void nodesReadOnceCountForEachTestByItsOwnTemplate() {
        NodeInventory nodes = new NodeInventory(
                () -> {
                    reads++;
                    return Optional.of(List.of(node("shared", "general"), node("own", "load")));
                },
                scene.clock());

        assertThat(names(nodes.read(null))).containsExactly("shared", "own");
        assertThat(names(nodes.read(template("{nodeSelector: {pool: load}}")))).containsExactly("own");
        assertThat(names(nodes.read(template("{nodeSelector: {pool: none}}")))).isEmpty();
        assertThat(reads).isEqualTo(1);
    }

    private static List<String> names(Inventory inventory) {
        return inventory.nodes().stream().map(Inventory.Node::name).toList();
    }

    private static Node node(String name, String pool) {
        return YAML.unmarshal("""
                apiVersion: v1
                kind: Node
                metadata: {name: %s, labels: {pool: %s}}
                spec: {}
                status: {allocatable: {cpu: "4", memory: 8Gi, pods: "110"}}
                """.formatted(name, pool), Node.class);
    }

    private static RunnerTemplateSpec template(String yaml) {
        return YAML.unmarshal("---\n" + yaml, RunnerTemplateSpec.class);
    }
}
