package dev.softphone.loadtest.runner.serve;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Runs things later. Shared by all that wait, so that none of them needs a thread. */
public interface Timers {

    /** The monotonic clock. */
    long nanos();

    /** Runs a task, which may block, on any thread. */
    void after(long millis, Runnable task);

    /** On the threads of an executor; nothing runs any more once that is shut down. */
    static Timers on(ScheduledExecutorService executor) {
        return new Timers() {
            @Override
            public long nanos() {
                return System.nanoTime();
            }

            @Override
            public void after(long millis, Runnable task) {
                try {
                    executor.schedule(task, Math.max(0, millis), TimeUnit.MILLISECONDS);
                } catch (RejectedExecutionException e) {
                    // shut down
                }
            }
        };
    }
}
