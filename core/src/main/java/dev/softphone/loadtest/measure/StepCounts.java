package dev.softphone.loadtest.measure;

/**
 * One step of {@code arrival.steps}, by the softphones that it started.
 *
 * @param softphones how many it was to start
 * @param startAfterMillis its intended start since the start of the trial
 * @param maxHandshakeMicros over its successes; 0 without any
 */
public record StepCounts(
        int softphones,
        long startAfterMillis,
        long started,
        long connected,
        long rejected,
        long failed,
        long dropped,
        long maxHandshakeMicros) {

    /** The same step as another part of the run saw it. */
    public StepCounts plus(StepCounts other) {
        return new StepCounts(
                softphones + other.softphones,
                Math.min(startAfterMillis, other.startAfterMillis),
                started + other.started,
                connected + other.connected,
                rejected + other.rejected,
                failed + other.failed,
                dropped + other.dropped,
                Math.max(maxHandshakeMicros, other.maxHandshakeMicros));
    }
}
