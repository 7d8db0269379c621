package dev.softphone.loadtest.e2e;

import java.util.concurrent.TimeUnit;

/** How a process that a test started is ended. */
public final class Processes {
    private Processes() {}

    /** SIGTERM, and SIGKILL where that does not help in time. */
    public static void end(Process process, long seconds) {
        process.destroy();
        try {
            if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
