package dev.softphone.loadtest.plan;

import java.util.List;

/**
 * What the planner knows of the cluster.
 *
 * @param nodes those that runners may be scheduled to, in any order; empty where they are not known
 */
public record Inventory(Knowledge knowledge, List<Node> nodes) {

    /** Without the right to read nodes. */
    public static final Inventory UNKNOWN = new Inventory(Knowledge.Unknown, List.of());

    public Inventory {
        nodes = List.copyOf(nodes);
    }

    public static Inventory of(List<Node> nodes) {
        return new Inventory(Knowledge.Known, nodes);
    }

    /** Whether the nodes could be read: none seen is not the same as none there. */
    public enum Knowledge {
        Known,
        Unknown
    }

    /**
     * A node, with what its pods' requests leave. What is overcommitted is negative, and counts as nothing.
     *
     * @param region the value of {@code topology.kubernetes.io/region}, or the empty string
     */
    public record Node(String name, String region, long freeMilliCpu, long freeMemoryBytes, int freePods) {}
}
