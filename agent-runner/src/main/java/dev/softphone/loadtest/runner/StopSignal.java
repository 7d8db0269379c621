package dev.softphone.loadtest.runner;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Says that a run is to drain and report now. Safe from any thread; raised once, never lowered. */
public final class StopSignal {
    private final CountDownLatch raised = new CountDownLatch(1);

    public void raise() {
        raised.countDown();
    }

    public boolean isRaised() {
        return raised.getCount() == 0;
    }

    /** Waits for the signal, at most so long; true if it is raised. */
    boolean await(long millis) throws InterruptedException {
        return raised.await(Math.max(0, millis), TimeUnit.MILLISECONDS);
    }
}
