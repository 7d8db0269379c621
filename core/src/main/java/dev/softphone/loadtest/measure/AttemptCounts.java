package dev.softphone.loadtest.measure;

/**
 * Counts by attempt, the preflight softphone's not among them.
 *
 * <pre>first + retries = inProgress + succeeded + rejected + failed + cancelled + lost</pre>
 *
 * @param first attempts that open a cycle; with one cycle, one per started softphone
 * @param retries attempts after one that did not register, or after a drop
 */
public record AttemptCounts(
        long first,
        long retries,
        long inProgress,
        long succeeded,
        long rejected,
        long failed,
        long cancelled,
        long lost) {

    public static final AttemptCounts ZERO = new AttemptCounts(0, 0, 0, 0, 0, 0, 0, 0);

    /** Whether the equation holds. */
    public boolean balanced() {
        return first + retries == inProgress + succeeded + rejected + failed + cancelled + lost;
    }

    /** Of a runner that is gone: nobody knows how the attempts in flight ended. */
    public AttemptCounts lostFromNowOn() {
        return new AttemptCounts(first, retries, 0, succeeded, rejected, failed, cancelled, lost + inProgress);
    }

    /** The same sum, of which one part turned out to be lost. */
    AttemptCounts losing(AttemptCounts part) {
        return minus(part).plus(part.lostFromNowOn());
    }

    private AttemptCounts minus(AttemptCounts part) {
        return new AttemptCounts(
                first - part.first,
                retries - part.retries,
                inProgress - part.inProgress,
                succeeded - part.succeeded,
                rejected - part.rejected,
                failed - part.failed,
                cancelled - part.cancelled,
                lost - part.lost);
    }

    public AttemptCounts plus(AttemptCounts other) {
        return new AttemptCounts(
                first + other.first,
                retries + other.retries,
                inProgress + other.inProgress,
                succeeded + other.succeeded,
                rejected + other.rejected,
                failed + other.failed,
                cancelled + other.cancelled,
                lost + other.lost);
    }
}
