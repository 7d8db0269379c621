package dev.softphone.loadtest.plan;

import dev.softphone.loadtest.model.Arrival;
import dev.softphone.loadtest.model.Limits;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;

/**
 * The intended start of every softphone, or of those of one {@link Part}. Latency is measured from it, so it is fixed
 * before the run: a limit on connects per second moves intended starts, never a start away from its intention.
 *
 * <p>The formulas stand above {@link ArrivalTimes} and its kinds. Offsets never decrease from one softphone to the next;
 * they increase except where the arrival says "at once" and no limit forbids it. The parts of a schedule are dealt in
 * turn, so each has the shape of the whole, every softphone is in exactly one, and no sum is off by one.
 *
 * <p>Immutable; safe for any thread. Takes memory per softphone (8 bytes, shared by all parts) for Poisson arrivals only.
 */
public final class ArrivalSchedule {

    private final ArrivalTimes times;
    private final long slotNanos;
    private final int softphones;
    private final int stepSize;
    private final Part part;
    private final int size;

    private ArrivalSchedule(ArrivalTimes times, long slotNanos, int softphones, int stepSize, Part part) {
        this.times = times;
        this.slotNanos = slotNanos;
        this.softphones = softphones;
        this.stepSize = stepSize;
        this.part = part;
        this.size = (int) part.countBelow(softphones);
    }

    /**
     * The schedule of all softphones of a run.
     *
     * @param softphones how many start, 1 or more
     * @param limits of which {@code connectsPerSecond} shapes the schedule
     * @param seed of Poisson arrivals
     * @throws IllegalArgumentException for a {@link Arrival.Search}, whose trials are ramps with a schedule each; for
     *     numbers that are not positive or durations that are negative; for a schedule longer than 292 years
     */
    public static ArrivalSchedule of(Arrival arrival, int softphones, Limits limits, long seed) {
        require("softphones", 1, softphones);
        limits.connectsPerSecond().ifPresent(limit -> require("connectsPerSecond", 1, limit));
        long limited = limits.connectsPerSecond().isPresent()
                ? slotNanos(limits.connectsPerSecond().getAsInt())
                : 0;
        long slot = Math.max(limited, ArrivalTimes.NO_LIMIT);
        int stepSize = softphones;
        ArrivalTimes times;
        try {
            if (arrival instanceof Arrival.AtOnce) {
                times = atOnce(softphones, limited);
            } else if (arrival instanceof Arrival.RampUp ramp) {
                long over = ramp.over().toNanos();
                require("over", 0, over);
                times = over == 0 ? atOnce(softphones, limited) : new ArrivalTimes.Even(over, softphones, slot);
            } else if (arrival instanceof Arrival.Steps steps) {
                require("softphones of a step", 1, steps.softphones());
                require("every", 0, steps.every().toNanos());
                stepSize = Math.min(softphones, steps.softphones());
                times = new ArrivalTimes.Stepped(stepSize, steps.every().toNanos(), limited);
            } else if (arrival instanceof Arrival.Rate rate) {
                require("count", 1, rate.count());
                long per = rate.per().toNanos();
                require("per", 1, per);
                times = switch (rate.arrivals()) {
                    case Even -> new ArrivalTimes.Even(per, rate.count(), slot);
                    case Poisson ->
                        ArrivalTimes.Drawn.poisson(per, rate.count(), slot, softphones, new SplittableRandom(seed));
                };
            } else {
                throw new IllegalArgumentException(
                        "arrival: required one with a schedule of its own, observed " + arrival);
            }
            times.offsetNanos(softphones - 1);
        } catch (ArithmeticException tooLong) {
            throw new IllegalArgumentException(
                    "arrival: required to end within 292 years, observed " + arrival, tooLong);
        }
        return new ArrivalSchedule(times, limited, softphones, stepSize, Part.WHOLE);
    }

    private static ArrivalTimes atOnce(int softphones, long limited) {
        return limited == 0 ? new ArrivalTimes.Together() : new ArrivalTimes.Even(0, softphones, limited);
    }

    /** The length of a slot under a limit of so many a second, 1 or more. */
    static long slotNanos(int perSecond) {
        return ArrivalTimes.slotAtOrAfter(1_000_000_000, perSecond);
    }

    /** This schedule's share for {@code owner}: see {@link Part#split}. */
    public ArrivalSchedule slice(Shares shares, int owner) {
        return new ArrivalSchedule(times, slotNanos, softphones, stepSize, part.split(shares, owner));
    }

    /** What a part has of the whole run, whichever part this schedule is of. */
    public ArrivalSchedule ofPart(Part other) {
        return new ArrivalSchedule(times, slotNanos, softphones, stepSize, other);
    }

    /** This schedule's share for the {@code part}-th (from 0) of {@code of} equal parts. */
    public ArrivalSchedule slice(int part, int of) {
        return slice(Shares.equal(of), part);
    }

    /** How many softphones start by this schedule; a part may have none. */
    public int size() {
        return size;
    }

    /** Which of all softphones of the run this schedule's {@code softphone}-th (from 0) is. */
    public int wholeIndex(int softphone) {
        checkIndex("softphone", softphone, size);
        return (int) part.wholeIndex(softphone);
    }

    /** The intended start of this schedule's {@code softphone}-th (from 0), since the start of the run. */
    public long offsetNanos(int softphone) {
        return times.offsetNanos(wholeIndex(softphone));
    }

    /** The intended start of the last softphone of this schedule; 0 if it has none. */
    public long lastOffsetNanos() {
        return size == 0 ? 0 : offsetNanos(size - 1);
    }

    /** The most softphones of this schedule that start within a second, wherever it begins. */
    public int mostInASecond() {
        int most = 0;
        int first = 0;
        for (int last = 0; last < size; last++) {
            while (offsetNanos(last) - offsetNanos(first) >= 1_000_000_000) {
                first++;
            }
            most = Math.max(most, last - first + 1);
        }
        return most;
    }

    /** How many steps the run has, this part of it being in all of them or not: 1 unless it arrives in steps. */
    public int steps() {
        return (softphones - 1) / stepSize + 1;
    }

    /** The step (from 0) of this schedule's {@code softphone}-th. */
    public int stepOf(int softphone) {
        return wholeIndex(softphone) / stepSize;
    }

    /** How many softphones this schedule starts in a step. */
    public int softphonesOfStep(int step) {
        checkIndex("step", step, steps());
        long end = Math.min(softphones, (step + 1L) * stepSize);
        return (int) (part.countBelow(end) - part.countBelow((long) step * stepSize));
    }

    /** The intended start of a step's first softphone, whichever part has it. */
    public long stepOffsetNanos(int step) {
        checkIndex("step", step, steps());
        return times.offsetNanos(step * stepSize);
    }

    /** What this schedule has of the whole. */
    public Part part() {
        return part;
    }

    /** The length of a slot under {@code connectsPerSecond}; 0 without that limit. */
    long slotNanos() {
        return slotNanos;
    }

    /** How many of the run's first starts, of all parts, come before a slot. */
    int startsBeforeSlot(long slot) {
        return firstStart(i -> times.offsetNanos(i) >= slot * slotNanos);
    }

    /** The {@code rank}-th slot (from 0) that no first start of the run, of any part, takes. */
    long freeSlot(long rank) {
        // Below the i-th start there are (its slot - i) free slots, a number that never decreases with i.
        return rank + firstStart(i -> times.offsetNanos(i) / slotNanos - i > rank);
    }

    /** The first start of which the condition holds, given that it holds of all later ones too. */
    private int firstStart(IntPredicate condition) {
        int low = 0;
        int high = softphones;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (condition.test(middle)) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    private static void require(String what, long least, long observed) {
        if (observed < least) {
            throw new IllegalArgumentException(what + ": required " + least + " or more, observed " + observed);
        }
    }

    private static void checkIndex(String what, int index, int end) {
        if (index < 0 || index >= end) {
            throw new IndexOutOfBoundsException(what + ": required 0 to " + (end - 1) + ", observed " + index);
        }
    }
}
