package dev.softphone.loadtest.api.status;

import dev.softphone.loadtest.api.v1alpha1.StatusCounts.Region;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a status tells only in a cluster.
 *
 * @param ready whether every runner's pod has been armed
 * @param reason why not, or that they are; one word
 * @param message the same in a sentence
 * @param regions counts by region, in the order of the plan
 * @param plan the arithmetic of the plan
 * @param report the ConfigMap that holds the whole report
 */
public record ClusterView(
        boolean ready,
        String reason,
        String message,
        List<Region> regions,
        List<String> plan,
        Optional<String> report) {
    public ClusterView(boolean ready, String reason, String message, List<Region> regions, List<String> plan) {
        this(ready, reason, message, regions, plan, Optional.empty());
    }

    /** Of all sentences of the plan together. */
    private static final int PLAN = 1_500;

    private static final int SENTENCE = 400;

    /** As many as fit. */
    private static List<String> fitting(List<String> sentences) {
        List<String> kept = new ArrayList<>();
        int left = PLAN;
        for (String sentence : sentences) {
            String cut = Cut.to(SENTENCE, sentence);
            left -= cut.length();
            if (left < 0) {
                break;
            }
            kept.add(cut);
        }
        return List.copyOf(kept);
    }

    /** The same with a report. */
    public ClusterView reportedIn(String configMap) {
        return new ClusterView(ready, reason, message, regions, plan, Optional.of(configMap));
    }

    public ClusterView {
        regions = List.copyOf(regions);
        plan = fitting(plan);
    }
}
