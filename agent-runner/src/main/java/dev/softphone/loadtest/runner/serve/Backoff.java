package dev.softphone.loadtest.runner.serve;

/**
 * How long to wait before trying again what failed:
 *
 * <pre>min(10 s, 1 s · 2^failures) · (¾ to 1¼, by who waits)</pre>
 *
 * Spread, so that 1,000 runners do not come back to a restarted API server at one instant.
 */
final class Backoff {
    private static final long FIRST_MILLIS = 1000;
    private static final long MOST_MILLIS = 10_000;

    private final int spread;
    private int failures;

    /** @param who any text that differs from one to the next */
    Backoff(String who) {
        this.spread = 75 + Math.floorMod(who.hashCode(), 51);
    }

    void succeeded() {
        failures = 0;
    }

    long failedMillis() {
        long millis = Math.min(MOST_MILLIS, FIRST_MILLIS << Math.min(failures, 10));
        failures++;
        return millis * spread / 100;
    }
}
