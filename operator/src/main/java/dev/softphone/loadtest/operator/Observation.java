package dev.softphone.loadtest.operator;

import dev.softphone.loadtest.api.v1alpha1.SoftphoneLoadTest;
import dev.softphone.loadtest.measure.Measurements;
import dev.softphone.loadtest.measure.Trial;
import dev.softphone.loadtest.operator.resources.Control;
import dev.softphone.loadtest.operator.turn.Queue;
import dev.softphone.loadtest.plan.ExecutionPlan;
import dev.softphone.loadtest.plan.Inventory;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Everything a decision rests on, gathered once.
 *
 * @param resource as the API server holds it
 * @param now the operator's clock
 * @param plan stored before anything was created
 * @param control the object the runners watch
 * @param runners in the order of their numbers
 * @param measured what the runners of a region said last, together, without a series
 * @param details of the final reports; read when asked for
 * @param troubles why pods do not come up, a sentence each, with the object's name
 * @param inventory what is known of the cluster's nodes
 * @param since when the plan was stored, or the test created before that
 * @param jobs of the test's regions
 * @param queue whom the test waits for, as long as there is no plan
 * @param trials of a search that have ended and are stored
 */
public record Observation(
        SoftphoneLoadTest resource,
        Instant now,
        Optional<ExecutionPlan> plan,
        Optional<Control> control,
        List<RunnerState> runners,
        Map<String, Measurements> measured,
        Supplier<Details> details,
        List<String> troubles,
        Inventory inventory,
        Instant since,
        List<Job> jobs,
        Optional<Queue> queue,
        List<Trial> trials) {
    public Observation {
        runners = List.copyOf(runners);
        measured = Map.copyOf(measured);
        troubles = List.copyOf(troubles);
        jobs = List.copyOf(jobs);
        trials = List.copyOf(trials);
    }
}
