package dev.softphone.loadtest.runner.cli;

import dev.softphone.loadtest.runner.StopSignal;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * SIGTERM and Ctrl-C: the run drains and still reports. The process ends when the report is out, with its exit code, or
 * after a deadline without it.
 */
final class Interrupt {
    private static final long LIMIT_MINUTES = 15;

    private final CountDownLatch reported = new CountDownLatch(1);
    private volatile int exitCode = ExitCode.INCONCLUSIVE;

    private Interrupt() {}

    static Interrupt arm(StopSignal stop) {
        Interrupt interrupt = new Interrupt();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> interrupt.hold(stop), "drain-on-signal"));
        return interrupt;
    }

    /** The report is out; an ordinary end passes through here too. */
    void reported(int code) {
        exitCode = code;
        reported.countDown();
    }

    private void hold(StopSignal stop) {
        if (reported.getCount() == 0) {
            return;
        }
        stop.raise();
        try {
            if (reported.await(LIMIT_MINUTES, TimeUnit.MINUTES)) {
                System.out.flush();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        // A hook cannot change the exit code otherwise: the JVM is already on its way out.
        Runtime.getRuntime().halt(exitCode);
    }
}
