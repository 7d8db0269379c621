package dev.softphone.loadtest.measure;

import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How often one outcome happened.
 *
 * @param times how many attempts (calls, drops) ended so, and how many requests were answered so without ending one
 * @param softphones how many softphones have it as their final word; 0 for calls and for drops that reconnected
 * @param timesSaturated of {@code times}, those without an answer that overlapped the generator's own saturation
 * @param softphonesSaturated of {@code softphones}, likewise
 * @param firstAfterMillis since the start of the trial
 * @param lastAfterMillis since the start of the trial
 * @param detail the first one's reason text, Warning header or exception, redacted, at most 256 characters
 * @param hints selected headers of one of the answers that had any ({@code Server}, {@code Via}, {@code Retry-After},
 *     rate-limit headers), lower-case names, redacted
 */
public record OutcomeCount(
        long times,
        long softphones,
        long timesSaturated,
        long softphonesSaturated,
        long firstAfterMillis,
        long lastAfterMillis,
        Optional<String> detail,
        Map<String, String> hints) {
    public OutcomeCount {
        hints = Map.copyOf(hints);
    }

    /**
     * Both. The detail is the earlier one's. When of the hints was had is not kept, so that of two the smaller text stays,
     * whichever side it stands on.
     */
    public OutcomeCount plus(OutcomeCount other) {
        OutcomeCount earlier = BY_FIRST.compare(this, other) <= 0 ? this : other;
        return new OutcomeCount(
                times + other.times,
                softphones + other.softphones,
                timesSaturated + other.timesSaturated,
                softphonesSaturated + other.softphonesSaturated,
                earlier.firstAfterMillis,
                Math.max(lastAfterMillis, other.lastAfterMillis),
                earlier.detail,
                BY_HINTS.compare(this, other) <= 0 ? hints : other.hints);
    }

    private static final Comparator<OutcomeCount> BY_FIRST =
            Comparator.comparingLong(OutcomeCount::firstAfterMillis).thenComparing(count -> count.detail.orElse(""));

    private static final Comparator<OutcomeCount> BY_HINTS = Comparator.comparing(
                    (OutcomeCount count) -> count.hints.isEmpty())
            .thenComparing(count -> new TreeMap<>(count.hints).toString());
}
