package dev.softphone.loadtest.model;

import java.util.List;
import java.util.OptionalInt;

/**
 * Where the runners of a cluster go. A run from one machine takes none of it.
 *
 * @param regions who gets which share of the softphones; empty: any node, as one region {@link #WHOLE_CLUSTER}
 * @param maxSoftphonesPerRunner the user's ceiling on one runner; absent: what a runner can carry
 * @param capacity whether the runners must fit on the nodes that are there
 * @param egress whose source address the gateway sees
 */
public record Placement(List<Region> regions, OptionalInt maxSoftphonesPerRunner, Capacity capacity, Egress egress) {

    /** The one region of a test that names none. No test may give a region this name. */
    public static final String WHOLE_CLUSTER = "default";

    /** One runner after the other on any existing node, each with an address of its own. */
    public static final Placement ANYWHERE =
            new Placement(List.of(), OptionalInt.empty(), Capacity.Existing, new Egress(Egress.Mode.PodAddress, 0, 0));

    public Placement {
        regions = List.copyOf(regions);
    }

    /**
     * A group of nodes.
     *
     * @param name the value of the nodes' label {@code topology.kubernetes.io/region}
     * @param weight its share of the softphones; 0: none
     */
    public record Region(String name, int weight) {}

    /** Whether nodes may be added for a test. */
    public enum Capacity {
        /** The runners must fit into what the nodes have free. */
        Existing,
        /** An autoscaler may add nodes: only what no node can cure is refused. */
        Elastic
    }

    /**
     * Whose address the gateway sees as the source of a connection, and so whose ports connections use up.
     *
     * @param addresses of one region's NAT gateway; 0 unless {@link Mode#NatGateway}
     * @param portsPerAddress of one region's NAT gateway, towards one destination; 0 unless {@link Mode#NatGateway}
     */
    public record Egress(Mode mode, int addresses, int portsPerAddress) {
        public enum Mode {
            /** Every pod has an address that the gateway sees. */
            PodAddress,
            /** All pods of a node share the node's address. */
            NodeMasquerade,
            /** All pods of a region share the addresses of a NAT gateway. */
            NatGateway
        }
    }
}
