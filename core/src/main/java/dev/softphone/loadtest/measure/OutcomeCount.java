package dev.softphone.loadtest.measure;

import java.util.Map;
import java.util.Optional;

/**
 * How often one outcome happened.
 *
 * @param times how many attempts (calls, drops) ended so
 * @param softphones how many softphones have it as their final word; 0 for calls and for drops that reconnected
 * @param timesSaturated of {@code times}, those without an answer that overlapped the generator's own saturation
 * @param softphonesSaturated of {@code softphones}, likewise
 * @param firstAfterMillis since the start of the trial
 * @param lastAfterMillis since the start of the trial
 * @param detail the first one's reason text, Warning header or exception, redacted, at most 256 characters
 * @param hints selected headers of the first answer that had any ({@code Server}, {@code Via}, {@code Retry-After},
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
}
