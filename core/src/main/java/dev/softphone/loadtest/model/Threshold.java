package dev.softphone.loadtest.model;

import java.time.Duration;

/** One thing the verdict is judged by. */
public sealed interface Threshold {

    /** What happens as soon as the threshold cannot be met any more. */
    OnBroken onBroken();

    /** {@code metric: …, percentile: P99, max: 3s}: over successes; a percentile needs a sample (p99: n ≥ 100). */
    record Latency(LatencyMetric metric, Percentile percentile, Duration max, OnBroken onBroken) implements Threshold {}

    /** {@code metric: connected, minPercent: 99}: a share of planned (of placed, for calls). */
    record AtLeast(ShareMetric metric, int percent, OnBroken onBroken) implements Threshold {}

    /** {@code metric: rejected, maxPercent: 1}: a share of planned (of connected, for drops). */
    record AtMost(ShareMetric metric, int percent, OnBroken onBroken) implements Threshold {}

    enum OnBroken {
        Continue,
        Abort
    }

    enum Percentile {
        P50(50, 2),
        P90(90, 10),
        P95(95, 20),
        P99(99, 100),
        P999(99.9, 1000);

        private final double value;
        private final int minimumSample;

        Percentile(double value, int minimumSample) {
            this.value = value;
            this.minimumSample = minimumSample;
        }

        /** In percent, 0 to 100. */
        public double value() {
            return value;
        }

        /** Below this many samples the percentile is not judged. */
        public int minimumSample() {
            return minimumSample;
        }
    }

    enum LatencyMetric {
        /** From the intended start of an attempt to the 101. */
        handshake,
        /** RFC 6076 RRD: from the first REGISTER to the final answer, successes only. */
        registrationDelay,
        /** RFC 6076 SRD: from INVITE (or the offer) to the first indication of progress, successes only. */
        sessionRequestDelay
    }

    enum ShareMetric {
        /** Reached registered at least once, of planned. */
        connected,
        /** The last word was the gateway's no, of planned. */
        rejected,
        /** No answer, of planned. */
        failed,
        /** Lost the connection without having asked to, of connected. */
        droppedAfterConnect,
        /** RFC 6076 SER: established, of placed. */
        callsEstablished
    }
}
