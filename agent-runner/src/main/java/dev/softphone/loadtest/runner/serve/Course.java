package dev.softphone.loadtest.runner.serve;

import dev.softphone.loadtest.api.report.RunnerReport;
import dev.softphone.loadtest.measure.Measurements;
import dev.softphone.loadtest.measure.Preflight;
import dev.softphone.loadtest.measure.Transcript;
import dev.softphone.loadtest.runner.PreflightResult;
import dev.softphone.loadtest.runner.RunListener;
import dev.softphone.loadtest.runner.TrialResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongUnaryOperator;

/** How the run goes: written by the run's own thread, read by whoever writes a report. */
final class Course implements RunListener {
    private final RunListener view;
    private final Timers timers;
    private final LongUnaryOperator skewMillisAt;
    private final List<Transcript> transcripts = new ArrayList<>();
    private volatile Optional<Preflight> preflight = Optional.empty();
    private volatile OptionalLong skewMillis = OptionalLong.empty();
    private volatile Measurements latest;
    private volatile int trial;
    private volatile boolean underWay;

    /**
     * @param view is told the same
     * @param skewMillisAt how late it is to begin at an instant of the monotonic clock
     */
    Course(RunListener view, Timers timers, LongUnaryOperator skewMillisAt, Measurements nothingStarted) {
        this.view = view;
        this.timers = timers;
        this.skewMillisAt = skewMillisAt;
        this.latest = nothingStarted;
    }

    void preflight(PreflightResult result) {
        preflight = Optional.of(result.preflight());
        transcripts.addAll(result.transcripts());
    }

    /** @param nothingStarted of the trial that is to come */
    void begins(int number, Measurements nothingStarted) {
        latest = nothingStarted;
        trial = number;
        underWay = true;
    }

    void ended(TrialResult result) {
        underWay = false;
        latest = result.measurements();
        transcripts.addAll(result.transcripts());
    }

    /** From 1; 0 before the first. */
    int trial() {
        return trial;
    }

    /** Whether there is something new to tell every now and then. */
    boolean underWay() {
        return underWay;
    }

    Optional<Preflight> preflight() {
        return preflight;
    }

    /** Of the run's own thread only. */
    List<Transcript> transcripts() {
        return transcripts;
    }

    /** How late it began; empty before it did. */
    OptionalLong skewMillis() {
        return skewMillis;
    }

    RunnerReport soFar() {
        return RunnerReport.soFar(latest, preflight);
    }

    @Override
    public void phase(Phase phase, String note) {
        if (phase == Phase.Arriving) {
            skewMillis = OptionalLong.of(skewMillisAt.applyAsLong(timers.nanos()));
        }
        view.phase(phase, note);
    }

    @Override
    public void progress(Measurements measurements, long elapsedMillis, long expectedMillis, long scheduled) {
        latest = measurements;
        view.progress(measurements, elapsedMillis, expectedMillis, scheduled);
    }
}
