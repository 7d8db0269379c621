package dev.softphone.loadtest.verdict;

import dev.softphone.loadtest.measure.Measurements;
import dev.softphone.loadtest.measure.SoftphoneCounts;
import dev.softphone.loadtest.model.Arrival;
import java.util.ArrayList;
import java.util.List;

/**
 * The softphones of which nobody knows how the gateway would have treated them. A threshold takes them once as best and
 * once as worst.
 *
 * @param unreported planned by the test and in no report
 * @param notStarted those of larger trials too, which an unfinished search never came to
 * @param generator failed by the generator's own fault
 */
record Unknowns(long lost, long unreported, long cancelled, long notStarted, long inProgress, long generator) {

    static Unknowns of(Evidence evidence) {
        Measurements measured = evidence.decisive();
        SoftphoneCounts counts = measured.softphones();
        return new Unknowns(
                counts.lost(),
                Math.max(0, planned(evidence) - counts.planned() - untried(evidence)),
                counts.cancelled(),
                counts.notStarted() + untried(evidence),
                counts.inProgress(),
                Attribution.failures(measured));
    }

    /** What the test planned; what the decisive trial did, where a search found a number that the other side refuses. */
    static long planned(Evidence evidence) {
        long reported = evidence.decisive().softphones().planned();
        if (evidence.decisiveTrial().isPresent()) {
            return evidence.decisiveTrial().get().softphones() + untried(evidence);
        }
        return evidence.test().arrival() instanceof Arrival.Search
                ? reported
                : Math.max(reported, evidence.test().softphones());
    }

    /** How many more a search was to try that ended before the other side refused any. */
    private static long untried(Evidence evidence) {
        return evidence.decisiveTrial()
                .filter(trial -> trial.held() || !Attribution.otherSideAtFault(trial.measurements()))
                .map(trial -> Math.max(0L, evidence.test().softphones() - trial.softphones()))
                .orElse(0L);
    }

    long total() {
        return lost + unreported + cancelled + notStarted + inProgress + generator;
    }

    /** {@code 20 lost, 3 cancelled}; empty when everything is known. */
    String listed() {
        List<String> parts = new ArrayList<>();
        add(parts, lost, "lost");
        add(parts, unreported, "unreported");
        add(parts, cancelled, "cancelled");
        add(parts, notStarted, "not started");
        add(parts, inProgress, "in progress");
        add(parts, generator, "failed by the generator");
        return String.join(", ", parts);
    }

    private static void add(List<String> parts, long count, String name) {
        if (count > 0) {
            parts.add(Say.number(count) + " " + name);
        }
    }
}
