package dev.softphone.loadtest.simulator.matching;

/**
 * A token bucket that starts full.
 *
 * <pre>tokens(now) = min(size, tokens(then) + (now − then) · count / period)</pre>
 *
 * <p>Kept without rounding as the time at which the bucket was (or would have been) empty: a token is worth {@code
 * period / count}, so {@code tokens = (now − emptyAt) · count / period} and taking one moves {@code emptyAt} on by its
 * worth. Not thread safe.
 */
public final class TokenBucket implements Budget {
    private final double worthNanos;
    private final int size;
    private final long startNanos;
    private double emptyAt;

    /**
     * @param count tokens that come in a period, at least 1
     * @param periodNanos the period, in nanoseconds, above zero
     * @param size the most tokens it holds, at least 1
     * @param nowNanos the present
     */
    public TokenBucket(int count, long periodNanos, int size, long nowNanos) {
        this.worthNanos = (double) periodNanos / count;
        this.size = size;
        this.startNanos = nowNanos;
        this.emptyAt = -size * worthNanos;
    }

    @Override
    public boolean take(long nowNanos) {
        if (left(nowNanos) < 1) {
            return false;
        }
        emptyAt += worthNanos;
        return true;
    }

    @Override
    public int left(long nowNanos) {
        double now = nowNanos - startNanos;
        emptyAt = Math.max(emptyAt, now - size * worthNanos);
        // A billionth of a token forgives the rounding of periods that count does not divide.
        return (int) Math.floor((now - emptyAt) / worthNanos + 1e-9);
    }

    @Override
    public long untilNext(long nowNanos) {
        return left(nowNanos) >= 1 ? 0 : (long) Math.ceil(emptyAt + worthNanos - (nowNanos - startNanos));
    }

    @Override
    public long untilReset(long nowNanos) {
        return Math.max(0, (long) Math.ceil(emptyAt + size * worthNanos - (nowNanos - startNanos)));
    }
}
