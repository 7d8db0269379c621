package dev.softphone.loadtest.runner.cli;

import dev.softphone.loadtest.api.v1alpha1.SoftphoneLoadTestStatus;
import dev.softphone.loadtest.measure.Measurements;
import dev.softphone.loadtest.report.ReportInput;
import dev.softphone.loadtest.runner.terminal.LiveWriter;
import dev.softphone.loadtest.runner.terminal.LogWriter;
import dev.softphone.loadtest.runner.terminal.ProgressView;
import dev.softphone.loadtest.runner.terminal.Style;
import dev.softphone.loadtest.runner.terminal.Summary;
import dev.softphone.loadtest.runner.terminal.TerminalSize;
import java.nio.charset.Charset;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Which view a run gets: a live one on a terminal, lines elsewhere, none beside JSON. */
final class Views {
    private static final long LINE_EVERY_MILLIS = 5000;
    private static final int STDOUT = 1;
    private static final int WIDE_ENOUGH = 100;

    private Views() {}

    static ProgressView progress(String name, boolean shown) {
        if (!shown) {
            return new Silent();
        }
        boolean terminal = TerminalSize.isTerminal(STDOUT);
        return terminal
                ? new LiveWriter(name, System.out, style(), TerminalSize.ofTerminal(), System::nanoTime)
                : new LogWriter(name, System.out, style(), LINE_EVERY_MILLIS);
    }

    static String summary(ReportInput input, List<String> files, Optional<String> next) {
        return Summary.text(input, files, next, style(), columns());
    }

    /** How wide text may be. */
    static int columns() {
        return TerminalSize.isTerminal(STDOUT) ? TerminalSize.ofTerminal().columns() : WIDE_ENOUGH;
    }

    static Style style() {
        return Style.of(System.getenv(), TerminalSize.isTerminal(STDOUT), Charset.defaultCharset());
    }

    private static final class Silent implements ProgressView {
        @Override
        public void phase(Phase phase, String note) {}

        @Override
        public void progress(Measurements measurements, long elapsedMillis, long expectedMillis, long scheduled) {}

        @Override
        public void seen(SoftphoneLoadTestStatus status, String trouble, Instant now) {}

        @Override
        public void close() {}
    }
}
