package dev.softphone.loadtest.runner.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.softphone.loadtest.api.v1alpha1.RunPolicy;
import dev.softphone.loadtest.model.Placement;
import dev.softphone.loadtest.model.Placement.Egress;
import dev.softphone.loadtest.runner.RefusedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a manifest says to a cluster, where there is none. */
final class ClusterFields {
    private static final List<String> WHOLE = List.of("onRunnerLoss", "overlap", "retention", "runnerTemplate");

    private ClusterFields() {}

    /** Refuses a test that is told to stop: a run from this machine starts here, and Ctrl-C stops it. */
    static void refuseStop(ObjectNode resource) throws RefusedException {
        String policy = resource.at("/spec/runPolicy").asText();
        if (policy.equals(RunPolicy.Stop.name())) {
            throw new RefusedException("spec.runPolicy: required " + RunPolicy.Run
                    + " for a run from this machine, which has nothing to stop before it starts, observed " + policy);
        }
    }

    /**
     * Which fields do not count here; absent when none of them is given.
     *
     * @param resource as the user wrote it
     */
    static Optional<String> notice(ObjectNode resource, Placement placement, int softphones) {
        List<String> fields = new ArrayList<>();
        WHOLE.stream()
                .filter(field -> resource.path("spec").has(field))
                .map(field -> "spec." + field)
                .forEach(fields::add);
        if (!placement.regions().isEmpty()) {
            fields.add("spec.placement.regions");
        }
        if (placement.maxSoftphonesPerRunner().isPresent()) {
            fields.add("spec.placement.maxSoftphonesPerRunner");
        }
        if (placement.capacity() != Placement.Capacity.Existing) {
            fields.add("spec.placement.capacity");
        }
        if (placement.egress().mode() != Egress.Mode.PodAddress) {
            fields.add("spec.placement.egress");
        }
        return fields.isEmpty()
                ? Optional.empty()
                : Optional.of("In a cluster only: " + String.join(", ", fields) + ". Here "
                        + (softphones == 1 ? "the one softphone runs" : "all " + softphones + " softphones run")
                        + " from this machine.");
    }
}
