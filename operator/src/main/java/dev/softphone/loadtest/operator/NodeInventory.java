package dev.softphone.loadtest.operator;

import dev.softphone.loadtest.plan.Inventory;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;

/**
 * The nodes a plan may use. Without the right to read them the inventory is unknown, and the plan says so.
 *
 * <p>What other pods of a node have asked for is not known here: what a node can allocate counts as free, and pods that
 * do not fit show up as unschedulable.
 */
@ApplicationScoped
public class NodeInventory {
    private final KubernetesClient client;

    @Inject
    public NodeInventory(KubernetesClient client) {
        this.client = client;
    }

    Inventory read() {
        try {
            return Inventory.of(client.nodes().list().getItems().stream()
                    .filter(NodeInventory::schedulable)
                    .map(NodeInventory::node)
                    .toList());
        } catch (KubernetesClientException e) {
            if (e.getCode() == 403) {
                return Inventory.UNKNOWN;
            }
            throw e;
        }
    }

    private static boolean schedulable(Node node) {
        boolean tainted = node.getSpec().getTaints().stream()
                .anyMatch(taint -> taint.getEffect().equals("NoSchedule")
                        || taint.getEffect().equals("NoExecute"));
        return !Boolean.TRUE.equals(node.getSpec().getUnschedulable()) && !tainted;
    }

    private static Inventory.Node node(Node node) {
        Map<String, Quantity> allocatable = node.getStatus().getAllocatable();
        Map<String, String> labels = node.getMetadata().getLabels();
        return new Inventory.Node(
                node.getMetadata().getName(),
                labels == null ? "" : labels.getOrDefault("topology.kubernetes.io/region", ""),
                allocatable
                        .getOrDefault("cpu", new Quantity("0"))
                        .getNumericalAmount()
                        .movePointRight(3)
                        .longValue(),
                allocatable
                        .getOrDefault("memory", new Quantity("0"))
                        .getNumericalAmount()
                        .longValue(),
                allocatable
                        .getOrDefault("pods", new Quantity("0"))
                        .getNumericalAmount()
                        .intValue());
    }
}
