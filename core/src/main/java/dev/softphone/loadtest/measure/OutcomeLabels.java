package dev.softphone.loadtest.measure;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Keeps the labels of outcomes few: the first {@value #CODES} codes that are met keep their name for as long as the
 * process lives, all later ones are {@code other}; so no gateway can flood Prometheus with codes it makes up. Safe
 * from any thread.
 */
public final class OutcomeLabels {

    static final int CODES = 50;
    static final String OTHER = "other";

    private final Set<String> codes = new LinkedHashSet<>();

    /** The labels of one counter. */
    public record Label(String outcome, String stage, String code) {}

    /** Meets codes, in the order of the keys. */
    public synchronized void learn(Collection<OutcomeKey> keys) {
        keys.stream().sorted().forEach(key -> {
            if (codes.size() < CODES) {
                codes.add(key.code());
            }
        });
    }

    public Set<Label> of(Collection<OutcomeKey> keys) {
        Set<Label> labels = new LinkedHashSet<>();
        keys.forEach(key -> labels.add(of(key)));
        return labels;
    }

    /** How often the outcomes behind one label happened. */
    public long times(Label label, Map<OutcomeKey, OutcomeCount> outcomes) {
        return outcomes.entrySet().stream()
                .filter(outcome -> of(outcome.getKey()).equals(label))
                .mapToLong(outcome -> outcome.getValue().times())
                .sum();
    }

    private synchronized Label of(OutcomeKey key) {
        return new Label(
                key.kind().name().toLowerCase(Locale.ROOT),
                key.stage().label(),
                codes.contains(key.code()) ? key.code() : OTHER);
    }
}
