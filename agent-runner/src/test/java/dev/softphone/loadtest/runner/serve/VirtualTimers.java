package dev.softphone.loadtest.runner.serve;

import java.util.Comparator;
import java.util.PriorityQueue;

/** Time that stands still until it is told to go on; tasks run on the caller's thread. */
final class VirtualTimers implements Timers {
    private record Due(long nanos, long order, Runnable task) {}

    private final PriorityQueue<Due> due =
            new PriorityQueue<>(Comparator.comparingLong(Due::nanos).thenComparingLong(Due::order));
    private long nanos = 1_000_000_000_000L;
    private long order;

    @Override
    public long nanos() {
        return nanos;
    }

    @Override
    public void after(long millis, Runnable task) {
        due.add(new Due(nanos + Math.max(0, millis) * 1_000_000, order++, task));
    }

    /** Runs all that is due by then, in order. */
    void advance(long millis) {
        long until = nanos + millis * 1_000_000;
        while (!due.isEmpty() && due.element().nanos() <= until) {
            Due next = due.remove();
            nanos = Math.max(nanos, next.nanos());
            next.task().run();
        }
        nanos = until;
    }
}
