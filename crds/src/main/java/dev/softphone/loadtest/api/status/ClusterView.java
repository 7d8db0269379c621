package dev.softphone.loadtest.api.status;

import dev.softphone.loadtest.api.v1alpha1.StatusCounts.Region;
import java.util.List;

/**
 * What a status tells only in a cluster.
 *
 * @param ready whether every runner's pod has been armed
 * @param reason why not, or that they are; one word
 * @param message the same in a sentence
 * @param regions counts by region, in the order of the plan
 * @param plan the arithmetic of the plan
 */
public record ClusterView(boolean ready, String reason, String message, List<Region> regions, List<String> plan) {
    public ClusterView {
        regions = List.copyOf(regions);
        plan = List.copyOf(plan);
    }
}
