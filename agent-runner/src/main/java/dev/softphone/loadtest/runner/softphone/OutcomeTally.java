package dev.softphone.loadtest.runner.softphone;

import dev.softphone.loadtest.measure.OutcomeCount;
import dev.softphone.loadtest.measure.OutcomeKey;
import java.util.Map;
import java.util.Optional;

/** The growing count of one outcome. Single-threaded. */
final class OutcomeTally {
    final OutcomeKey key;
    private long times;
    private long softphones;
    private long timesSaturated;
    private long softphonesSaturated;
    private final long firstAfterMillis;
    private long lastAfterMillis;
    private String detail = "";
    private Map<String, String> hints = Map.of();

    OutcomeTally(OutcomeKey key, long afterMillis) {
        this.key = key;
        this.firstAfterMillis = afterMillis;
        this.lastAfterMillis = afterMillis;
    }

    void happened(long afterMillis, boolean saturated, String detail, Map<String, String> hints) {
        times++;
        timesSaturated += saturated ? 1 : 0;
        lastAfterMillis = Math.max(lastAfterMillis, afterMillis);
        if (this.detail.isEmpty()) {
            this.detail = detail;
        }
        if (this.hints.isEmpty()) {
            this.hints = hints;
        }
    }

    boolean first() {
        return times == 1;
    }

    void finalWord(int change, boolean saturated) {
        softphones += change;
        softphonesSaturated += saturated ? change : 0;
    }

    OutcomeCount freeze() {
        return new OutcomeCount(
                times,
                softphones,
                timesSaturated,
                softphonesSaturated,
                firstAfterMillis,
                lastAfterMillis,
                detail.isEmpty() ? Optional.empty() : Optional.of(detail),
                hints);
    }
}
