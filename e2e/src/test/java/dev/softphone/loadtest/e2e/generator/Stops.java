package dev.softphone.loadtest.e2e.generator;

import dev.softphone.loadtest.e2e.LoadRun;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A runner that does not get the processor. Its gateway runs on. */
final class Stops {
    private static final long STOPPED_MILLIS = 300;
    private static final long RUNNING_MILLIS = 700;

    private Stops() {}

    /** For a part of every second, from its start to its end. */
    static LoadRun.Result during(LoadRun load) throws IOException, InterruptedException {
        LoadRun.Started started = load.start();
        Process process = started.process();
        try {
            while (!process.waitFor(RUNNING_MILLIS, TimeUnit.MILLISECONDS)) {
                signal(process, "STOP");
                Thread.sleep(STOPPED_MILLIS);
                signal(process, "CONT");
            }
            return started.result();
        } finally {
            process.destroyForcibly();
        }
    }

    /** Once, for so long. */
    static void once(Process process, Duration stopped) throws IOException, InterruptedException {
        signal(process, "STOP");
        try {
            Thread.sleep(stopped.toMillis());
        } finally {
            signal(process, "CONT");
        }
    }

    private static void signal(Process process, String name) throws IOException, InterruptedException {
        new ProcessBuilder("sh", "-c", "kill -s " + name + " " + process.pid())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }
}
