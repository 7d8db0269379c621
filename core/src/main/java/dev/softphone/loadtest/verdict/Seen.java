package dev.softphone.loadtest.verdict;

import dev.softphone.loadtest.measure.OutcomeCount;
import dev.softphone.loadtest.measure.OutcomeKey;
import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Some outcomes and how often they happened, in the order of their stages. */
record Seen(NavigableMap<OutcomeKey, OutcomeCount> outcomes) {

    Seen {
        outcomes = Collections.unmodifiableNavigableMap(new TreeMap<>(outcomes));
    }

    Seen where(Predicate<OutcomeKey> predicate) {
        NavigableMap<OutcomeKey, OutcomeCount> chosen = new TreeMap<>();
        outcomes.forEach((key, count) -> {
            if (predicate.test(key)) {
                chosen.put(key, count);
            }
        });
        return new Seen(chosen);
    }

    /** Those that were a softphone's last word. */
    Seen lastWords() {
        return where(key -> count(key).softphones() > 0);
    }

    private OutcomeCount count(OutcomeKey key) {
        return Objects.requireNonNull(outcomes.get(key));
    }

    boolean isEmpty() {
        return outcomes.isEmpty();
    }

    Set<OutcomeKey> keys() {
        return outcomes.keySet();
    }

    long times() {
        return outcomes.values().stream().mapToLong(OutcomeCount::times).sum();
    }

    long softphones() {
        return outcomes.values().stream().mapToLong(OutcomeCount::softphones).sum();
    }

    /**
     * How many softphones these touch: those whose last word it was, and for drops and calls, which end no attempt, as many
     * as there were.
     */
    long affected() {
        return outcomes.entrySet().stream()
                .mapToLong(entry -> endsAnAttempt(entry.getKey())
                        ? entry.getValue().softphones()
                        : Math.max(
                                entry.getValue().softphones(), entry.getValue().times()))
                .sum();
    }

    private static boolean endsAnAttempt(OutcomeKey key) {
        return key.kind() != OutcomeKey.Kind.DROP
                && switch (key.stage()) {
                    case MEDIA, ESTABLISHED -> false;
                    default -> true;
                };
    }

    long firstAfterMillis() {
        return outcomes.values().stream()
                .mapToLong(OutcomeCount::firstAfterMillis)
                .min()
                .orElse(0);
    }

    long lastAfterMillis() {
        return outcomes.values().stream()
                .mapToLong(OutcomeCount::lastAfterMillis)
                .max()
                .orElse(0);
    }

    /** The one that happened most. */
    OutcomeKey commonest() {
        return Collections.max(
                        outcomes.entrySet(),
                        Map.Entry.<OutcomeKey, OutcomeCount>comparingByValue(
                                        (a, b) -> Long.compare(a.times(), b.times()))
                                .thenComparing(Map.Entry.comparingByKey()))
                .getKey();
    }

    /** The first reason text there is. */
    Optional<String> detail() {
        return outcomes.values().stream()
                .flatMap(count -> count.detail().stream())
                .filter(detail -> !detail.isBlank())
                .findFirst();
    }

    /** All hints; of two with one name, the one of the earlier stage. */
    NavigableMap<String, String> hints() {
        NavigableMap<String, String> hints = new TreeMap<>();
        outcomes.values().forEach(count -> count.hints().forEach(hints::putIfAbsent));
        return hints;
    }

    /** {@code upgrade http/503 ×200, register tcp/eof ×3}, at most three kinds. */
    String listed() {
        String listed = outcomes.entrySet().stream()
                .sorted(Map.Entry.comparingByValue((a, b) -> Long.compare(b.times(), a.times())))
                .limit(3)
                .map(entry ->
                        entry.getKey().stage().label() + " " + entry.getKey().code() + " ×"
                                + Say.number(entry.getValue().times()))
                .collect(Collectors.joining(", "));
        return listed + (outcomes.size() > 3 ? ", …" : "");
    }

    /** {@code upgrade http/503 ×200, first after 36.1 s}. */
    String summary() {
        return listed() + ", first after " + Say.millis(firstAfterMillis());
    }
}
