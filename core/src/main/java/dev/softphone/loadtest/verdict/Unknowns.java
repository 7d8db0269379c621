package dev.softphone.loadtest.verdict;

import dev.softphone.loadtest.measure.OutcomeCount;
import dev.softphone.loadtest.measure.OutcomeKey;
import dev.softphone.loadtest.measure.SoftphoneCounts;
import dev.softphone.loadtest.model.Arrival;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The softphones of which nobody knows how the gateway would have treated them. A threshold takes them once as best and
 * once as worst.
 *
 * @param unreported planned by the test and in no report
 * @param generator failed by the generator's own fault: {@code local/…}, or unanswered while it was saturated
 */
record Unknowns(long lost, long unreported, long cancelled, long notStarted, long inProgress, long generator) {

    static Unknowns of(Evidence evidence) {
        SoftphoneCounts counts = evidence.measurements().softphones();
        return new Unknowns(
                counts.lost(),
                Math.max(0, planned(evidence) - counts.planned()),
                counts.cancelled(),
                counts.notStarted(),
                counts.inProgress(),
                Math.min(counts.failed(), generatorFailures(evidence)));
    }

    /** What the test, or the last trial of its search, planned. */
    static long planned(Evidence evidence) {
        if (!evidence.trials().isEmpty()) {
            return evidence.trials().get(evidence.trials().size() - 1).softphones();
        }
        long reported = evidence.measurements().softphones().planned();
        return evidence.test().arrival() instanceof Arrival.Search
                ? reported
                : Math.max(reported, evidence.test().softphones());
    }

    private static long generatorFailures(Evidence evidence) {
        long sum = 0;
        for (Map.Entry<OutcomeKey, OutcomeCount> entry :
                evidence.measurements().outcomes().entrySet()) {
            if (entry.getKey().kind() == OutcomeKey.Kind.FAILURE) {
                sum += entry.getKey().local()
                        ? entry.getValue().softphones()
                        : entry.getValue().softphonesSaturated();
            }
        }
        return sum;
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
