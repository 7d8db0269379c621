package dev.softphone.loadtest.operator;

import dev.softphone.loadtest.api.report.RunnerReport;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneRunnerStatus;
import dev.softphone.loadtest.measure.Measurements;
import dev.softphone.loadtest.operator.resources.Control;
import dev.softphone.loadtest.operator.resources.RunnerObjects;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What runners say of a search's trials. */
final class OfTrial {
    private OfTrial() {}

    /** As the operator sees it: what is said of another trial is nothing of the one that is under way. */
    static RunnerState seen(RunnerState runner, Optional<Control> control) {
        Optional<Control.Size> size = control.flatMap(Control::size);
        if (size.isEmpty()) {
            return runner;
        }
        int trial = control.orElseThrow().trial();
        boolean current = runner.report().isPresent()
                && runner.status().filter(status -> status.trial() == trial).isPresent();
        Measurements nothing = Measurements.nothingStarted(
                RunnerObjects.softphones(runner.assignment(), size.get().softphones()));
        return new RunnerState(
                runner.name(),
                runner.assignment(),
                runner.status(),
                current ? runner.report() : Optional.of(RunnerReport.soFar(nothing, Optional.empty())),
                runner.silent(),
                runner.podOver(),
                runner.between(),
                current);
    }

    /** The same, said of a trial. */
    static RunnerState said(RunnerState runner, int trial, boolean held) {
        SoftphoneRunnerStatus said = runner.status().orElseThrow();
        return new RunnerState(
                runner.name(),
                runner.assignment(),
                Optional.of(new SoftphoneRunnerStatus(
                        said.phase(),
                        said.epoch(),
                        said.incarnation(),
                        said.sequence(),
                        trial,
                        said.reportedAt(),
                        said.pod(),
                        said.node(),
                        said.address(),
                        said.message(),
                        said.connected(),
                        said.connectedNow(),
                        said.rejected(),
                        said.failed(),
                        said.p99Millis(),
                        said.startSkewMillis(),
                        said.report())),
                runner.report()
                        .map(report -> new RunnerReport(
                                report.measurements(), Optional.empty(), Optional.empty(), List.of(), held)),
                Duration.ZERO,
                false,
                false);
    }
}
