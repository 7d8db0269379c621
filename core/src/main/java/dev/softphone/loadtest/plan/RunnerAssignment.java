package dev.softphone.loadtest.plan;

import java.util.List;

/**
 * One runner of a plan: which softphones, arrivals and parts of the limits are its own. First they are dealt to the
 * regions by weight, then evenly to a region's runners.
 *
 * @param number over all regions, from 0
 * @param indexInRegion from 0
 * @param runnersInRegion how many share the region's part
 * @param regionOrdinal the region's place in {@code regionWeights}
 * @param regionWeights of all regions, those without softphones included
 * @param softphones how many are its own
 */
public record RunnerAssignment(
        int number,
        String region,
        int indexInRegion,
        int runnersInRegion,
        int regionOrdinal,
        List<Integer> regionWeights,
        long softphones) {

    public RunnerAssignment {
        regionWeights = List.copyOf(regionWeights);
    }

    /** What of every whole that is dealt is this runner's. */
    public Part part() {
        return Part.WHOLE
                .split(Shares.of(regionWeights), regionOrdinal)
                .split(Shares.equal(runnersInRegion), indexInRegion);
    }
}
