package dev.softphone.loadtest.plan;

import dev.softphone.loadtest.model.LoadTest;
import dev.softphone.loadtest.model.Placement;
import dev.softphone.loadtest.model.Placement.Egress;
import dev.softphone.loadtest.plan.ExecutionPlan.RegionPlan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** How a plan came about, in sentences. They say nothing of the nodes there are: those do not shape the plan. */
record Arithmetic(LoadTest test, Inventory inventory, RunnerSize size, SoftphoneCost cost, RunnerCapacity capacity) {

    List<String> of(List<RegionPlan> regions) {
        List<String> sentences = new ArrayList<>();
        sentences.add(ports(regions));
        sentences.add(capacity.sentence());
        regions.forEach(region -> sentences.add(runners(region)));
        egress(regions, sentences);
        sentences.add(nodes());
        return List.copyOf(sentences);
    }

    /** Of the fullest runner, whose pod has one address. */
    private String ports(List<RegionPlan> regions) {
        RegionPlan fullest = regions.stream()
                .max(Comparator.comparingLong(RegionPlan::mostOnARunner))
                .orElseThrow();
        String sentence = RunnerCapacity.ports(size)
                .sentence(fullest.mostOnARunner(), fullest.mostOnARunner() * (cost.ports() - 1));
        long runners = regions.stream().mapToLong(RegionPlan::runners).sum();
        return runners == 1 ? sentence : "on the fullest runner " + sentence;
    }

    private String runners(RegionPlan region) {
        if (region.runners() == 0) {
            return region.name() + ": no softphones";
        }
        String sentence = String.format(
                Locale.ROOT,
                "%s: %,d of %,d softphones on %,d %s",
                region.name(),
                region.softphones(),
                test.softphones(),
                region.runners(),
                region.runners() == 1 ? "runner" : "runners");
        return region.runners() == 1
                ? sentence
                : sentence
                        + String.format(
                                Locale.ROOT, ", at most %,d on one: %s", region.mostOnARunner(), decides(region));
    }

    private String decides(RegionPlan region) {
        RunnerCapacity.Term tightest = capacity.tightest();
        return Wholes.up(region.softphones(), tightest.softphones()) == region.runners()
                ? "decided by " + tightest.name()
                : "that many fit on fewer nodes";
    }

    private void egress(List<RegionPlan> regions, List<String> sentences) {
        Egress egress = test.placement().egress();
        for (RegionPlan region : regions) {
            long ports = region.softphones() * cost.ports();
            if (ports == 0 || egress.mode() == Egress.Mode.PodAddress) {
                continue;
            }
            sentences.add(
                    egress.mode() == Egress.Mode.NatGateway
                            ? String.format(
                                    Locale.ROOT,
                                    "%s: %,d of %,d ports of its NAT gateway, at most %,d of them in use",
                                    region.name(),
                                    ports,
                                    (long) egress.addresses() * egress.portsPerAddress(),
                                    ClusterFit.natPorts(egress))
                            : String.format(
                                    Locale.ROOT,
                                    "%s: %,d ports; all pods of a node share %,d, at most %,d of them in use: %,d or more"
                                            + " nodes",
                                    region.name(),
                                    ports,
                                    RunnerCapacity.MASQUERADE_PORTS,
                                    RunnerCapacity.nodePorts(egress.mode()),
                                    Wholes.up(region.runners(), capacity.runnersOnANode(region.mostOnARunner()))));
        }
    }

    private String nodes() {
        if (test.placement().capacity() == Placement.Capacity.Elastic) {
            return "nodes may be added: what they have free was not checked";
        }
        return inventory.knowledge() == Inventory.Knowledge.Known
                ? "each runner takes " + size.words() + " of what the nodes have free"
                : "nodes unknown: what they have free was not checked";
    }
}
