package dev.softphone.loadtest.runner.terminal;

import static dev.softphone.loadtest.api.status.StatusLists.orNone;

import dev.softphone.loadtest.api.v1alpha1.GeneratorStatus;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneLoadTestStatus;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneLoadTestStatus.Condition;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneLoadTestStatus.Outcome;
import dev.softphone.loadtest.api.v1alpha1.StatusCounts;
import dev.softphone.loadtest.measure.AttemptCounts;
import dev.softphone.loadtest.measure.HostEvidence;
import dev.softphone.loadtest.measure.Measurements;
import dev.softphone.loadtest.measure.OutcomeCount;
import dev.softphone.loadtest.measure.OutcomeKey;
import dev.softphone.loadtest.measure.SoftphoneCounts;
import dev.softphone.loadtest.model.Stage;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A test of a cluster as a run on this machine is shown. What its status does not say is not made up. */
final class ClusterProgress {
    private static final long NOBODY_SAYS = -1;

    private ClusterProgress() {}

    /** Without events. */
    static Progress of(String name, SoftphoneLoadTestStatus status, String trouble, Instant now) {
        return new Progress(
                name,
                status.phase() == null ? "pending" : status.phase().name().toLowerCase(Locale.ROOT),
                trouble.isEmpty() ? note(status) : trouble,
                elapsed(status, now),
                0,
                NOBODY_SAYS,
                measured(status),
                StageLines.of(status),
                List.of());
    }

    private static long elapsed(SoftphoneLoadTestStatus status, Instant now) {
        if (status.startedAt() == null) {
            return -1;
        }
        Instant end = status.finishedAt() == null ? now : Instant.parse(status.finishedAt());
        return Math.max(
                0, Duration.between(Instant.parse(status.startedAt()), end).toMillis());
    }

    /** What it waits for, while it does. */
    private static String note(SoftphoneLoadTestStatus status) {
        if (status.phase() == SoftphoneLoadTestStatus.Phase.Refused) {
            return message(status, "Accepted");
        }
        return status.phase() == SoftphoneLoadTestStatus.Phase.Pending ? message(status, "RunnersReady") : "";
    }

    private static String message(SoftphoneLoadTestStatus status, String type) {
        return orNone(status.conditions()).stream()
                .filter(condition -> condition.type().equals(type))
                .map(Condition::message)
                .findFirst()
                .orElse("");
    }

    private static Measurements measured(SoftphoneLoadTestStatus status) {
        Measurements none = Measurements.EMPTY;
        return new Measurements(
                none.elapsedMillis(),
                softphones(status.softphones()),
                attempts(status.attempts()),
                none.calls(),
                outcomes(status),
                none.histograms(),
                none.organizations(),
                none.remoteAddresses(),
                none.localAddresses(),
                none.steps(),
                none.restConnections(),
                none.restUse(),
                none.series(),
                host(status.generator()));
    }

    private static SoftphoneCounts softphones(StatusCounts.@Nullable Softphones s) {
        return s == null
                ? SoftphoneCounts.ZERO
                : new SoftphoneCounts(
                        s.planned(),
                        s.notStarted(),
                        s.started(),
                        s.inProgress(),
                        s.connected(),
                        s.rejected(),
                        s.failed(),
                        s.cancelled(),
                        s.lost(),
                        s.late(),
                        s.connectedNow(),
                        s.droppedAfterConnect());
    }

    private static AttemptCounts attempts(StatusCounts.@Nullable Attempts a) {
        return a == null
                ? AttemptCounts.ZERO
                : new AttemptCounts(
                        a.first(),
                        a.retries(),
                        a.inProgress(),
                        a.succeeded(),
                        a.rejected(),
                        a.failed(),
                        a.cancelled(),
                        a.lost());
    }

    private static Map<OutcomeKey, OutcomeCount> outcomes(SoftphoneLoadTestStatus status) {
        Map<OutcomeKey, OutcomeCount> outcomes = new HashMap<>();
        put(outcomes, OutcomeKey.Kind.REJECTION, status.rejections());
        put(outcomes, OutcomeKey.Kind.FAILURE, status.failures());
        put(outcomes, OutcomeKey.Kind.DROP, status.drops());
        return outcomes;
    }

    /** The row for the rest of a list has no stage, and is left out. */
    private static void put(
            Map<OutcomeKey, OutcomeCount> outcomes, OutcomeKey.Kind kind, @Nullable List<Outcome> rows) {
        for (Outcome row : orNone(rows)) {
            Stream.of(Stage.values())
                    .filter(stage -> stage.label().equals(row.stage()))
                    .forEach(stage -> outcomes.put(
                            new OutcomeKey(kind, stage, row.code()),
                            new OutcomeCount(
                                    row.count(),
                                    row.softphones(),
                                    0,
                                    0,
                                    row.firstAfterMillis(),
                                    row.firstAfterMillis(),
                                    Optional.ofNullable(row.detail()),
                                    Map.of())));
        }
    }

    /** What the view shows of it. */
    private static HostEvidence host(@Nullable GeneratorStatus g) {
        if (g == null) {
            return HostEvidence.UNKNOWN;
        }
        OptionalLong unknown = OptionalLong.empty();
        return new HostEvidence(
                known(g.descriptorLimit()),
                known(g.descriptorsPeak()),
                unknown,
                unknown,
                unknown,
                unknown,
                known(g.socketsPeak()),
                known(g.timeWaitPeak()),
                unknown,
                unknown,
                unknown,
                unknown,
                unknown,
                known(g.loopLagMaxMillis()),
                unknown,
                unknown,
                unknown,
                unknown,
                unknown,
                known(g.cpuPeakPercent()),
                unknown,
                unknown,
                Optional.empty(),
                Optional.empty());
    }

    private static OptionalLong known(@Nullable Long value) {
        return value == null ? OptionalLong.empty() : OptionalLong.of(value);
    }
}
