package dev.softphone.loadtest.plan;

import dev.softphone.loadtest.model.Placement.Egress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * How many softphones a runner and a node carry, whatever the region. A runner carries the least of its terms:
 *
 * <pre>
 * maxSoftphonesPerRunner   as the user says
 * ports                    capacity of {@link PortBudget}, one address, one destination, connect() / ports of a softphone
 * node                     see below
 * descriptors              capacity of {@link DescriptorBudget} / descriptors of a softphone
 * memory                   (limit - 192 MiB) / memory of a softphone
 * CPU                      (0.6 · CPU - 50m) · N / cpu of all N; 50m are the process's own
 *
 * node                     0.8 · 64,512 / ports of a softphone, behind the node's address: masquerading gives 1024 to 65535
 *                          0.8 · 131,072 / ports of a softphone elsewhere: the least connection tracking of kube-proxy
 * </pre>
 *
 * @param terms in the order above
 * @param perNode softphones of one node, whatever the number of its pods
 */
record RunnerCapacity(List<Term> terms, long perNode) {

    static final long MASQUERADE_PORTS = 64_512;
    private static final long CONNTRACK_ENTRIES = 131_072;
    private static final long PROCESS_BYTES = 192L << 20;
    private static final long BUSY_PERCENT = 60;
    private static final long PROCESS_MILLI_CPU = 50;
    private static final long NODE_PERCENT = 80;
    private static final long NANOS_PER_MILLI_CPU = 1_000_000;

    /**
     * One limit on the softphones of a runner.
     *
     * @param name as in "decided by memory"
     * @param path what could be raised
     * @param observed what it is now
     */
    record Term(String name, long softphones, String path, String observed) {}

    static RunnerCapacity of(OptionalInt most, Egress.Mode egress, RunnerSize size, SoftphoneCost cost) {
        long perNode = nodePorts(egress) / cost.ports();
        List<Term> terms = new ArrayList<>();
        most.ifPresent(limit -> terms.add(
                new Term("maxSoftphonesPerRunner", limit, "placement.maxSoftphonesPerRunner", String.valueOf(limit))));
        terms.add(new Term(
                "ports",
                ports(size).capacity() / cost.ports(),
                "runner.ports",
                size.portLow() + " to " + size.portHigh()));
        terms.add(new Term(
                egress == Egress.Mode.NodeMasquerade ? "the node's ports" : "the node's connection tracking",
                perNode,
                "placement.egress",
                egress.name()));
        terms.add(new Term(
                "descriptors",
                new DescriptorBudget(size.descriptors()).capacity() / cost.descriptors(),
                "runner.descriptors",
                String.format(Locale.ROOT, "%,d", size.descriptors())));
        terms.add(new Term(
                "memory",
                Math.max(0, size.memoryBytes() - PROCESS_BYTES) / cost.memoryBytes(),
                "runner.memory",
                String.format(Locale.ROOT, "%,d MiB", size.memoryBytes() >> 20)));
        terms.add(new Term(
                "CPU",
                Math.max(0, size.milliCpu() * BUSY_PERCENT / 100 - PROCESS_MILLI_CPU)
                        * NANOS_PER_MILLI_CPU
                        * cost.softphones()
                        / cost.cpuNanosPerSecond(),
                "runner.cpu",
                String.format(Locale.ROOT, "%,dm", size.milliCpu())));
        return new RunnerCapacity(List.copyOf(terms), perNode);
    }

    /** The port budget of one runner. */
    static PortBudget ports(RunnerSize size) {
        return new PortBudget(size.portLow(), size.portHigh(), 0, PortBudget.PortChoice.Connect, Shares.equal(1), 1, 0);
    }

    /** The most ports that all pods of a node may use together. */
    static long nodePorts(Egress.Mode egress) {
        return (egress == Egress.Mode.NodeMasquerade ? MASQUERADE_PORTS : CONNTRACK_ENTRIES) * NODE_PERCENT / 100;
    }

    /** The term that leaves the fewest softphones; the first of them. */
    Term tightest() {
        return terms.stream().min(Comparator.comparingLong(Term::softphones)).orElseThrow();
    }

    /** The most softphones of one runner. */
    long perRunner() {
        return tightest().softphones();
    }

    /**
     * How many runners carry so many softphones: as few as they can be, or up to twice as many where smaller ones fit on
     * fewer nodes. Two of 29,000 do not fit behind one address of 51,609 ports; two of 25,800 do.
     */
    long runners(long softphones) {
        if (softphones == 0) {
            return 0;
        }
        long fewest = Wholes.up(softphones, perRunner());
        long best = fewest;
        for (long runners = fewest; runners <= 2 * fewest && nodes(softphones, best) > nodes(softphones); runners++) {
            if (nodes(softphones, runners) < nodes(softphones, best)) {
                best = runners;
            }
        }
        return best;
    }

    /** How many nodes carry so many softphones, were they dealt as one wants. */
    long nodes(long softphones) {
        return Wholes.up(softphones, perNode);
    }

    private long nodes(long softphones, long runners) {
        return Wholes.up(runners, runnersOnANode(Wholes.up(softphones, runners)));
    }

    /** How many runners of so many softphones share a node; at least one does. */
    long runnersOnANode(long softphonesOfARunner) {
        return perNode / softphonesOfARunner;
    }

    /** For people. */
    String sentence() {
        return String.format(Locale.ROOT, "a runner carries at most %,d softphones: ", perRunner())
                + terms.stream()
                        .map(term -> String.format(Locale.ROOT, "%,d by %s", term.softphones(), term.name()))
                        .collect(Collectors.joining(", "));
    }
}
