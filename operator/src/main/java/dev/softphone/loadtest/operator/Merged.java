package dev.softphone.loadtest.operator;

import dev.softphone.loadtest.api.report.RunnerReport;
import dev.softphone.loadtest.api.report.TestReport;
import dev.softphone.loadtest.api.v1alpha1.StatusCounts.Region;
import dev.softphone.loadtest.measure.Coverage;
import dev.softphone.loadtest.measure.Histograms;
import dev.softphone.loadtest.measure.Measurements;
import dev.softphone.loadtest.measure.Metric;
import dev.softphone.loadtest.measure.Preflight;
import dev.softphone.loadtest.measure.SlotProbeResult;
import dev.softphone.loadtest.measure.Transcript;
import dev.softphone.loadtest.measure.Trial;
import dev.softphone.loadtest.model.LoadTest;
import dev.softphone.loadtest.operator.resources.Control;
import dev.softphone.loadtest.plan.ExecutionPlan;
import dev.softphone.loadtest.report.ReportInput;
import dev.softphone.loadtest.verdict.Evidence;
import dev.softphone.loadtest.verdict.Headline;
import dev.softphone.loadtest.verdict.Judgement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What all runners of a test measured together. Of a lost one, what its last report holds as final stays.
 *
 * @param byRegion of {@code measurements}, a region's part, without a series
 * @param transcripts the first one of each outcome
 */
public record Merged(
        Measurements measurements,
        Coverage coverage,
        Optional<Preflight> preflight,
        Optional<SlotProbeResult> slotProbe,
        List<Region> regions,
        Map<String, Measurements> byRegion,
        List<Transcript> transcripts) {

    private static final int PERCENTILE_SAMPLE = 100;

    /** @param silence after which a runner that does not report is lost */
    public static Merged of(ExecutionPlan plan, Observation seen, Duration silence) {
        List<RunnerState> runners = seen.runners();
        List<Region> regions = new ArrayList<>();
        Map<String, Measurements> byRegion = new LinkedHashMap<>();
        Measurements all = Measurements.EMPTY;
        for (ExecutionPlan.RegionPlan region : plan.regions()) {
            Measurements measured = seen.measured().getOrDefault(region.name(), Measurements.EMPTY);
            for (RunnerState runner : runners) {
                if (runner.assignment().region().equals(region.name()) && runner.lost(silence)) {
                    measured = measured.losing(runner.measured());
                }
            }
            boolean trial = seen.control().flatMap(Control::size).isPresent();
            regions.add(region(region, trial ? measured.softphones().planned() : region.softphones(), measured));
            byRegion.put(region.name(), measured);
            all = all.plus(measured);
        }
        Coverage coverage = new Coverage(
                plan.runners(),
                (int) runners.stream().filter(RunnerState::reported).count(),
                (int) runners.stream().filter(runner -> runner.lost(silence)).count());
        return new Merged(
                all,
                coverage,
                runners.stream()
                        .flatMap(runner -> of(runner, RunnerReport::preflight))
                        .min(Comparator.comparing(preflight -> !preflight.hopeless())),
                runners.stream()
                        .flatMap(runner -> of(runner, RunnerReport::slotProbe))
                        .findFirst(),
                regions,
                byRegion,
                List.of());
    }

    /** The same with what only final reports hold. */
    Merged with(Details details) {
        return new Merged(
                measurements.withSeries(details.series()),
                coverage,
                preflight,
                slotProbe,
                regions,
                byRegion,
                details.transcripts());
    }

    /** For the judge. */
    Evidence evidence(LoadTest test, boolean interrupted) {
        return new Evidence(test, measurements, coverage, preflight, slotProbe, List.of(), interrupted, true);
    }

    /** For the judge of a search. */
    Evidence evidence(LoadTest test, List<Trial> trials, boolean interrupted) {
        return new Evidence(test, measurements, coverage, preflight, slotProbe, trials, interrupted, true);
    }

    /** For the reports of a test that is over. */
    ReportInput report(Evidence evidence, Judgement judgement, Instant startedAt, Instant finishedAt) {
        return new ReportInput(
                evidence,
                judgement,
                Headline.of(evidence, judgement),
                transcripts,
                startedAt,
                finishedAt,
                Version.TEXT,
                TestReport.scheduled(evidence.test(), evidence.measurements()));
    }

    private static <T> java.util.stream.Stream<T> of(
            RunnerState runner, java.util.function.Function<RunnerReport, Optional<T>> part) {
        return runner.report().flatMap(part).stream();
    }

    private static Region region(ExecutionPlan.RegionPlan plan, long softphones, Measurements measured) {
        Histograms.Frozen handshake = measured.histograms().getOrDefault(Metric.HANDSHAKE, Histograms.Frozen.EMPTY);
        return new Region(
                plan.name(),
                (long) plan.runners(),
                softphones,
                measured.softphones().connected(),
                measured.softphones().rejected(),
                measured.softphones().failed(),
                measured.softphones().lost(),
                handshake.count() < PERCENTILE_SAMPLE ? null : Long.valueOf(handshake.valueAt(99) / 1000));
    }
}
