package dev.softphone.loadtest.runner.cli;

import dev.softphone.loadtest.measure.Measurements;
import dev.softphone.loadtest.measure.SoftphoneCounts;
import dev.softphone.loadtest.model.LoadTest;
import dev.softphone.loadtest.runner.RunListener;
import java.io.PrintWriter;
import picocli.CommandLine;

/** What a run shows while it goes on. */
final class RunView implements RunListener, AutoCloseable {
    private final PrintWriter out;
    private final boolean shown;

    private RunView(PrintWriter out, boolean shown) {
        this.out = out;
        this.shown = shown;
    }

    static RunView of(CommandLine commandLine, boolean shown, LoadTest test) {
        return new RunView(commandLine.getErr(), shown);
    }

    @Override
    public void phase(Phase phase, String note) {
        if (shown) {
            out.println(phase + " " + note);
            out.flush();
        }
    }

    @Override
    public void progress(Measurements measurements, long elapsedMillis, long expectedMillis, long scheduled) {
        if (shown) {
            SoftphoneCounts counts = measurements.softphones();
            out.println(elapsedMillis / 1000 + "s " + counts);
            out.flush();
        }
    }

    @Override
    public void close() {}
}
