package dev.softphone.loadtest.operator;

import dev.softphone.loadtest.plan.Inventory;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The nodes a plan may use, read when a plan is to be made and not again for {@link #FRESH}: a test that waits is looked at
 * every few seconds. Without the right to read them the inventory is unknown, and the plan says so.
 *
 * <p>What other pods of a node have asked for is not known here: what a node can allocate counts as free, and pods that
 * do not fit show up as unschedulable.
 */
@ApplicationScoped
public class NodeInventory {
    static final Duration FRESH = Duration.ofSeconds(10);

    private final Supplier<Inventory> source;
    private final Clock clock;
    private Optional<Inventory> last = Optional.empty();
    private Instant readAt = Instant.MIN;

    @Inject
    public NodeInventory(KubernetesClient client, Clock clock) {
        this(() -> read(client), clock);
    }

    NodeInventory(Supplier<Inventory> source, Clock clock) {
        this.source = source;
        this.clock = clock;
    }

    synchronized Inventory read() {
        Instant now = clock.instant();
        if (last.isEmpty() || !now.isBefore(readAt.plus(FRESH))) {
            last = Optional.of(source.get());
            readAt = now;
        }
        return last.get();
    }

    private static Inventory read(KubernetesClient client) {
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
