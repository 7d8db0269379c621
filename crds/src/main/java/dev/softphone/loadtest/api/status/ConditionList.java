package dev.softphone.loadtest.api.status;

import dev.softphone.loadtest.api.read.Violation;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneLoadTestStatus.Condition;
import dev.softphone.loadtest.measure.SoftphoneCounts;
import dev.softphone.loadtest.verdict.Evidence;
import dev.softphone.loadtest.verdict.Judgement;
import dev.softphone.loadtest.verdict.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The conditions of one moment, in a fixed order. A transition time changes with the condition's status, not with its words. */
final class ConditionList {

    static final String ACCEPTED = "Accepted";
    static final String RUNNERS_READY = "RunnersReady";
    static final String RUNNING = "Running";
    static final String FINISHED = "Finished";
    static final String PASSED = "Passed";

    private static final String TRUE = "True";
    private static final String FALSE = "False";
    private static final String UNKNOWN = "Unknown";
    private static final int MOST_VIOLATIONS = 10;
    private static final int MESSAGE = 560;

    private final String now;
    private final List<Condition> before;
    private final @Nullable ClusterView cluster;
    private final List<Condition> conditions = new ArrayList<>();

    ConditionList(Instant now, @Nullable List<Condition> before, @Nullable ClusterView cluster) {
        this.now = now.toString();
        this.before = before == null ? List.of() : before;
        this.cluster = cluster;
    }

    ConditionList refused(String reason, List<Violation> violations) {
        String message = violations.stream()
                .limit(MOST_VIOLATIONS)
                .map(Violation::toString)
                .collect(Collectors.joining("; "));
        int more = violations.size() - MOST_VIOLATIONS;
        add(ACCEPTED, FALSE, reason, message + (more > 0 ? "; and " + more + " more" : ""));
        add(RUNNING, FALSE, "Refused", "nothing was started");
        add(FINISHED, TRUE, "Refused", "the manifest cannot be run");
        return add(PASSED, UNKNOWN, "Refused", "nothing was tested");
    }

    ConditionList accepted() {
        valid();
        add(RUNNING, FALSE, "Preparing", "no softphone of the plan has started");
        add(FINISHED, FALSE, "Preparing", "the run has not begun");
        return add(PASSED, UNKNOWN, "Preparing", "there is nothing to judge yet");
    }

    ConditionList running(Evidence evidence) {
        SoftphoneCounts counts = evidence.measurements().softphones();
        valid();
        add(RUNNING, TRUE, "Started", counts.started() + " of " + counts.planned() + " softphones started");
        add(FINISHED, FALSE, "Running", "the run is under way");
        return add(PASSED, UNKNOWN, "Running", "the verdict comes at the end");
    }

    ConditionList finished(Evidence evidence, Judgement judgement) {
        SoftphoneCounts counts = evidence.measurements().softphones();
        valid();
        add(RUNNING, FALSE, "Finished", "the run is over");
        add(
                FINISHED,
                TRUE,
                evidence.interrupted() ? "Interrupted" : "Completed",
                counts.connected() + " of " + counts.planned() + " softphones connected");
        String reasons = judgement.thresholds().stream()
                .map(result -> result.verdict() + ": required " + result.required() + ", observed " + result.observed())
                .collect(Collectors.joining("; "));
        return switch (judgement.verdict()) {
            case Passed -> add(PASSED, TRUE, "ThresholdsMet", reasons);
            case Failed -> add(PASSED, FALSE, "ThresholdsBroken", reasons);
            case Inconclusive -> add(PASSED, UNKNOWN, Verdict.Inconclusive.name(), reasons);
        };
    }

    boolean is(String type) {
        return conditions.stream()
                .anyMatch(condition ->
                        condition.type().equals(type) && condition.status().equals(TRUE));
    }

    List<Condition> list() {
        return List.copyOf(conditions);
    }

    private void valid() {
        add(ACCEPTED, TRUE, "Valid", "the manifest is complete");
        if (cluster != null) {
            add(RUNNERS_READY, cluster.ready() ? TRUE : FALSE, cluster.reason(), cluster.message());
        }
    }

    private ConditionList add(String type, String status, String reason, String message) {
        String since = before.stream()
                .filter(condition ->
                        condition.type().equals(type) && condition.status().equals(status))
                .map(Condition::lastTransitionTime)
                .findFirst()
                .orElse(now);
        conditions.add(new Condition(type, status, reason, Cut.to(MESSAGE, message), since));
        return this;
    }
}
