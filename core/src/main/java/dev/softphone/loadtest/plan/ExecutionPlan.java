package dev.softphone.loadtest.plan;

import java.util.ArrayList;
import java.util.List;

/**
 * Which runners a test needs, and what each does.
 *
 * @param regions in the order of the spec, those without softphones included; never empty
 */
public record ExecutionPlan(List<RegionPlan> regions, List<String> arithmetic) implements Planning {

    public ExecutionPlan {
        regions = List.copyOf(regions);
        arithmetic = List.copyOf(arithmetic);
    }

    /**
     * One region's runners.
     *
     * @param ordinal its place in {@code weights}
     * @param weights of all regions
     * @param runners 0 where the region has no softphones
     */
    public record RegionPlan(String name, int ordinal, List<Integer> weights, int runners, long softphones) {
        public RegionPlan {
            weights = List.copyOf(weights);
        }

        /** How many softphones the fullest of its runners has; the others have as many or one less. */
        public long mostOnARunner() {
            return runners == 0 ? 0 : Wholes.up(softphones, runners);
        }
    }

    /** How many runners there are. */
    public int runners() {
        return regions.stream().mapToInt(RegionPlan::runners).sum();
    }

    /** How many softphones there are. */
    public long softphones() {
        return regions.stream().mapToLong(RegionPlan::softphones).sum();
    }

    /** Every runner, by number. */
    public List<RunnerAssignment> assignments() {
        List<RunnerAssignment> assignments = new ArrayList<>();
        for (RegionPlan region : regions) {
            if (region.runners() == 0) {
                continue;
            }
            Shares shares = Shares.equal(region.runners());
            for (int index = 0; index < region.runners(); index++) {
                assignments.add(new RunnerAssignment(
                        assignments.size(),
                        region.name(),
                        index,
                        region.runners(),
                        region.ordinal(),
                        region.weights(),
                        shares.countOf(index, region.softphones())));
            }
        }
        return assignments;
    }
}
