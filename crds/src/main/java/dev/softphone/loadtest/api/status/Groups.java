package dev.softphone.loadtest.api.status;

import dev.softphone.loadtest.api.v1alpha1.StatusCounts.Address;
import dev.softphone.loadtest.api.v1alpha1.StatusCounts.Group;
import dev.softphone.loadtest.api.v1alpha1.StatusCounts.Side;
import dev.softphone.loadtest.api.v1alpha1.StatusCounts.Step;
import dev.softphone.loadtest.api.v1alpha1.StatusCounts.TrialResult;
import dev.softphone.loadtest.measure.Bounded;
import dev.softphone.loadtest.measure.GroupCounts;
import dev.softphone.loadtest.measure.Histograms.Frozen;
import dev.softphone.loadtest.measure.Measurements;
import dev.softphone.loadtest.measure.Metric;
import dev.softphone.loadtest.measure.SoftphoneCounts;
import dev.softphone.loadtest.measure.StepCounts;
import dev.softphone.loadtest.measure.Trial;
import dev.softphone.loadtest.verdict.Evidence;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Counts by step, trial, organization and address. */
final class Groups {

    private static final int MOST_STEPS = 50;
    static final int NAME = 63;

    private Groups() {}

    /** What was folded together comes last. */
    static <V> Comparator<Map.Entry<String, V>> byName() {
        return Comparator.comparing(
                        (Map.Entry<String, V> entry) -> entry.getKey().equals(Bounded.OTHER))
                .thenComparing(Map.Entry::getKey);
    }

    static List<Step> steps(Evidence evidence) {
        List<Trial> trials = evidence.trials();
        return trials.isEmpty()
                ? folded(evidence.measurements().steps())
                : trials.stream()
                        .skip(Math.max(0, trials.size() - MOST_STEPS))
                        .map(Groups::trial)
                        .toList();
    }

    /** Neighbours are taken together until the rows are few enough, so that their sums stay whole. */
    private static List<Step> folded(List<StepCounts> steps) {
        int together = (steps.size() + MOST_STEPS - 1) / MOST_STEPS;
        List<Step> rows = new ArrayList<>();
        for (int from = 0; from < steps.size(); from += together) {
            rows.add(steps.subList(from, Math.min(from + together, steps.size())).stream()
                    .reduce(StepCounts::plus)
                    .map(Groups::step)
                    .orElseThrow());
        }
        return rows;
    }

    private static Step step(StepCounts counts) {
        return new Step(
                null,
                (long) counts.softphones(),
                counts.startAfterMillis(),
                null,
                null,
                counts.connected(),
                counts.rejected(),
                counts.failed(),
                counts.dropped(),
                longest(counts.maxHandshakeMicros()));
    }

    private static Step trial(Trial trial) {
        SoftphoneCounts counts = trial.measurements().softphones();
        Frozen handshakes = trial.measurements().histograms().getOrDefault(Metric.HANDSHAKE, Frozen.EMPTY);
        return new Step(
                (long) trial.number(),
                (long) trial.softphones(),
                null,
                trial.rampMillis(),
                trial.held() ? TrialResult.Held : TrialResult.NotHeld,
                counts.connected(),
                counts.rejected(),
                counts.failed(),
                counts.droppedAfterConnect(),
                longest(handshakes.max()));
    }

    private static @Nullable Long longest(long micros) {
        return micros == 0 ? null : Long.valueOf(Cut.millis(micros));
    }

    static List<Group> organizations(Measurements measured) {
        return measured.organizations().entrySet().stream()
                .sorted(byName())
                .map(entry -> {
                    GroupCounts counts = entry.getValue();
                    return new Group(
                            Cut.to(NAME, entry.getKey()),
                            counts.started(),
                            counts.connected(),
                            counts.rejected(),
                            counts.failed(),
                            counts.dropped());
                })
                .toList();
    }

    static List<Address> addresses(Measurements measured) {
        return Stream.concat(
                        addresses(Side.Remote, measured.remoteAddresses()),
                        addresses(Side.Local, measured.localAddresses()))
                .toList();
    }

    private static Stream<Address> addresses(Side side, Map<String, GroupCounts> addresses) {
        return addresses.entrySet().stream().sorted(byName()).map(entry -> {
            GroupCounts counts = entry.getValue();
            return new Address(
                    side,
                    Cut.to(NAME, entry.getKey()),
                    counts.started(),
                    counts.connected(),
                    counts.rejected(),
                    counts.failed(),
                    counts.dropped());
        });
    }
}
