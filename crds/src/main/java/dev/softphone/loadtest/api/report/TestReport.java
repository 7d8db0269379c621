package dev.softphone.loadtest.api.report;

import dev.softphone.loadtest.measure.Coverage;
import dev.softphone.loadtest.measure.Measurements;
import dev.softphone.loadtest.measure.Preflight;
import dev.softphone.loadtest.measure.SlotProbeResult;
import dev.softphone.loadtest.measure.TimeSeries;
import dev.softphone.loadtest.measure.Transcript;
import dev.softphone.loadtest.measure.Trial;
import dev.softphone.loadtest.model.Arrival;
import dev.softphone.loadtest.model.LoadTest;
import dev.softphone.loadtest.plan.ArrivalSchedule;
import dev.softphone.loadtest.report.ReportInput;
import dev.softphone.loadtest.verdict.Evidence;
import dev.softphone.loadtest.verdict.Judgement;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.LongUnaryOperator;

/**
 * What a test that is over leaves for its reports: all of {@link ReportInput} but the test itself and its schedule, which
 * follows from the test. The judgement is kept and not made again, so that a later version shows what was judged.
 */
public record TestReport(
        String version,
        Instant startedAt,
        Instant finishedAt,
        String headline,
        Judgement judgement,
        Measurements measurements,
        Coverage coverage,
        Optional<Preflight> preflight,
        Optional<SlotProbeResult> slotProbe,
        List<Trial> trials,
        boolean interrupted,
        boolean cluster,
        List<Transcript> transcripts) {
    public TestReport {
        trials = List.copyOf(trials);
        transcripts = List.copyOf(transcripts);
    }

    public static TestReport of(ReportInput input) {
        Evidence evidence = input.evidence();
        return new TestReport(
                input.version(),
                input.startedAt(),
                input.finishedAt(),
                input.headline(),
                input.judgement(),
                evidence.measurements(),
                evidence.coverage(),
                evidence.preflight(),
                evidence.slotProbe(),
                evidence.trials(),
                evidence.interrupted(),
                evidence.cluster(),
                input.transcripts());
    }

    /** @param test that ran */
    public ReportInput input(LoadTest test) {
        return new ReportInput(
                new Evidence(test, measurements, coverage, preflight, slotProbe, trials, interrupted, cluster),
                judgement,
                headline,
                transcripts,
                startedAt,
                finishedAt,
                version,
                scheduled(test));
    }

    private LongUnaryOperator scheduled(LoadTest test) {
        return scheduled(test, measurements);
    }

    /**
     * How many softphones the schedule of the reported trial starts within so many milliseconds; of a search all of them
     * at any time.
     */
    public static LongUnaryOperator scheduled(LoadTest test, Measurements measurements) {
        if (test.arrival() instanceof Arrival.Search) {
            return millis -> measurements.softphones().planned();
        }
        return ReportInput.scheduled(ArrivalSchedule.of(test.arrival(), test.softphones(), test.limits(), test.seed()));
    }

    TestReport withTrials(List<Trial> others) {
        return new TestReport(
                version,
                startedAt,
                finishedAt,
                headline,
                judgement,
                measurements,
                coverage,
                preflight,
                slotProbe,
                others,
                interrupted,
                cluster,
                transcripts);
    }

    TestReport withSeries(TimeSeries series) {
        return new TestReport(
                version,
                startedAt,
                finishedAt,
                headline,
                judgement,
                measurements.withSeries(series),
                coverage,
                preflight,
                slotProbe,
                trials,
                interrupted,
                cluster,
                transcripts);
    }
}
