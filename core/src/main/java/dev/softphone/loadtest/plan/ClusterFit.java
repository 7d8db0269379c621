package dev.softphone.loadtest.plan;

import dev.softphone.loadtest.model.LoadTest;
import dev.softphone.loadtest.model.Placement;
import dev.softphone.loadtest.model.Placement.Egress;
import dev.softphone.loadtest.plan.ExecutionPlan.RegionPlan;
import dev.softphone.loadtest.plan.Infeasible.Shortage;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether the cluster carries the runners of a region, and if not, what is missing. */
record ClusterFit(LoadTest test, Inventory inventory, RunnerSize size, SoftphoneCost cost, RunnerCapacity capacity) {

    private static final long NAT_PERCENT = 80;

    Stream<Shortage> shortages(RegionPlan region) {
        return Stream.of(natGateway(region), nodes(region)).flatMap(Optional::stream);
    }

    private Optional<Shortage> natGateway(RegionPlan region) {
        Egress egress = test.placement().egress();
        long ports = region.softphones() * cost.ports();
        if (egress.mode() != Egress.Mode.NatGateway || ports <= natPorts(egress)) {
            return Optional.empty();
        }
        long missing = Wholes.up(ports * 100, egress.portsPerAddress() * NAT_PERCENT) - egress.addresses();
        return Optional.of(new Shortage(
                "placement.egress",
                Shortage.PORTS,
                String.format(
                        Locale.ROOT,
                        "%,d ports of the NAT gateway for %,d softphones in %s",
                        ports,
                        region.softphones(),
                        words(region)),
                String.format(
                        Locale.ROOT,
                        "%,d, being %d %% of %,d on each of %s: needs %s in %s",
                        natPorts(egress),
                        NAT_PERCENT,
                        egress.portsPerAddress(),
                        count(egress.addresses(), "address", "addresses"),
                        count(missing, "more address", "more addresses"),
                        words(region))));
    }

    /** The most ports of a region's NAT gateway that a test may use. */
    static long natPorts(Egress egress) {
        return (long) egress.addresses() * egress.portsPerAddress() * NAT_PERCENT / 100;
    }

    private Optional<Shortage> nodes(RegionPlan region) {
        if (region.runners() == 0
                || test.placement().capacity() == Placement.Capacity.Elastic
                || inventory.knowledge() == Inventory.Knowledge.Unknown) {
            return Optional.empty();
        }
        NodeRoom room = NodeRoom.of(
                inventory.nodes().stream()
                        .filter(node -> test.placement().regions().isEmpty()
                                || node.region().equals(region.name()))
                        .toList(),
                size,
                capacity.runnersOnANode(region.mostOnARunner()));
        if (room.runners() >= region.runners()) {
            return Optional.empty();
        }
        boolean ports = room.runnersButForPorts() >= region.runners();
        String runners = count(region.runners(), "runner", "runners");
        return Optional.of(new Shortage(
                test.placement().regions().isEmpty() ? "placement" : "placement.regions[" + region.ordinal() + "]",
                ports ? Shortage.PORTS : Shortage.CAPACITY,
                ports
                        ? String.format(Locale.ROOT, "ports for %s of %,d softphones", runners, region.mostOnARunner())
                        : "room for " + runners + " of " + size.words(),
                String.format(
                        Locale.ROOT,
                        "%s for %,d on %s: needs %s in %s%s",
                        ports ? "ports" : "room",
                        room.runners(),
                        count(room.nodes(), "node", "nodes")
                                + (ports || room.nodes() == 0 ? "" : ", short of " + room.scarcest()),
                        count(room.moreNodes(region.runners()), "more node", "more nodes"),
                        words(region),
                        room.bestNode() == 0 ? ", for one runner each" : "")));
    }

    static String count(long n, String one, String many) {
        return String.format(Locale.ROOT, "%,d %s", n, n == 1 ? one : many);
    }

    private String words(RegionPlan region) {
        return test.placement().regions().isEmpty() ? "the cluster" : region.name();
    }
}
