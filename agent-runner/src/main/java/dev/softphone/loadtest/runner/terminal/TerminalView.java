package dev.softphone.loadtest.runner.terminal;

import dev.softphone.loadtest.measure.OutcomeCount;
import dev.softphone.loadtest.measure.OutcomeKey;
import dev.softphone.loadtest.measure.SoftphoneCounts;
import dev.softphone.loadtest.report.Figures;
import dev.softphone.loadtest.runner.terminal.Style.Tone;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * A run as a screen of text, to be drawn over the one before. Pure: a view holds nothing but its style.
 *
 * <p>The bar stands for the planned softphones: connected now, refused, under way, and a mark up to where the schedule
 * is.
 */
public final class TerminalView {

    /** Narrower terminals are drawn as if they were this wide. */
    static final int NARROWEST = 60;

    private static final int WIDEST = 100;
    private static final int CODES = 6;
    private static final int EVENTS = 2;
    private static final long FLASH_MILLIS = 3_000;

    private final Style style;

    public TerminalView(Style style) {
        this.style = style;
    }

    /** Lines of at most {@code columns} columns (at least 60), each ended by a line feed. */
    public String render(Progress progress, int columns) {
        int width = Math.min(WIDEST, Math.max(NARROWEST, columns));
        List<Line> lines = new ArrayList<>();
        lines.add(title(progress, width));
        lines.add(bar(progress, width));
        lines.add(counts(progress, width));
        lines.add(schedule(progress, width));
        stages(progress.stages(), width, lines);
        codes(progress, width, lines);
        lines.add(new Line(style, width));
        Line health = new Line(style, width).add(Tone.QUIET, "generator");
        Health.append(health, progress.measurements().host());
        lines.add(health);
        events(progress, width, lines);
        StringBuilder out = new StringBuilder();
        lines.forEach(line -> out.append(line).append('\n'));
        return out.toString();
    }

    private Line title(Progress progress, int width) {
        String time = Figures.clock(Math.max(0, progress.elapsedMillis()))
                + (progress.expectedMillis() > 0 ? " of " + Figures.clock(progress.expectedMillis()) : "");
        String phase = progress.phase();
        int right = phase.length() + 2 + time.length();
        String name = progress.name();
        int room = width - right - 2;
        if (name.length() > room) {
            name = name.substring(0, room);
        }
        return new Line(style, width)
                .add(Tone.STRONG, name)
                .to(width - right)
                .add(phase)
                .gap(2)
                .add(time);
    }

    private Line bar(Progress progress, int width) {
        SoftphoneCounts s = progress.measurements().softphones();
        long planned = Math.max(1, s.planned());
        int connected = cells(s.connectedNow(), planned, width);
        int refused = cells(s.connectedNow() + s.rejected() + s.failed(), planned, width) - connected;
        int started = cells(s.started(), planned, width);
        int underway = Math.max(0, Math.min(started, width) - connected - refused);
        int due = cells(progress.scheduled(), planned, width);
        int done = connected + refused + underway;
        Line line = new Line(style, width)
                .add(Tone.CONNECTED, style.sign("█", "#").repeat(connected))
                .add(Tone.REFUSED, style.sign("▓", "x").repeat(refused))
                .add(Tone.QUIET, style.sign("▒", "+").repeat(underway));
        if (due > done) {
            // What the schedule asks for and has not begun.
            line.add(Tone.BAD, style.sign("░", "-").repeat(due - done - 1)).add(Tone.BAD, style.sign("▏", "|"));
        }
        return line.add(Tone.QUIET, style.sign("·", ".").repeat(Math.max(0, width - Math.max(done, due))));
    }

    /** Rounded down, but never to nothing: one softphone must be seen. */
    private static int cells(long part, long whole, int width) {
        long cells = part * width / whole;
        return (int) Math.min(width, part > 0 ? Math.max(1, cells) : 0);
    }

    private Line counts(Progress progress, int width) {
        SoftphoneCounts s = progress.measurements().softphones();
        Line line = new Line(style, width);
        item(line, Tone.CONNECTED, s.connectedNow(), "connected", true);
        item(line, Tone.QUIET, s.inProgress(), "under way", true);
        item(line, Tone.REFUSED, s.rejected(), "rejected", true);
        item(line, Tone.BAD, s.failed(), "failed", true);
        item(line, Tone.BAD, s.droppedAfterConnect(), "dropped", s.droppedAfterConnect() > 0);
        return line;
    }

    private Line schedule(Progress progress, int width) {
        SoftphoneCounts s = progress.measurements().softphones();
        Line line = new Line(style, width);
        if (progress.scheduled() < 0) {
            line.add(Tone.QUIET, "schedule ")
                    .add(Figures.count(s.started()) + " of " + Figures.count(s.planned()))
                    .add(Tone.QUIET, " started");
        } else {
            line.add(Tone.QUIET, "schedule ")
                    .add(Figures.count(progress.scheduled()) + " of " + Figures.count(s.planned()))
                    .add(Tone.QUIET, " due, ")
                    .add(Figures.count(s.started()))
                    .add(Tone.QUIET, " started");
        }
        long retries = progress.measurements().attempts().retries();
        if (retries > 0) {
            line.add(Tone.QUIET, ", ")
                    .add(Figures.count(retries))
                    .add(Tone.QUIET, retries == 1 ? " retry" : " retries");
        }
        if (s.late() > 0) {
            line.add(Tone.QUIET, ", ").add(Tone.BAD, Figures.count(s.late()) + " late by our own fault");
        }
        return line;
    }

    private static void item(Line line, Tone tone, long value, String name, boolean shown) {
        if (shown) {
            line.add(value > 0 ? tone : Tone.QUIET, Figures.count(value))
                    .add(Tone.QUIET, " " + name)
                    .gap(3);
        }
    }

    private void stages(List<StageLines> stages, int width, List<Line> lines) {
        if (stages.isEmpty()) {
            return;
        }
        lines.add(new Line(style, width));
        lines.add(new Line(style, width)
                .left(Tone.QUIET, "stage", 10)
                .right(Tone.QUIET, "passed", 9)
                .right(Tone.QUIET, "p50", 10)
                .right(Tone.QUIET, "p99", 10)
                .right(Tone.QUIET, "not passed", 13));
        for (StageLines stage : stages) {
            lines.add(new Line(style, width)
                    .left(null, stage.name(), 10)
                    .right(null, Figures.count(stage.passed()), 9)
                    .right(null, stage.p50(), 10)
                    .right(null, stage.p99(), 10)
                    .right(stage.refused() > 0 ? Tone.REFUSED : Tone.QUIET, Figures.count(stage.refused()), 13));
        }
    }

    private void codes(Progress progress, int width, List<Line> lines) {
        List<Map.Entry<OutcomeKey, OutcomeCount>> codes =
                new ArrayList<>(progress.measurements().outcomes().entrySet());
        if (codes.isEmpty()) {
            return;
        }
        codes.sort(Comparator.comparingLong(
                        (Map.Entry<OutcomeKey, OutcomeCount> e) -> -e.getValue().times())
                .thenComparing(Map.Entry::getKey));
        lines.add(new Line(style, width));
        for (Map.Entry<OutcomeKey, OutcomeCount> entry : codes.subList(0, Math.min(CODES, codes.size()))) {
            lines.add(code(progress, entry.getKey(), entry.getValue(), width));
        }
        if (codes.size() > CODES) {
            lines.add(new Line(style, width).add(Tone.QUIET, "and " + (codes.size() - CODES) + " more codes"));
        }
    }

    private Line code(Progress progress, OutcomeKey key, OutcomeCount count, int width) {
        boolean fresh = progress.elapsedMillis() - count.firstAfterMillis() < FLASH_MILLIS;
        Tone tone = fresh ? Tone.NEW : key.kind() == OutcomeKey.Kind.REJECTION ? Tone.REFUSED : Tone.BAD;
        Line line = new Line(style, width)
                .left(Tone.QUIET, kind(key), 10)
                .left(tone, key.stage().label() + " " + key.code(), 24)
                .right(null, Figures.count(count.times()), 7)
                .add(Tone.QUIET, "  first " + Figures.clockTenths(count.firstAfterMillis()));
        count.detail().ifPresent(detail -> line.gap(2).add(Tone.QUIET, detail));
        return line;
    }

    /** {@code rejected}, {@code failed}, {@code dropped}, or {@code our fault}. */
    static String kind(OutcomeKey key) {
        if (key.local()) {
            return "our fault";
        }
        return switch (key.kind()) {
            case REJECTION -> "rejected";
            case FAILURE -> "failed";
            case DROP -> "dropped";
        };
    }

    private void events(Progress progress, int width, List<Line> lines) {
        List<Progress.Event> events = progress.events();
        for (Progress.Event event : events.subList(Math.max(0, events.size() - EVENTS), events.size())) {
            lines.add(new Line(style, width)
                    .right(Tone.QUIET, Figures.clock(Math.max(0, event.atMillis())), 9)
                    .gap(2)
                    .add(Tone.QUIET, event.text()));
        }
    }
}
