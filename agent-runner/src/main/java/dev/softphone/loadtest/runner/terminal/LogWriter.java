package dev.softphone.loadtest.runner.terminal;

import dev.softphone.loadtest.api.v1alpha1.SoftphoneLoadTestStatus;
import dev.softphone.loadtest.measure.Measurements;
import java.io.PrintStream;
import java.time.Instant;
import java.util.List;

/**
 * Writes a {@link PlainView}: a line at every event, and one every few seconds of the run's own time. Safe for several
 * threads.
 */
public final class LogWriter implements ProgressView {

    private static final int COLUMNS = 200;

    private final PrintStream out;
    private final PlainView view;
    private final Story story;
    private final long everyMillis;
    private long nextMillis;

    /** @param everyMillis between two lines without an event */
    public LogWriter(String name, PrintStream out, Style style, long everyMillis) {
        this.out = out;
        this.view = new PlainView(style);
        this.story = new Story(name);
        this.everyMillis = everyMillis;
    }

    @Override
    public synchronized void phase(Phase phase, String note) {
        if (phase == Phase.Arriving) {
            nextMillis = 0;
        }
        out.println(view.render(story.phase(phase, note), COLUMNS));
    }

    @Override
    public synchronized void progress(
            Measurements measurements, long elapsedMillis, long expectedMillis, long scheduled) {
        tell(story.progress(measurements, elapsedMillis, expectedMillis, scheduled), elapsedMillis);
    }

    @Override
    public synchronized void seen(SoftphoneLoadTestStatus status, String trouble, Instant now) {
        List<Progress.Event> news = story.seen(status, trouble, now);
        tell(news, story.now().elapsedMillis());
    }

    private void tell(List<Progress.Event> news, long elapsedMillis) {
        news.forEach(event -> out.println(view.render(event, COLUMNS)));
        if (elapsedMillis >= nextMillis) {
            nextMillis = elapsedMillis - Math.floorMod(elapsedMillis, everyMillis) + everyMillis;
            out.println(view.render(story.now(), COLUMNS));
        }
    }

    /** Has nothing to restore. */
    @Override
    public void close() {
        out.flush();
    }
}
