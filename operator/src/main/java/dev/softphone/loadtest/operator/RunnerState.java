package dev.softphone.loadtest.operator;

import dev.softphone.loadtest.api.report.RunnerReport;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneRunnerSpec;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneRunnerStatus;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneRunnerStatus.Phase;
import dev.softphone.loadtest.measure.Measurements;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One runner as the operator sees it.
 *
 * @param name of its SoftphoneRunner
 * @param status the last one accepted; empty before the first
 * @param report what that status holds, its counts alone, if it could be read
 * @param silent how long its sequence has not moved, by the operator's own clock and only while its watch works
 * @param podOver whether its pod has ended, or is gone with its Job, and no other pod will take its place
 * @param between whether its last word is of a pod that has ended, and another one is to take its place
 * @param current whether the report is about the trial that is under way
 */
public record RunnerState(
        String name,
        SoftphoneRunnerSpec assignment,
        Optional<SoftphoneRunnerStatus> status,
        Optional<RunnerReport> report,
        Duration silent,
        boolean podOver,
        boolean between,
        boolean current) {

    /** Of a test that is no search. */
    public RunnerState(
            String name,
            SoftphoneRunnerSpec assignment,
            Optional<SoftphoneRunnerStatus> status,
            Optional<RunnerReport> report,
            Duration silent,
            boolean podOver,
            boolean between) {
        this(name, assignment, status, report, silent, podOver, between, true);
    }

    /** A pod's last report may be seen after its end: the two come by different watches. */
    private static final Duration LAST_REPORT = Duration.ofSeconds(5);

    /** What another pod is given to be scheduled, to warm up and to report. */
    private static final Duration REPLACEMENT = Duration.ofMinutes(5);

    boolean is(Phase phase) {
        return status.filter(one -> one.phase() == phase).isPresent();
    }

    boolean armed() {
        return status.isPresent() && !between && !is(Phase.Refused);
    }

    /** Its pod has ended, and not because the run is over. */
    boolean goneBeforeTheStart() {
        return podOver && silent.compareTo(LAST_REPORT) >= 0;
    }

    /** Its final report is in, of the run or of the trial; who has finished says nothing of a later trial. */
    boolean reported() {
        return (is(Phase.Finished) || (is(Phase.TrialOver) && current)) && !between && report.isPresent();
    }

    /** All of its softphones connected, and stayed to the end of the trial. */
    boolean held() {
        return reported() && current && report.filter(RunnerReport::held).isPresent();
    }

    /** How many pods there were before the one that reports. */
    int replacements() {
        return status.map(SoftphoneRunnerStatus::epoch).orElse(0);
    }

    /** Gone without a final report, or silent for too long. */
    boolean lost(Duration silence) {
        Duration patience = between && !silence.isZero() ? REPLACEMENT : silence;
        if (podOver && LAST_REPORT.compareTo(silence) < 0) {
            patience = LAST_REPORT;
        }
        return !reported() && silent.compareTo(patience) >= 0;
    }

    /** What it counted so far, without histograms; nothing before its first report. */
    Measurements measured() {
        return report.map(RunnerReport::measurements)
                .orElseGet(() -> Measurements.nothingStarted(Math.toIntExact(assignment.softphones())));
    }

    /** Where they really are, by the name of the node; those that do not know theirs are left out. */
    static Map<String, Long> softphonesByNode(List<RunnerState> runners) {
        Map<String, Long> byNode = new HashMap<>();
        for (RunnerState runner : runners) {
            runner.status()
                    .flatMap(status -> Optional.ofNullable(status.node()))
                    .ifPresent(node -> byNode.merge(node, runner.assignment().softphones(), Long::sum));
        }
        return byNode;
    }
}
