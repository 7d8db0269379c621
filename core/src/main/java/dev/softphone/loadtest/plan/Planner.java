package dev.softphone.loadtest.plan;

import dev.softphone.loadtest.model.LoadTest;
import dev.softphone.loadtest.model.Placement;
import dev.softphone.loadtest.model.Placement.Region;
import dev.softphone.loadtest.plan.ExecutionPlan.RegionPlan;
import dev.softphone.loadtest.plan.Infeasible.Shortage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How many runners a test needs, where, and whether the cluster can carry them.
 *
 * <pre>
 * softphones of a region = its weight's exact share, Σ = the request      {@link Shares}
 * runners of a region    = softphones / what one runner carries, up       {@link RunnerCapacity}, {@link SoftphoneCost}
 * its nodes carry        Σ over nodes min(CPU, memory, pods, ports) ≥ runners          with capacity Existing
 * its NAT gateway carries 0.8 · addresses · portsPerAddress ≥ softphones · ports       always
 * </pre>
 *
 * The nodes decide only whether a plan can be carried, never what the plan is: the same test has the same plan whatever
 * nodes come and go, and more nodes never refuse what fewer carried.
 */
public final class Planner {

    /** The most runners of a test. */
    public static final int MOST_RUNNERS = 9_999;

    private final LoadTest test;
    private final Inventory inventory;
    private final RunnerSize size;
    private final SoftphoneCost cost;
    private final RunnerCapacity capacity;
    private final List<Shortage> shortages = new ArrayList<>();

    private Planner(LoadTest test, Inventory inventory, RunnerSize size) {
        this.test = test;
        this.inventory = inventory;
        this.size = size;
        this.cost = SoftphoneCost.of(test);
        Placement placement = test.placement();
        this.capacity = RunnerCapacity.of(
                placement.maxSoftphonesPerRunner(), placement.egress().mode(), size, cost);
    }

    /** Plans a test; every shortage is found at once. */
    public static Planning plan(LoadTest test, Inventory inventory, RunnerSize size) {
        return new Planner(test, inventory, size).plan();
    }

    private Planning plan() {
        sourceAddresses();
        runnerSize();
        if (!shortages.isEmpty()) {
            return new Infeasible(shortages, List.of(capacity.sentence()));
        }
        List<RegionPlan> regions = regions();
        List<String> arithmetic = new Arithmetic(test, inventory, size, cost, capacity).of(regions);
        ClusterFit fit = new ClusterFit(test, inventory, size, cost, capacity);
        List<Shortage> missing = regions.stream().flatMap(fit::shortages).toList();
        return missing.isEmpty() ? new ExecutionPlan(regions, arithmetic) : new Infeasible(missing, arithmetic);
    }

    private void sourceAddresses() {
        if (!test.sourceAddresses().isEmpty()) {
            shortages.add(new Shortage(
                    "placement.sourceAddresses",
                    Shortage.SOURCE_ADDRESSES,
                    "none in a cluster, where each runner has its pod's address",
                    test.sourceAddresses().size() + "; regions of unequal weight tell the same"));
        }
    }

    private void runnerSize() {
        for (RunnerCapacity.Term term : capacity.terms()) {
            if (term.softphones() < 1) {
                shortages.add(new Shortage(
                        term.path(), Shortage.RUNNER_TOO_SMALL, "room for one softphone or more", term.observed()));
            }
        }
        if (!shortages.isEmpty()) {
            return;
        }
        long runners = regionSoftphones().stream().mapToLong(capacity::runners).sum();
        if (runners > MOST_RUNNERS) {
            RunnerCapacity.Term tightest = capacity.tightest();
            shortages.add(new Shortage(
                    tightest.path(),
                    Shortage.TOO_MANY_RUNNERS,
                    String.format(Locale.ROOT, "%,d runners at most", MOST_RUNNERS),
                    String.format(
                            Locale.ROOT,
                            "%,d, with %s on one",
                            runners,
                            ClusterFit.count(tightest.softphones(), "softphone", "softphones"))));
        }
    }

    private List<Region> named() {
        List<Region> regions = test.placement().regions();
        return regions.isEmpty() ? List.of(new Region(Placement.WHOLE_CLUSTER, 1)) : regions;
    }

    private List<Integer> weights() {
        return named().stream().map(Region::weight).toList();
    }

    private List<Long> regionSoftphones() {
        Shares shares = Shares.of(weights());
        List<Long> softphones = new ArrayList<>();
        for (int ordinal = 0; ordinal < shares.owners(); ordinal++) {
            softphones.add(shares.countOf(ordinal, test.softphones()));
        }
        return softphones;
    }

    private List<RegionPlan> regions() {
        List<Long> softphones = regionSoftphones();
        List<RegionPlan> regions = new ArrayList<>();
        for (int ordinal = 0; ordinal < softphones.size(); ordinal++) {
            long own = softphones.get(ordinal);
            regions.add(
                    new RegionPlan(named().get(ordinal).name(), ordinal, weights(), (int) capacity.runners(own), own));
        }
        return regions;
    }
}
