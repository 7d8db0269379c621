package dev.softphone.loadtest.api.status;

import dev.softphone.loadtest.api.read.Violation;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneLoadTestStatus;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneLoadTestStatus.Phase;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneLoadTestStatus.ReportRef;
import dev.softphone.loadtest.api.v1alpha1.StatusCounts.Runners;
import dev.softphone.loadtest.measure.Measurements;
import dev.softphone.loadtest.verdict.Evidence;
import dev.softphone.loadtest.verdict.Judgement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes the status of one moment. A whole status every time: what a later moment does not know (the verdict of a test that
 * still runs) is absent, and of the status before only the times of transitions and of the start are kept.
 *
 * <p>Immutable; one for each status.
 */
public final class StatusFactory {

    private final Instant now;
    private final @Nullable SoftphoneLoadTestStatus previous;
    private final @Nullable Long generation;
    private final @Nullable Instant startedAt;
    private final @Nullable ClusterView cluster;

    /**
     * @param now the wall clock; cut to whole seconds
     * @param previous the status written before, or null for the first
     * @param generation of the spec, or null where there is none, outside of a cluster
     */
    public StatusFactory(Instant now, @Nullable SoftphoneLoadTestStatus previous, @Nullable Long generation) {
        this(now.truncatedTo(ChronoUnit.SECONDS), previous, generation, null, null);
    }

    private StatusFactory(
            Instant now,
            @Nullable SoftphoneLoadTestStatus previous,
            @Nullable Long generation,
            @Nullable Instant startedAt,
            @Nullable ClusterView cluster) {
        this.now = now;
        this.previous = previous;
        this.generation = generation;
        this.startedAt = startedAt;
        this.cluster = cluster;
    }

    /** The same, with the time at which the run began; not needed once a status before holds it. */
    public StatusFactory startedAt(Instant start) {
        return new StatusFactory(now, previous, generation, start.truncatedTo(ChronoUnit.SECONDS), cluster);
    }

    /** The same, with what there is only in a cluster. */
    public StatusFactory in(ClusterView view) {
        return new StatusFactory(now, previous, generation, startedAt, view);
    }

    /** The manifest cannot be run. The verdict stays unset: nothing was tested. */
    public SoftphoneLoadTestStatus refused(List<Violation> violations) {
        return refused("Invalid", violations);
    }

    /** The same, for a reason of its own: {@code InsufficientPorts}, {@code TargetNotAllowed}. */
    public SoftphoneLoadTestStatus refused(String reason, List<Violation> violations) {
        return status(conditions().refused(reason, violations), null, null);
    }

    /** The manifest is complete, and no softphone of the plan has started yet. */
    public SoftphoneLoadTestStatus accepted() {
        return status(conditions().accepted(), null, null);
    }

    /** The run is under way. */
    public SoftphoneLoadTestStatus running(Evidence evidence) {
        return status(conditions().running(evidence), evidence, null);
    }

    /** The run is over and judged. */
    public SoftphoneLoadTestStatus finished(Evidence evidence, Judgement judgement) {
        return status(conditions().finished(evidence, judgement), evidence, judgement);
    }

    /** The only place where the phase comes from. */
    static Phase phase(ConditionList conditions) {
        if (conditions.is(ConditionList.FINISHED)) {
            return conditions.is(ConditionList.ACCEPTED) ? Phase.Finished : Phase.Refused;
        }
        return conditions.is(ConditionList.RUNNING) ? Phase.Running : Phase.Pending;
    }

    private ConditionList conditions() {
        return new ConditionList(now, previous == null ? null : previous.conditions(), cluster);
    }

    private SoftphoneLoadTestStatus status(
            ConditionList conditions, @Nullable Evidence evidence, @Nullable Judgement judgement) {
        Optional<Evidence> seen = Optional.ofNullable(evidence);
        Optional<Measurements> measured = seen.map(Evidence::measurements);
        Optional<Judgement> judged = Optional.ofNullable(judgement);
        return new SoftphoneLoadTestStatus(
                phase(conditions),
                or(seen.map(Evidence::coverage)
                        .map(coverage -> new Runners(
                                (long) coverage.runners(), (long) coverage.reported(), (long) coverage.lost()))),
                or(measured.map(Counts::softphones)),
                or(measured.map(Counts::attempts)),
                or(seen.filter(one -> one.test().call().isPresent()).map(one -> Counts.calls(one.measurements()))),
                or(measured.map(Outcomes::rejections)),
                or(measured.map(Outcomes::failures)),
                or(measured.map(Outcomes::drops)),
                or(measured.flatMap(Latencies::handshake)),
                or(measured.flatMap(Latencies::handshakeService)),
                or(measured.map(Latencies::stages)),
                or(seen.map(Groups::steps)),
                or(measured.map(Groups::organizations)),
                or(seen.flatMap(RestBudgets::of)),
                cluster == null ? null : cluster.regions(),
                cluster == null ? null : cluster.plan(),
                or(measured.map(Groups::addresses)),
                or(judged.map(Judged::thresholds)),
                or(seen.flatMap(HostBlock::ports)),
                or(seen.flatMap(HostBlock::generator)),
                or(seen.flatMap(Evidence::preflight).map(Probes::preflight)),
                or(seen.flatMap(Evidence::slotProbe).map(Probes::slotProbe)),
                or(judged.map(Judgement::verdict)),
                or(judged.map(Judged::causes)),
                cluster == null ? null : or(cluster.report().map(ReportRef::new)),
                conditions.list(),
                startedAt(),
                conditions.is(ConditionList.FINISHED) ? finishedAt() : null,
                generation);
    }

    private @Nullable String startedAt() {
        if (previous != null && previous.startedAt() != null) {
            return previous.startedAt();
        }
        return startedAt == null ? null : startedAt.toString();
    }

    private String finishedAt() {
        return previous != null && previous.finishedAt() != null ? previous.finishedAt() : now.toString();
    }

    private static <T> @Nullable T or(Optional<T> value) {
        return value.orElse(null);
    }
}
