package dev.softphone.loadtest.plan;

import java.util.random.RandomGenerator;

/**
 * When the i-th softphone of all is to start, in nanoseconds since the start of the run.
 *
 * <p>Time is cut into slots of {@code slot} nanoseconds, at most one start in each, at its very beginning:
 *
 * <pre>
 * slot      = ceil(10^9 / connectsPerSecond)         so that any second, wherever it begins, holds at most the limit
 * start(i)  = k(i) · slot,   k(i) = max(ceil(wanted(i) / slot), k(i-1) + 1)
 * </pre>
 *
 * Without a limit a slot is one nanosecond, which keeps starts in order and apart.
 */
sealed interface ArrivalTimes {

    long NO_LIMIT = 1;

    long offsetNanos(int softphone);

    /** The slot that begins at or after {@code nanos}. */
    static long slotAtOrAfter(long nanos, long slot) {
        return -Math.floorDiv(-nanos, slot);
    }

    /** All at the first instant. */
    record Together() implements ArrivalTimes {
        @Override
        public long offsetNanos(int softphone) {
            return 0;
        }
    }

    /**
     * {@code count} in every {@code period} nanoseconds.
     *
     * <pre>wanted(i) = floor(i · period / count)</pre>
     *
     * Wanted times that are at least a slot apart fall into different slots; closer ones fill slot after slot. So k(i) is
     * either ceil(wanted(i) / slot) or i, and nothing needs to be remembered.
     */
    record Even(long period, int count, long slot) implements ArrivalTimes {
        @Override
        public long offsetNanos(int softphone) {
            if (period < count * slot) {
                return softphone * slot;
            }
            // The product i · period may pass 2^63 where the quotient is far below: divide first.
            long wanted =
                    Math.addExact(Math.multiplyExact(softphone, period / count), softphone * (period % count) / count);
            return slotAtOrAfter(wanted, slot) * slot;
        }
    }

    /**
     * {@code size} more every {@code every} nanoseconds, those of a step in slots next to each other. A step that does not
     * fit before the next one pushes it back.
     *
     * <pre>wanted(i) = floor(i / size) · every</pre>
     *
     * @param slot 0: the whole step at once
     */
    record Stepped(int size, long every, long slot) implements ArrivalTimes {
        @Override
        public long offsetNanos(int softphone) {
            long wanted = Math.multiplyExact(softphone / size, every);
            if (slot == 0) {
                return wanted;
            }
            if (every < size * slot) {
                return softphone * slot;
            }
            return (slotAtOrAfter(wanted, slot) + softphone % size) * slot;
        }
    }

    /** Times that only a draw can tell. */
    final class Drawn implements ArrivalTimes {

        private final long[] offsets;

        private Drawn(long[] offsets) {
            this.offsets = offsets;
        }

        /**
         * A Poisson process with {@code count} arrivals in {@code period} nanoseconds on average.
         *
         * <pre>wanted(i) = wanted(i-1) - ln(1 - U) · period / count,   U even in [0, 1)</pre>
         *
         * The first softphone waits for its draw like every other.
         */
        static Drawn poisson(long period, int count, long slot, int softphones, RandomGenerator random) {
            double meanGap = (double) period / count;
            long[] offsets = new long[softphones];
            double wanted = 0;
            long previous = -1;
            for (int i = 0; i < softphones; i++) {
                // StrictMath, not Math: the same seed has to give the same schedule on every machine.
                wanted -= StrictMath.log(1 - random.nextDouble()) * meanGap;
                previous = Math.max(slotAtOrAfter((long) wanted, slot), previous + 1);
                offsets[i] = previous * slot;
            }
            return new Drawn(offsets);
        }

        @Override
        public long offsetNanos(int softphone) {
            return offsets[softphone];
        }
    }
}
