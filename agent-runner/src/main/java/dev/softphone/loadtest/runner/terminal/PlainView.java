package dev.softphone.loadtest.runner.terminal;

import dev.softphone.loadtest.measure.OutcomeCount;
import dev.softphone.loadtest.measure.OutcomeKey;
import dev.softphone.loadtest.measure.SoftphoneCounts;
import dev.softphone.loadtest.report.Figures;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** A run as single lines for a log: no colour, no control character, nothing redrawn. Pure. */
public final class PlainView {

    private static final int CODES = 3;

    private final Style style;

    public PlainView(Style style) {
        this.style = new Style(false, style.unicode());
    }

    /** One line of at most {@code columns} columns, without its line feed. */
    public String render(Progress progress, int columns) {
        SoftphoneCounts s = progress.measurements().softphones();
        Line line = new Line(style, columns)
                .right(null, Figures.clock(Math.max(0, progress.elapsedMillis())), 7)
                .gap(2)
                .left(null, progress.phase(), 13)
                .add(progress.scheduled() < 0 ? "  started " : "  due ")
                .add(Figures.count(progress.scheduled() < 0 ? s.started() : progress.scheduled()) + "/"
                        + Figures.count(s.planned()))
                .add("  connected " + Figures.count(s.connectedNow()))
                .add("  under way " + Figures.count(s.inProgress()))
                .add("  rejected " + Figures.count(s.rejected()))
                .add("  failed " + Figures.count(s.failed()));
        if (s.droppedAfterConnect() > 0) {
            line.add("  dropped " + Figures.count(s.droppedAfterConnect()));
        }
        line.add("  p99 " + StageLines.handshakeP99(progress.stages()))
                .add("  lag " + Health.unit(progress.measurements().host().loopLagMaxMillis(), " ms"));
        for (Map.Entry<OutcomeKey, OutcomeCount> entry : most(progress)) {
            OutcomeKey key = entry.getKey();
            line.add("  " + key.stage().label() + " " + key.code() + " "
                    + Figures.count(entry.getValue().times()));
        }
        return line.toString();
    }

    /** An event on a line of its own, without its line feed. */
    public String render(Progress.Event event, int columns) {
        return new Line(style, columns)
                .right(null, Figures.clock(Math.max(0, event.atMillis())), 7)
                .gap(2)
                .add(event.text())
                .toString();
    }

    private static List<Map.Entry<OutcomeKey, OutcomeCount>> most(Progress progress) {
        return progress.measurements().outcomes().entrySet().stream()
                .sorted(Comparator.comparingLong((Map.Entry<OutcomeKey, OutcomeCount> e) ->
                                -e.getValue().times())
                        .thenComparing(Map.Entry::getKey))
                .limit(CODES)
                .toList();
    }
}
