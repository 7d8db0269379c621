package dev.softphone.loadtest.operator;

import dev.softphone.loadtest.api.v1alpha1.RunnerTemplateSpec;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

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

    private final Supplier<Optional<List<Node>>> source;
    private final Clock clock;
    private Optional<List<Node>> last = Optional.empty();
    private Instant readAt = Instant.MIN;

    @Inject
    public NodeInventory(KubernetesClient client, Clock clock) {
        this(() -> read(client), clock);
    }

    /** @param source of all nodes; nothing without the right to read them */
    NodeInventory(Supplier<Optional<List<Node>>> source, Clock clock) {
        this.source = source;
        this.clock = clock;
    }

    /** @param template of the pods that are to go there */
    Inventory read(@Nullable RunnerTemplateSpec template) {
        return nodes().map(all -> Inventory.of(all.stream()
                        .filter(node -> NodeMatch.fits(node, template))
                        .map(NodeInventory::node)
                        .toList()))
                .orElse(Inventory.UNKNOWN);
    }

    private synchronized Optional<List<Node>> nodes() {
        Instant now = clock.instant();
        if (!now.isBefore(readAt.plus(FRESH))) {
            last = source.get();
            readAt = now;
        }
        return last;
    }

    private static Optional<List<Node>> read(KubernetesClient client) {
        try {
            return Optional.of(client.nodes().list().getItems());
        } catch (KubernetesClientException e) {
            if (e.getCode() == 403) {
                return Optional.empty();
            }
            throw e;
        }
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
