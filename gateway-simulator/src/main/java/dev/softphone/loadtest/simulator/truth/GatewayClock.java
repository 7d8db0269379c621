package dev.softphone.loadtest.simulator.truth;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Monotonic time with the first TCP accept as its zero. Epoch times are derived from one anchor, so that they never
 * step. Not thread safe.
 */
public final class GatewayClock {
    private final LongSupplier nanoTime;
    private final long anchorNanos;
    private final long anchorEpochMillis;
    private long originNanos;
    private boolean started;

    /**
     * @param nanoTime monotonic nanoseconds, such as {@link System#nanoTime()}
     * @param epochMillis the wall clock at the moment of construction
     */
    public GatewayClock(LongSupplier nanoTime, long epochMillis) {
        this.nanoTime = nanoTime;
        this.anchorNanos = nanoTime.getAsLong();
        this.anchorEpochMillis = epochMillis;
    }

    /** The monotonic present. */
    public long nanos() {
        return nanoTime.getAsLong();
    }

    /** Sets the zero; only the first call counts. Returns whether this was the first. */
    public boolean start(long originNanos) {
        if (started) {
            return false;
        }
        this.originNanos = originNanos;
        started = true;
        return true;
    }

    /** Time since the first TCP accept; zero before it. */
    public Duration sinceFirstAccept() {
        return started ? Duration.ofNanos(nanos() - originNanos) : Duration.ZERO;
    }

    /** Milliseconds from the first TCP accept to a monotonic time. */
    long millis(long atNanos) {
        return started ? Math.floorDiv(atNanos - originNanos, 1_000_000L) : 0;
    }

    long epochMillis(long atNanos) {
        return anchorEpochMillis + Math.floorDiv(atNanos - anchorNanos, 1_000_000L);
    }
}
