package dev.softphone.loadtest.runner.softphone;

import org.jspecify.annotations.Nullable;

/**
 * A hashed timing wheel: starting and stopping a timer is O(1) and allocates nothing.
 *
 * <p>A timer due at time t stands in slot {@code (t / tick) mod slots} and is due once the wheel has passed t; what lies
 * more than one turn ahead is passed over until its turn. Timers never fire early, and late by less than one tick plus
 * the lateness of {@link #advance}.
 *
 * <p>Single-threaded: one wheel per event loop. Time is passed in, in nanoseconds of one monotonic clock.
 */
public final class TimerWheel {

    /** Something to be done later; an element of at most one wheel, at most once. */
    public abstract static class Timer {
        private @Nullable Timer previous;
        private @Nullable Timer next;
        private int slot = -1;
        private long dueNanos;

        /** Called by {@link TimerWheel#advance}; may start and stop any timer, this one included. */
        protected abstract void due(long nowNanos);

        /** Whether it is in the wheel. */
        public final boolean running() {
            return slot >= 0;
        }

        /** When it is due, while it is running. */
        public final long dueNanos() {
            return dueNanos;
        }
    }

    private final @Nullable Timer[] slots;
    private final long tickNanos;
    private final long originNanos;
    private long ticksDone;
    private int size;

    /**
     * @param tickNanos width of a slot
     * @param slotCount a power of two
     */
    public TimerWheel(long tickNanos, int slotCount, long nowNanos) {
        if (Integer.bitCount(slotCount) != 1) {
            throw new IllegalArgumentException("slotCount must be a power of two, is " + slotCount);
        }
        this.slots = new Timer[slotCount];
        this.tickNanos = tickNanos;
        this.originNanos = nowNanos;
    }

    /** How many timers are running. */
    public int size() {
        return size;
    }

    /** Starts a timer, or moves a running one. */
    public void start(Timer timer, long dueNanos) {
        stop(timer);
        timer.dueNanos = dueNanos;
        // Rounded up: a timer is looked at when the whole of its tick has passed.
        long tick = Math.max(ticksDone, Math.floorDiv(dueNanos - originNanos + tickNanos - 1, tickNanos));
        int slot = (int) (tick & (slots.length - 1));
        Timer head = slots[slot];
        timer.next = head;
        timer.previous = null;
        if (head != null) {
            head.previous = timer;
        }
        slots[slot] = timer;
        timer.slot = slot;
        size++;
    }

    /** Stops a timer; nothing happens to one that is not running. */
    public void stop(Timer timer) {
        if (timer.slot < 0) {
            return;
        }
        if (timer.previous != null) {
            timer.previous.next = timer.next;
        } else {
            slots[timer.slot] = timer.next;
        }
        if (timer.next != null) {
            timer.next.previous = timer.previous;
        }
        timer.previous = null;
        timer.next = null;
        timer.slot = -1;
        size--;
    }

    /** Runs every timer due at or before {@code nowNanos}, in the order of their ticks. */
    public void advance(long nowNanos) {
        long last = Math.floorDiv(nowNanos - originNanos, tickNanos);
        while (ticksDone <= last) {
            long tick = ticksDone++;
            runSlot((int) (tick & (slots.length - 1)), nowNanos);
        }
    }

    private void runSlot(int slot, long nowNanos) {
        // A timer that runs may stop its neighbours: start again at the head after each one.
        boolean again = true;
        while (again) {
            again = false;
            for (Timer timer = slots[slot]; timer != null; timer = timer.next) {
                if (timer.dueNanos <= nowNanos) {
                    stop(timer);
                    timer.due(nowNanos);
                    again = true;
                    break;
                }
            }
        }
    }
}
