package dev.softphone.loadtest.plan;

import dev.softphone.loadtest.model.LoadTest;
import dev.softphone.loadtest.model.Placement.Egress;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Whether every node carries the softphones of the pods that were really scheduled on it. The planner counts on pods that
 * spread; a scheduler that had less room than was thought puts them where there is some.
 *
 * <pre>softphones of a node <= 0.8 · 64,512 (behind the node's address; elsewhere 0.8 · 131,072) / ports of a softphone</pre>
 */
public final class NodeBudget {
    private NodeBudget() {}

    /**
     * What is wrong, for people; empty when every node carries its share.
     *
     * @param softphones by the name of the node
     */
    public static Optional<String> exceeded(LoadTest test, Map<String, Long> softphones) {
        Egress.Mode egress = test.placement().egress().mode();
        int ports = SoftphoneCost.of(test).ports();
        long most = RunnerCapacity.nodePorts(egress) / ports;
        return new TreeMap<>(softphones)
                .entrySet().stream()
                        .filter(node -> node.getValue() > most)
                        .findFirst()
                        .map(node -> String.format(
                                Locale.ROOT,
                                "node %s: required at most %,d softphones of %d %s each in %,d %s, observed %,d; spread the"
                                        + " runners over more nodes",
                                node.getKey(),
                                most,
                                ports,
                                ports == 1 ? "port" : "ports",
                                RunnerCapacity.nodePorts(egress),
                                egress == Egress.Mode.NodeMasquerade
                                        ? "ports behind its address"
                                        : "entries of its connection tracking",
                                node.getValue()));
    }
}
