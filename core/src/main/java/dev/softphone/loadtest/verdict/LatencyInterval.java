package dev.softphone.loadtest.verdict;

import dev.softphone.loadtest.measure.CallCounts;
import dev.softphone.loadtest.measure.Histograms;
import dev.softphone.loadtest.measure.Metric;
import dev.softphone.loadtest.model.Threshold;
import java.util.Map;

/**
 * A percentile against a limit, with the unknown once as faster and once as slower than everything.
 *
 * <pre>
 * p-th percentile of n ≤ limit   ⇔   (samples ≤ limit) ≥ ⌈p · n⌉
 * worst: good ≥ ⌈p · (n + u)⌉        best: good + u ≥ ⌈p · (n + u)⌉
 * </pre>
 *
 * Counting avoids a percentile of samples that were never taken. What our own lag could have pushed over the limit counts
 * as good in the best case: for the handshake by its service time, for others by moving the limit by the loop's lag.
 *
 * @param samples those taken, n of them
 * @param unknown u samples that might have been
 * @param good samples within the limit
 * @param goodWithoutLag those that are, or would be without our own lag
 */
record LatencyInterval(
        Threshold.Latency threshold, Histograms.Frozen samples, long unknown, long good, long goodWithoutLag) {

    static LatencyInterval of(Threshold.Latency threshold, Evidence evidence) {
        Map<Metric, Histograms.Frozen> histograms = evidence.decisive().histograms();
        Histograms.Frozen samples = histograms.getOrDefault(metric(threshold), Histograms.Frozen.EMPTY);
        long limit = threshold.max().toNanos() / 1000;
        long good = samples.countBetween(0, limit);
        Histograms.Frozen service = histograms.getOrDefault(Metric.HANDSHAKE_SERVICE, Histograms.Frozen.EMPTY);
        long withoutLag = threshold.metric() == Threshold.LatencyMetric.handshake && service.count() >= samples.count()
                ? service.countBetween(0, limit)
                : samples.countBetween(0, limit + loopLag(threshold, histograms));
        return new LatencyInterval(
                threshold, samples, unknown(threshold, evidence, samples.count()), good, Math.max(good, withoutLag));
    }

    private static Metric metric(Threshold.Latency threshold) {
        return switch (threshold.metric()) {
            case handshake -> Metric.HANDSHAKE;
            case registrationDelay -> Metric.REGISTER;
            case sessionRequestDelay -> Metric.SESSION_REQUEST;
        };
    }

    private static long loopLag(Threshold.Latency threshold, Map<Metric, Histograms.Frozen> histograms) {
        double percentile = Math.max(99, threshold.percentile().value());
        return histograms.getOrDefault(Metric.LOOP_LAG, Histograms.Frozen.EMPTY).valueAt(percentile);
    }

    private static long unknown(Threshold.Latency threshold, Evidence evidence, long samples) {
        long softphones = Unknowns.of(evidence).total();
        boolean missing = evidence.coverage().reported() < evidence.coverage().runners();
        if (threshold.metric() == Threshold.LatencyMetric.sessionRequestDelay) {
            CallCounts calls = evidence.decisive().calls();
            long open = calls.inProgress() + calls.cancelled() + calls.lost();
            long might = ShareInterval.callsOf(evidence, softphones);
            long all = ShareInterval.callsOf(evidence, Unknowns.planned(evidence));
            return open + (missing ? Math.max(might, all - calls.placed()) : might);
        }
        long cycles = evidence.test().cycles().count();
        long unseen = softphones * cycles;
        return missing && cycles > 1 ? Math.max(unseen, Unknowns.planned(evidence) * cycles - samples) : unseen;
    }

    /** How many of {@code n} samples must lie at or below a value for it to be their percentile. */
    static long rank(double percentile, long n) {
        // 99.9 has no exact double: without the epsilon the rank of 1,000 samples would be 1,000.
        return Math.max(1, (long) Math.ceil(percentile * n / 100 - 1e-9));
    }

    private long rank() {
        return rank(threshold.percentile().value(), samples.count() + unknown);
    }

    boolean enough() {
        return samples.count() >= threshold.percentile().minimumSample();
    }

    boolean surelyWithin() {
        return good >= rank();
    }

    boolean surelyBeyond() {
        return goodWithoutLag + unknown < rank();
    }

    /** Beyond the limit as measured, within it without our own lag. */
    boolean flippedByLag() {
        return good + unknown < rank() && !surelyBeyond();
    }
}
