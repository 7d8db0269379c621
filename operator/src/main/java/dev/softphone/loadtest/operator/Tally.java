package dev.softphone.loadtest.operator;

import dev.softphone.loadtest.api.report.ReportCodec;
import dev.softphone.loadtest.api.report.RunnerReport;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneRunner;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneRunnerStatus;
import dev.softphone.loadtest.measure.Measurements;
import dev.softphone.loadtest.measure.RunningTotal;
import dev.softphone.loadtest.measure.TimeSeries;
import dev.softphone.loadtest.operator.resources.RunnerObjects;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * What the runners of one test have reported: a report is read once, and what its runner said before is subtracted. Of a
 * report only its counts are kept besides, so that a thousand runners fit into the operator's memory; histograms live
 * in the sums, series and transcripts in the cache of the watch until {@link Details} wants them.
 *
 * <p>For one thread at a time.
 */
final class Tally {
    private static final Logger LOG = Logger.getLogger(Tally.class);

    /** What was read of one runner, and since when nothing new came. */
    private record Kept(
            String incarnation, long sequence, Optional<RunnerReport> report, Instant since, boolean current) {}

    private final Map<String, Kept> byUid = new HashMap<>();
    private final Map<String, RunningTotal> byRegion = new HashMap<>();
    private Optional<Reports.OfTrial> trial = Optional.empty();

    /** Takes in what is new. With another trial everybody begins anew, and has full time to say something of it. */
    Reports.Look look(List<SoftphoneRunner> runners, Optional<Reports.OfTrial> now, Instant at) {
        if (!now.equals(trial)) {
            trial = now;
            byUid.clear();
            byRegion.clear();
        }
        return look(runners, at);
    }

    private Reports.Look look(List<SoftphoneRunner> runners, Instant now) {
        Map<String, Reports.Seen> seen = new HashMap<>();
        for (SoftphoneRunner runner : runners) {
            Kept kept = byUid.compute(uid(runner), (uid, before) -> kept(runner, before, now));
            seen.put(
                    runner.getMetadata().getName(),
                    new Reports.Seen(kept.report(), Duration.between(kept.since(), now), kept.current()));
        }
        return new Reports.Look(
                seen, byRegion.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue()
                        .total())));
    }

    void forget(SoftphoneRunner runner) {
        byUid.remove(uid(runner));
        total(runner).remove(uid(runner));
    }

    boolean isEmpty() {
        return byUid.isEmpty();
    }

    private Kept kept(SoftphoneRunner runner, @Nullable Kept before, Instant now) {
        SoftphoneRunnerStatus status = runner.getStatus();
        if (status == null) {
            return before != null ? before : put(runner, "", 0, Optional.empty(), trial.isEmpty(), now);
        }
        if (before != null
                && before.incarnation().equals(status.incarnation())
                && before.sequence() == status.sequence()) {
            return before;
        }
        Optional<RunnerReport> read = read(runner, status);
        boolean current = trial.isEmpty()
                || (read.isPresent() && status.trial() == trial.get().number());
        return put(runner, status.incarnation(), status.sequence(), read, current, now);
    }

    private Kept put(
            SoftphoneRunner runner,
            String incarnation,
            long sequence,
            Optional<RunnerReport> read,
            boolean current,
            Instant now) {
        Measurements nothing = Measurements.nothingStarted(
                trial.map(one -> RunnerObjects.softphones(runner.getSpec(), one.softphones()))
                        .orElseGet(() -> Math.toIntExact(runner.getSpec().softphones())));
        Optional<RunnerReport> report =
                current ? read : Optional.of(RunnerReport.soFar(nothing, read.flatMap(RunnerReport::preflight)));
        Measurements measured = report.map(RunnerReport::measurements).orElse(nothing);
        total(runner).put(uid(runner), measured.withSeries(TimeSeries.EMPTY));
        return new Kept(incarnation, sequence, report.map(Tally::counts), now, current);
    }

    private static RunnerReport counts(RunnerReport report) {
        return new RunnerReport(
                report.measurements().withSeries(TimeSeries.EMPTY).withHistograms(Map.of()),
                report.preflight(),
                report.slotProbe(),
                List.of(),
                report.held());
    }

    private RunningTotal total(SoftphoneRunner runner) {
        return byRegion.computeIfAbsent(runner.getSpec().region(), region -> new RunningTotal());
    }

    private static String uid(SoftphoneRunner runner) {
        return runner.getMetadata().getUid();
    }

    /** What a runner's last report says; empty when there is none, or none of ours. */
    static Optional<RunnerReport> read(SoftphoneRunner runner, SoftphoneRunnerStatus status) {
        if (status.report() == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(ReportCodec.decode(status.report()));
        } catch (IllegalArgumentException e) {
            LOG.warnf(
                    "%s/%s: %s",
                    runner.getMetadata().getNamespace(), runner.getMetadata().getName(), e.getMessage());
            return Optional.empty();
        }
    }
}
