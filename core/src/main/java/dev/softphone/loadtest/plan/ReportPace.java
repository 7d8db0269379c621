package dev.softphone.loadtest.plan;

import java.time.Duration;

/**
 * How often each runner of a test reports, so that all of them together write fewer than twenty statuses a second,
 * whatever their number:
 *
 * <pre>interval = max(least, {@link #EACH} · runners)</pre>
 *
 * @param runners of the whole test, from 0
 * @param least between two reports of one runner, however few there are
 */
public record ReportPace(int runners, Duration least) {
    /** What one write of one runner is given. */
    public static final Duration EACH = Duration.ofMillis(55);

    private static final int INTERVALS_UNTIL_LOST = 3;
    private static final Duration LEAST_SILENCE = Duration.ofSeconds(15);

    /** From the acceptance of a runner's report to its next one. */
    public Duration interval() {
        return longer(least, spread());
    }

    /** In which every runner writes once. */
    public Duration spread() {
        return EACH.multipliedBy(runners);
    }

    /**
     * From the word to start to the first arrival. Every runner says that it is running in the first half of it.
     *
     * @param atLeast however few there are
     */
    public Duration lead(Duration atLeast) {
        return longer(atLeast, spread().multipliedBy(2));
    }

    /** After which a runner that has not reported is lost. */
    public Duration silence() {
        return longer(LEAST_SILENCE, interval().multipliedBy(INTERVALS_UNTIL_LOST));
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }
}
