package dev.softphone.loadtest.verdict;

import dev.softphone.loadtest.measure.HostEvidence;
import dev.softphone.loadtest.measure.Measurements;
import dev.softphone.loadtest.measure.OutcomeCount;
import dev.softphone.loadtest.measure.OutcomeKey;
import dev.softphone.loadtest.measure.Preflight;
import dev.softphone.loadtest.model.LoadTest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * What a rule looks at: the evidence, what no stronger rule has explained yet, and the causes found so far.
 *
 * @param measurements those to explain, which are those that are judged
 * @param open outcomes that still want a cause
 */
record Scene(Evidence evidence, Measurements measurements, Seen open, List<Cause> found) {

    static Scene of(Evidence evidence) {
        Measurements measurements = evidence.decisive();
        Map<OutcomeKey, OutcomeCount> outcomes = new HashMap<>(measurements.outcomes());
        evidence.preflight().ifPresent(preflight -> preflight
                .outcome()
                .ifPresent(key -> outcomes.putIfAbsent(key, alone(preflight, measurements))));
        return new Scene(evidence, measurements, new Seen(new TreeMap<>(outcomes)), List.of());
    }

    /** When the preflight softphone's fate kept all others from starting, it speaks for them. */
    private static OutcomeCount alone(Preflight preflight, Measurements measurements) {
        long kept = measurements.softphones().started() == 0
                ? measurements.softphones().notStarted()
                : 0;
        return new OutcomeCount(1, kept, 0, 0, 0, 0, preflight.detail(), Map.of());
    }

    /** The scene after a rule: what it explains is no longer open, what it found stands. */
    Scene after(List<Finding> findings) {
        TreeMap<OutcomeKey, OutcomeCount> rest = new TreeMap<>(open.outcomes());
        List<Cause> causes = new ArrayList<>(found);
        for (Finding finding : findings) {
            causes.add(finding.cause());
            finding.explained().forEach(rest::remove);
            finding.saturated().forEach(key -> rest.computeIfPresent(key, (k, count) -> unsaturated(count)));
        }
        rest.values().removeIf(count -> count.times() <= 0 && count.softphones() <= 0);
        return new Scene(evidence, measurements, new Seen(rest), List.copyOf(causes));
    }

    private static OutcomeCount unsaturated(OutcomeCount count) {
        return new OutcomeCount(
                count.times() - count.timesSaturated(),
                count.softphones() - count.softphonesSaturated(),
                0,
                0,
                count.firstAfterMillis(),
                count.lastAfterMillis(),
                count.detail(),
                count.hints());
    }

    Seen open(Predicate<OutcomeKey> predicate) {
        return open.where(predicate);
    }

    LoadTest test() {
        return evidence.test();
    }

    HostEvidence host() {
        return measurements.host();
    }

    long connected() {
        return measurements.softphones().connected();
    }

    long planned() {
        return measurements.softphones().planned();
    }

    /** The one softphone before the ramp met with one of these too. */
    boolean atOne(Seen seen) {
        return evidence.preflight()
                .flatMap(Preflight::outcome)
                .map(key -> seen.keys().contains(key))
                .orElse(false);
    }

    /** The one softphone before the ramp got in. */
    boolean fineAtOne() {
        return evidence.preflight().map(Preflight::passed).orElse(false);
    }

    boolean found(CauseType type) {
        return found.stream().anyMatch(cause -> cause.type() == type);
    }
}
