package dev.softphone.loadtest.measure;

/**
 * Counts by softphone, by its last incarnation.
 *
 * <pre>
 * planned = notStarted + started
 * started = inProgress + connected + rejected + failed + cancelled + lost
 * </pre>
 *
 * @param connected reached registered at least once, whatever came after
 * @param rejected never registered; the last word was the gateway's no
 * @param failed never registered; the last attempt had no answer, or the fault was the generator's own
 * @param cancelled never registered; the run ended with the attempt in flight
 * @param lost its runner is gone and nobody knows
 * @param late could not be started in time by us; a subset of started
 * @param connectedNow registered at this moment; a subset of connected
 * @param droppedAfterConnect lost the connection at least once without having asked to; a subset of connected
 */
public record SoftphoneCounts(
        long planned,
        long notStarted,
        long started,
        long inProgress,
        long connected,
        long rejected,
        long failed,
        long cancelled,
        long lost,
        long late,
        long connectedNow,
        long droppedAfterConnect) {

    public static final SoftphoneCounts ZERO = new SoftphoneCounts(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    /** Whether both equations hold. */
    public boolean balanced() {
        return planned == notStarted + started
                && started == inProgress + connected + rejected + failed + cancelled + lost;
    }

    /** Of a runner that is gone: what is final stays; who was under way or still to start is lost, and counts as started. */
    public SoftphoneCounts lostFromNowOn() {
        return new SoftphoneCounts(
                planned,
                0,
                planned,
                0,
                connected,
                rejected,
                failed,
                cancelled,
                lost + inProgress + notStarted,
                late,
                0,
                droppedAfterConnect);
    }

    /** The same sum, of which one part turned out to be lost. */
    SoftphoneCounts losing(SoftphoneCounts part) {
        return minus(part).plus(part.lostFromNowOn());
    }

    private SoftphoneCounts minus(SoftphoneCounts part) {
        return new SoftphoneCounts(
                planned - part.planned,
                notStarted - part.notStarted,
                started - part.started,
                inProgress - part.inProgress,
                connected - part.connected,
                rejected - part.rejected,
                failed - part.failed,
                cancelled - part.cancelled,
                lost - part.lost,
                late - part.late,
                connectedNow - part.connectedNow,
                droppedAfterConnect - part.droppedAfterConnect);
    }

    public SoftphoneCounts plus(SoftphoneCounts other) {
        return new SoftphoneCounts(
                planned + other.planned,
                notStarted + other.notStarted,
                started + other.started,
                inProgress + other.inProgress,
                connected + other.connected,
                rejected + other.rejected,
                failed + other.failed,
                cancelled + other.cancelled,
                lost + other.lost,
                late + other.late,
                connectedNow + other.connectedNow,
                droppedAfterConnect + other.droppedAfterConnect);
    }
}
