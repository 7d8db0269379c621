package dev.softphone.loadtest.runner;

import dev.softphone.loadtest.plan.ArrivalSchedule;
import dev.softphone.loadtest.plan.Part;
import java.time.Duration;

/**
 * When a trial's softphones arrive and how long they stay.
 *
 * @param schedule of this process's softphones
 * @param lastArrivalMillis of the whole trial: all runners hold from then
 * @param startNanos by the monotonic clock; what is already due when the trial is run counts as late
 */
public record TrialPlan(ArrivalSchedule schedule, long lastArrivalMillis, Duration hold, long startNanos) {

    private static final long LEAD_NANOS = 250_000_000;

    /** Of the whole test, as soon as its softphones are made. */
    public static TrialPlan now(ArrivalSchedule whole, Duration hold) {
        return at(soon(), whole, Part.WHOLE, hold);
    }

    /** Of a part of the test. */
    public static TrialPlan at(long startNanos, ArrivalSchedule whole, Part part, Duration hold) {
        return new TrialPlan(whole.ofPart(part), whole.lastOffsetNanos() / 1_000_000, hold, startNanos);
    }

    /** The first instant at which a trial that is run now can begin in time. */
    public static long soon() {
        return System.nanoTime() + LEAD_NANOS;
    }
}
