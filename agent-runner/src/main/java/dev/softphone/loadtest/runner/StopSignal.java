package dev.softphone.loadtest.runner;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Says that a run is to drain and report now, or that it is to leave at once and report. Safe from any thread; raised
 * once, never lowered.
 */
public final class StopSignal {
    private final CountDownLatch raised = new CountDownLatch(1);
    private volatile boolean atOnce;

    /** Nothing more starts; the registered leave over the drain. */
    public void raise() {
        raised.countDown();
    }

    /** Nothing more starts; the registered leave now. Also after {@link #raise}. */
    public void raiseAtOnce() {
        atOnce = true;
        raised.countDown();
    }

    public boolean isRaised() {
        return raised.getCount() == 0;
    }

    boolean isAtOnce() {
        return atOnce;
    }

    /** Waits for the signal, at most so long; true if it is raised. */
    public boolean await(long millis) throws InterruptedException {
        return raised.await(Math.max(0, millis), TimeUnit.MILLISECONDS);
    }
}
