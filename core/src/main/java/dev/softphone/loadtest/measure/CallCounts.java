package dev.softphone.loadtest.measure;

/**
 * Counts by call, on the side of the softphone that measures it: the caller of a placed call, the callee of one that
 * the platform placed.
 *
 * <pre>placed = inProgress + established + rejected + failed + cancelled + lost</pre>
 *
 * @param established answered, whatever came after
 * @param establishedNow a subset of established
 * @param droppedAfterEstablished ended without either side's BYE; a subset of established
 */
public record CallCounts(
        long placed,
        long inProgress,
        long established,
        long rejected,
        long failed,
        long cancelled,
        long lost,
        long establishedNow,
        long droppedAfterEstablished) {

    public static final CallCounts ZERO = new CallCounts(0, 0, 0, 0, 0, 0, 0, 0, 0);

    /** Whether the equation holds. */
    public boolean balanced() {
        return placed == inProgress + established + rejected + failed + cancelled + lost;
    }

    /** Of a runner that is gone: calls that were being set up are lost, none is established any more. */
    public CallCounts lostFromNowOn() {
        return new CallCounts(
                placed, 0, established, rejected, failed, cancelled, lost + inProgress, 0, droppedAfterEstablished);
    }

    /** The same sum, of which one part turned out to be lost. */
    CallCounts losing(CallCounts part) {
        return minus(part).plus(part.lostFromNowOn());
    }

    private CallCounts minus(CallCounts part) {
        return new CallCounts(
                placed - part.placed,
                inProgress - part.inProgress,
                established - part.established,
                rejected - part.rejected,
                failed - part.failed,
                cancelled - part.cancelled,
                lost - part.lost,
                establishedNow - part.establishedNow,
                droppedAfterEstablished - part.droppedAfterEstablished);
    }

    public CallCounts plus(CallCounts other) {
        return new CallCounts(
                placed + other.placed,
                inProgress + other.inProgress,
                established + other.established,
                rejected + other.rejected,
                failed + other.failed,
                cancelled + other.cancelled,
                lost + other.lost,
                establishedNow + other.establishedNow,
                droppedAfterEstablished + other.droppedAfterEstablished);
    }
}
