package dev.softphone.loadtest.simulator.matching;

/** So many requests in each window; the first starts with the budget, each further one when the last has ended. */
public final class FixedWindow implements Budget {
    private final int count;
    private final long periodNanos;
    private long windowNanos;
    private int used;

    /**
     * @param count requests in a window, at least 1
     * @param periodNanos length of a window, in nanoseconds, above zero
     * @param nowNanos the present
     */
    public FixedWindow(int count, long periodNanos, long nowNanos) {
        this.count = count;
        this.periodNanos = periodNanos;
        this.windowNanos = nowNanos;
    }

    @Override
    public boolean take(long nowNanos) {
        if (left(nowNanos) == 0) {
            return false;
        }
        used++;
        return true;
    }

    @Override
    public int left(long nowNanos) {
        long windows = (nowNanos - windowNanos) / periodNanos;
        if (windows > 0) {
            windowNanos += windows * periodNanos;
            used = 0;
        }
        return count - used;
    }

    @Override
    public long untilNext(long nowNanos) {
        return left(nowNanos) > 0 ? 0 : windowNanos + periodNanos - nowNanos;
    }

    @Override
    public long untilReset(long nowNanos) {
        return left(nowNanos) == count ? 0 : windowNanos + periodNanos - nowNanos;
    }
}
