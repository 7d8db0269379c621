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
        long maxHandshakeMicros) {}
