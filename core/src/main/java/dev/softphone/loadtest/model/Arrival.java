package dev.softphone.loadtest.model;

import java.time.Duration;

/** When softphones start, measured from the start of the run (or of the trial). */
public sealed interface Arrival {

    /** All at the first instant. */
    record AtOnce() implements Arrival {}

    /** Evenly over a duration. */
    record RampUp(Duration over) implements Arrival {}

    /** {@code softphones} more every {@code every}, each step at once, the last one may be smaller. */
    record Steps(int softphones, Duration every) implements Arrival {}

    /** {@code count} softphones per {@code per}, evenly spaced or as a Poisson process. */
    record Rate(int count, Duration per, Spacing arrivals) implements Arrival {
        public enum Spacing {
            Even,
            Poisson
        }
    }

    /**
     * Trials of growing size, then bisection, then a repeat of the largest that held: the largest N the gateway holds.
     *
     * @param from softphones of the first trial
     * @param step added from trial to trial until one does not hold
     * @param over ramp of every trial
     * @param hold how long a trial must hold all of its softphones
     * @param pause between the end of one trial and the start of the next
     * @param precision bisection ends when the bracket is this small; at least 1
     * @param repeat how often the largest N is tried again; the last repeat runs at half the ramp rate
     */
    record Search(int from, int step, Duration over, Duration hold, Duration pause, int precision, int repeat)
            implements Arrival {}
}
