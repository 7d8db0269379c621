package dev.softphone.loadtest.plan;

import dev.softphone.loadtest.model.Limits;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds room, under a limit per second over all runners together, for what no schedule can foresee: retries, reconnects
 * on purpose, calls.
 *
 * <pre>
 * slot             = ceil(10^9 / limit) nanoseconds; one start in each, at its beginning
 * taken            = the slots of the first arrivals, of all parts: they are never displaced
 * free slot f(m)   = the m-th slot that is not taken
 * of this part     = f(m) for the m that {@link Part} deals to it
 * reserve(t)       = the first of these at or after t that was not handed out before
 * </pre>
 *
 * Any second, wherever it begins, therefore holds at most the limit over all parts, although they never talk to each
 * other; their rates sum to it, and a limit below the number of parts works (1 a second for 2 parts: each has every
 * other second). What a part does not use is lost, never lent: a static split.
 *
 * <p>A slot costs a binary search over the arrivals and one over runs of handed-out slots. At most one run is kept for
 * each slot handed out that still lies ahead.
 *
 * <p>Mutable; one thread.
 */
public final class ConnectPacer {

    private final @Nullable ArrivalSchedule arrivals;
    private final Part part;
    private final long slotNanos;

    /** Runs of handed-out slots, counted among those of this part: first to end, the end being free. */
    private final TreeMap<Long, Long> handedOut = new TreeMap<>();

    private ConnectPacer(@Nullable ArrivalSchedule arrivals, Part part, long slotNanos) {
        this.arrivals = arrivals;
        this.part = part;
        this.slotNanos = slotNanos;
    }

    /**
     * For connects other than the first ones, under the limit that shaped the schedule.
     *
     * @param schedule of the part that this pacer serves
     */
    public static ConnectPacer forConnects(ArrivalSchedule schedule) {
        return new ConnectPacer(schedule, schedule.part(), schedule.slotNanos());
    }

    /**
     * For calls, under {@code callsPerSecond}.
     *
     * @param part the part that this pacer serves
     */
    public static ConnectPacer forCalls(Limits limits, Part part) {
        OptionalInt limit = limits.callsPerSecond();
        return new ConnectPacer(null, part, limit.isPresent() ? ArrivalSchedule.slotNanos(limit.getAsInt()) : 0);
    }

    /**
     * Hands out the first free slot that is neither past nor too early. Not to be given back.
     *
     * @param nowNanos since the start of the run; never less than in the call before
     * @param earliestNanos since the start of the run
     * @return the intended start, since the start of the run, at least both of these and 0
     */
    public long reserve(long nowNanos, long earliestNanos) {
        long wanted = Math.max(0, Math.max(nowNanos, earliestNanos));
        if (slotNanos == 0) {
            return wanted;
        }
        forgetBefore(rankAtOrAfter(Math.max(0, nowNanos)));
        long rank = rankAtOrAfter(wanted);
        long start = rank;
        Map.Entry<Long, Long> run = handedOut.floorEntry(rank);
        if (run != null && run.getValue() >= rank) {
            start = run.getKey();
            rank = run.getValue();
        }
        Long endOfNext = handedOut.remove(rank + 1);
        handedOut.put(start, endOfNext == null ? rank + 1 : endOfNext);
        long free = part.wholeIndex(rank);
        return (arrivals == null ? free : arrivals.freeSlot(free)) * slotNanos;
    }

    /** How many runs are remembered. */
    int runs() {
        return handedOut.size();
    }

    /** Which of this part's free slots (from 0) is the first at or after a time. */
    private long rankAtOrAfter(long nanos) {
        long slot = ArrivalTimes.slotAtOrAfter(nanos, slotNanos);
        return part.countBelow(arrivals == null ? slot : slot - arrivals.startsBeforeSlot(slot));
    }

    private void forgetBefore(long rank) {
        Map.Entry<Long, Long> first = handedOut.firstEntry();
        while (first != null && first.getValue() <= rank) {
            handedOut.pollFirstEntry();
            first = handedOut.firstEntry();
        }
    }
}
