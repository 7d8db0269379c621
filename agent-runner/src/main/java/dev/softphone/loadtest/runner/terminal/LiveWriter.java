package dev.softphone.loadtest.runner.terminal;

import dev.softphone.loadtest.api.v1alpha1.SoftphoneLoadTestStatus;
import dev.softphone.loadtest.measure.Measurements;
import java.io.PrintStream;
import java.time.Instant;
import java.util.function.LongSupplier;

/**
 * Draws a {@link TerminalView} over itself, at most five times a second. While it does, the cursor is hidden and long
 * lines are cut instead of wrapped; both are restored by {@link #close}, and by a shutdown hook should nobody close.
 * Safe for several threads.
 */
public final class LiveWriter implements ProgressView {

    private static final long SHORTEST_NANOS = 200_000_000L;
    private static final String HIDE = "\u001b[?25l\u001b[?7l";
    private static final String RESTORE = "\u001b[?7h\u001b[?25h\u001b[0m";
    private static final String ERASE_BELOW = "\u001b[J";

    private final PrintStream out;
    private final TerminalView view;
    private final TerminalSize size;
    private final LongSupplier nanos;
    private final Story story;
    private final Thread restorer = new Thread(this::restore, "terminal-restorer");
    private int drawn;
    private long drawnNanos;
    private boolean closed;

    /**
     * Takes the terminal at once.
     *
     * @param nanos a monotonic clock
     */
    public LiveWriter(String name, PrintStream out, Style style, TerminalSize size, LongSupplier nanos) {
        this.out = out;
        this.view = new TerminalView(style);
        this.size = size;
        this.nanos = nanos;
        this.story = new Story(name);
        this.drawnNanos = nanos.getAsLong() - SHORTEST_NANOS;
        Runtime.getRuntime().addShutdownHook(restorer);
        out.print(HIDE);
        out.flush();
    }

    @Override
    public synchronized void phase(Phase phase, String note) {
        story.phase(phase, note);
        draw(true);
    }

    @Override
    public synchronized void progress(
            Measurements measurements, long elapsedMillis, long expectedMillis, long scheduled) {
        boolean news = !story.progress(measurements, elapsedMillis, expectedMillis, scheduled)
                .isEmpty();
        draw(news);
    }

    @Override
    public synchronized void seen(SoftphoneLoadTestStatus status, String trouble, Instant now) {
        boolean news = !story.seen(status, trouble, now).isEmpty();
        draw(news);
    }

    /** Leaves the last picture standing and the cursor below it. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        draw(true);
        closed = true;
        restore();
        try {
            Runtime.getRuntime().removeShutdownHook(restorer);
        } catch (IllegalStateException e) {
            // The JVM is shutting down already; restoring twice does no harm.
        }
    }

    /** Drawing may go on after it: a run that was interrupted drains while the JVM shuts down. */
    private synchronized void restore() {
        out.print(RESTORE);
        out.flush();
    }

    private void draw(boolean now) {
        long time = nanos.getAsLong();
        if (closed || (!now && time - drawnNanos < SHORTEST_NANOS)) {
            return;
        }
        drawnNanos = time;
        String[] lines = view.render(story.now(), size.columns()).split("\n", -1);
        int shown = Math.min(lines.length - 1, size.rows() - 1);
        StringBuilder text = new StringBuilder();
        if (drawn > 0) {
            text.append("\u001b[").append(drawn).append('A');
        }
        text.append('\r').append(ERASE_BELOW);
        for (int i = 0; i < shown; i++) {
            text.append(lines[i]).append('\n');
        }
        drawn = shown;
        // One write, so that no half picture is seen.
        out.print(text);
        out.flush();
    }
}
