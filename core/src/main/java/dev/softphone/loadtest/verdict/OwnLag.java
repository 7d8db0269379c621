package dev.softphone.loadtest.verdict;

import dev.softphone.loadtest.measure.Histograms;
import dev.softphone.loadtest.measure.Metric;
import dev.softphone.loadtest.model.Threshold;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;

/**
 * The generator's lag behind its own schedule, and whether latencies can be judged beside it.
 *
 * <pre>bound = max(50 ms, 10 % of the tightest latency limit); too much when p99 of the lag is above it</pre>
 *
 * Attempts whose lag was not reported are taken as too late: otherwise not reporting it would improve a verdict.
 */
final class OwnLag {

    private static final Duration FLOOR = Duration.ofMillis(50);

    private final Histograms.Frozen lag;
    private final long unknown;
    private final long boundMicros;

    private final boolean ofSearch;

    private OwnLag(Histograms.Frozen lag, long unknown, long boundMicros, boolean ofSearch) {
        this.lag = lag;
        this.unknown = unknown;
        this.boundMicros = boundMicros;
        this.ofSearch = ofSearch;
    }

    static OwnLag of(Evidence evidence) {
        Histograms.Frozen lag =
                evidence.decisive().histograms().getOrDefault(Metric.START_LAG, Histograms.Frozen.EMPTY);
        long unreported = evidence.decisive().attempts().first() - lag.count();
        Unknowns unknowns = Unknowns.of(evidence);
        long gone = unknowns.lost() + unknowns.unreported();
        return new OwnLag(
                lag,
                Math.max(0, Math.max(unreported, gone)),
                tightestLimit(evidence)
                        .map(limit -> Math.max(FLOOR.toNanos(), limit.toNanos() / 10) / 1000)
                        .orElse(FLOOR.toNanos() / 1000),
                !evidence.trials().isEmpty());
    }

    private static Optional<Duration> tightestLimit(Evidence evidence) {
        return evidence.test().thresholds().stream()
                .filter(Threshold.Latency.class::isInstance)
                .map(threshold -> ((Threshold.Latency) threshold).max())
                .min(Comparator.naturalOrder());
    }

    /** Whether latencies say more about the generator than about the gateway. */
    boolean tooMuch() {
        long all = lag.count() + unknown;
        return all > 0 && lag.countBetween(0, boundMicros) < LatencyInterval.rank(99, all);
    }

    /** Whether a search cannot answer for its ramp, because the softphones did not come as the ramp says. */
    boolean voidsTheRamp() {
        return ofSearch && tooMuch();
    }

    /** Whether the lag that was measured is itself too much, however much of it is unknown. */
    boolean measuredTooMuch() {
        return lag.count() > 0 && lag.countBetween(0, boundMicros) < LatencyInterval.rank(99, lag.count());
    }

    long p99Micros() {
        return lag.valueAt(99);
    }

    long boundMicros() {
        return boundMicros;
    }

    /** {@code our own lag p99 80ms, 50ms allowed}. */
    String described() {
        String allowed = ", " + Say.duration(Duration.ofNanos(boundMicros * 1000)) + " allowed";
        if (!measuredTooMuch()) {
            return "our own lag is not known of " + Say.number(unknown) + " attempts" + allowed;
        }
        return "our own lag p99 " + Say.duration(Duration.ofNanos(p99Micros() * 1000)) + allowed;
    }
}
