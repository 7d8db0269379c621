package dev.softphone.loadtest.operator;

import dev.softphone.loadtest.api.report.RunnerReport;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneRunner;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneRunnerStatus;
import dev.softphone.loadtest.measure.TimeSeries;
import dev.softphone.loadtest.measure.Transcript;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What only final reports hold, of all runners together. Read when a test is over and not before: at a thousand runners
 * it takes seconds.
 *
 * @param transcripts the first one of each outcome, in the order of the runners
 */
public record Details(TimeSeries series, List<Transcript> transcripts) {
    public static final int MAX_TRANSCRIPTS = 20;

    static final Details NONE = new Details(TimeSeries.EMPTY, List.of());

    public Details {
        transcripts = List.copyOf(transcripts);
    }

    /**
     * One report after the other, so that never more than one is in memory.
     *
     * @param trial of a search that is under way; the series of another one is left out
     */
    static Details of(List<SoftphoneRunner> runners, Optional<Reports.OfTrial> trial) {
        Details all = NONE;
        for (SoftphoneRunner runner : runners) {
            SoftphoneRunnerStatus status = runner.getStatus();
            if (status != null) {
                boolean other =
                        trial.filter(now -> now.number() != status.trial()).isPresent();
                all = Tally.read(runner, status)
                        .map(report -> other ? report.with(report.measurements().withSeries(TimeSeries.EMPTY)) : report)
                        .map(all::plus)
                        .orElse(all);
            }
        }
        return all;
    }

    Details plus(RunnerReport report) {
        List<Transcript> all = new ArrayList<>(transcripts);
        all.addAll(report.transcripts());
        return new Details(
                series.plus(report.measurements().series()), Transcript.firstOfEachOutcome(all, MAX_TRANSCRIPTS));
    }
}
