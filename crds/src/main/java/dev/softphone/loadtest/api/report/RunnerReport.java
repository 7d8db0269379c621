package dev.softphone.loadtest.api.report;

import dev.softphone.loadtest.measure.Measurements;
import dev.softphone.loadtest.measure.Preflight;
import dev.softphone.loadtest.measure.SlotProbeResult;
import dev.softphone.loadtest.measure.TimeSeries;
import dev.softphone.loadtest.measure.Transcript;
import java.util.List;
import java.util.Optional;

/**
 * Everything one runner counted in one trial so far.
 *
 * @param preflight of the runner that sent the preflight softphone, absent from all others
 * @param slotProbe of a runner that made one
 * @param transcripts with the final report, at most {@value #MAX_TRANSCRIPTS}
 * @param held of a trial that is over: all of the runner's softphones connected and stayed to the end
 */
public record RunnerReport(
        Measurements measurements,
        Optional<Preflight> preflight,
        Optional<SlotProbeResult> slotProbe,
        List<Transcript> transcripts,
        boolean held) {

    public static final int MAX_TRANSCRIPTS = 4;

    public RunnerReport {
        transcripts = List.copyOf(transcripts);
        if (transcripts.size() > MAX_TRANSCRIPTS) {
            throw new IllegalArgumentException(
                    "transcripts: required at most " + MAX_TRANSCRIPTS + ", observed " + transcripts.size());
        }
    }

    /** Of a run that goes on, or was no trial of a search. */
    public RunnerReport(
            Measurements measurements,
            Optional<Preflight> preflight,
            Optional<SlotProbeResult> slotProbe,
            List<Transcript> transcripts) {
        this(measurements, preflight, slotProbe, transcripts, false);
    }

    /** The same with other measurements. */
    public RunnerReport with(Measurements others) {
        return new RunnerReport(others, preflight, slotProbe, transcripts, held);
    }

    /** Of a run that goes on: counts without a series and without transcripts. */
    public static RunnerReport soFar(Measurements measurements, Optional<Preflight> preflight) {
        return new RunnerReport(measurements.withSeries(TimeSeries.EMPTY), preflight, Optional.empty(), List.of());
    }
}
