package dev.softphone.loadtest.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;

/**
 * One chart over time as inline SVG: stacked areas, lines, limits and marks, each labelled where it is drawn. Colours
 * come from the style sheet by class name, so that the drawing follows light, dark and print. {@link Double#NaN} is a
 * gap. Not for several threads.
 */
final class Chart {

    static final int WIDTH = 1040;
    /** The plot's left and right edge in every chart, so that charts below each other share their x axis. */
    static final int LEFT = 58;

    static final int RIGHT = WIDTH - 178;

    private static final int LABEL_GAP = 15;
    private static final double CHARACTER = 6.4;

    private record Shape(String style, String path) {}

    private record Label(String style, String value, String name, double x, double y) {}

    private record Limit(String name, double y) {}

    private record Mark(String name, double x) {}

    private final String id;
    private final String title;
    private final String description;
    private final int top;
    private final int bottom;
    private final Scale x;
    private final Scale y;
    private final DoubleFunction<String> yText;
    private final String unit;
    private final boolean timeLabels;
    private final List<Shape> areas = new ArrayList<>();
    private final List<Shape> lines = new ArrayList<>();
    private final List<Label> labels = new ArrayList<>();
    private final List<Limit> limits = new ArrayList<>();
    private final List<Mark> marks = new ArrayList<>();
    private double[] stacked = {};

    /**
     * @param headroom above the plot, for names of marks and the unit
     * @param plotHeight of the plot alone
     * @param yText writes a tick of the y axis
     * @param unit stands over the y axis
     * @param timeLabels whether the ticks of the x axis are labelled
     */
    Chart(
            String id,
            String title,
            String description,
            int headroom,
            int plotHeight,
            Scale x,
            Scale y,
            DoubleFunction<String> yText,
            String unit,
            boolean timeLabels) {
        this.id = id;
        this.title = title;
        this.description = description;
        this.top = headroom;
        this.bottom = top + plotHeight;
        this.x = x;
        this.y = y;
        this.yText = yText;
        this.unit = unit;
        this.timeLabels = timeLabels;
    }

    /** A line through points. */
    Chart line(String style, double[] xs, double[] ys) {
        lines.add(new Shape("line " + style, path(xs, ys)));
        return this;
    }

    /** A dot for each value, in the middle of its step. */
    Chart dots(String style, double[] edges, double[] ys) {
        StringBuilder d = new StringBuilder();
        for (int i = 0; i < ys.length; i++) {
            if (!Double.isNaN(ys[i])) {
                // A line without length is drawn by its round caps.
                d.append('M')
                        .append(number(px((edges[i] + edges[i + 1]) / 2)))
                        .append(' ')
                        .append(number(py(ys[i])))
                        .append("h0");
            }
        }
        lines.add(new Shape("line dots " + style, d.toString()));
        return this;
    }

    /** A line in steps: {@code ys[i]} holds from {@code edges[i]} to {@code edges[i + 1]}. */
    Chart steps(String style, double[] edges, double[] ys) {
        double[] xs = new double[ys.length * 2];
        double[] tops = new double[ys.length * 2];
        for (int i = 0; i < ys.length; i++) {
            xs[2 * i] = edges[i];
            xs[2 * i + 1] = edges[i + 1];
            tops[2 * i] = ys[i];
            tops[2 * i + 1] = ys[i];
        }
        return line(style, xs, tops);
    }

    /** An area in steps on top of those stacked before it; all of one chart have the same edges. */
    Chart stack(String style, double[] edges, double[] ys) {
        double[] low = stacked.length == 0 ? new double[ys.length] : stacked;
        double[] high = new double[ys.length];
        for (int i = 0; i < ys.length; i++) {
            high[i] = low[i] + ys[i];
        }
        areas.add(new Shape("area " + style, outline(edges, low, high)));
        stacked = high;
        return this;
    }

    /** Names a curve at its point (x, y). */
    Chart label(String style, String value, String name, double atX, double atY) {
        labels.add(new Label(style, value, name, atX, atY));
        return this;
    }

    /** A horizontal line that should not be crossed; left out where the axis does not reach it. */
    Chart limit(String name, double atY) {
        if (atY <= y.high()) {
            limits.add(new Limit(name, atY));
        }
        return this;
    }

    /** A vertical line at a moment worth naming; an empty name where a chart above has named it. */
    Chart mark(String name, double atX) {
        marks.add(new Mark(name, atX));
        return this;
    }

    /** Draws it. */
    void draw(Markup out) {
        int height = bottom + (timeLabels ? 26 : 8);
        out.open(
                "svg",
                "xmlns",
                "http://www.w3.org/2000/svg",
                "class",
                "chart",
                "viewBox",
                "0 0 " + WIDTH + " " + height,
                "role",
                "img",
                "aria-labelledby",
                id + "-title " + id + "-desc",
                "data-span",
                Long.toString((long) x.high()));
        out.leaf("title", title, "id", id + "-title").leaf("desc", description, "id", id + "-desc");
        axes(out);
        for (Shape area : areas) {
            out.empty("path", "class", area.style(), "d", area.path());
        }
        for (Limit limit : limits) {
            straight(out, "limit", LEFT, py(limit.y()), RIGHT, py(limit.y()));
            out.leaf(
                    "text",
                    limit.name(),
                    "class",
                    "limit-name",
                    "x",
                    Integer.toString(LEFT + 8),
                    "y",
                    number(py(limit.y()) - 6));
        }
        for (Shape line : lines) {
            out.empty("path", "class", line.style(), "d", line.path());
        }
        marks(out);
        labels(out);
        straight(out, "cursor", LEFT, top, LEFT, bottom);
        out.close().line();
    }

    private void axes(Markup out) {
        out.leaf("text", unit, "class", "unit", "x", "0", "y", number(top - 12));
        for (double tick : y.ticks()) {
            straight(out, tick == y.low() ? "axis" : "grid", LEFT, py(tick), RIGHT, py(tick));
            out.leaf(
                    "text",
                    yText.apply(tick),
                    "class",
                    "tick y",
                    "x",
                    Integer.toString(LEFT - 10),
                    "y",
                    number(py(tick) + 4));
        }
        for (double tick : x.ticks()) {
            straight(out, "axis", px(tick), bottom, px(tick), bottom + 5.0);
            if (timeLabels) {
                out.leaf(
                        "text",
                        Figures.clock((long) tick),
                        "class",
                        "tick x",
                        "x",
                        number(px(tick)),
                        "y",
                        Integer.toString(bottom + 20));
            }
        }
    }

    private void marks(Markup out) {
        double[] taken = {Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY};
        List<Mark> inOrder = new ArrayList<>(marks);
        inOrder.sort(Comparator.comparingDouble(Mark::x));
        for (Mark mark : inOrder) {
            double at = px(mark.x());
            if (mark.name().isEmpty()) {
                straight(out, "mark", at, top, at, bottom);
                continue;
            }
            double length = mark.name().length() * CHARACTER;
            boolean before = at + length > WIDTH - 8;
            double from = before ? at - length : at;
            int row = from > taken[0] ? 0 : from > taken[1] ? 1 : 0;
            taken[row] = from + length + 12;
            double baseline = 12 + 15.0 * row;
            straight(out, "mark", at, baseline + 5, at, bottom);
            out.leaf(
                    "text",
                    mark.name(),
                    "class",
                    before ? "mark-name before" : "mark-name",
                    "x",
                    number(at),
                    "y",
                    number(baseline));
        }
    }

    /** Pushes labels apart from the top down, then back up where the last one fell below the plot. */
    private void labels(Markup out) {
        List<Label> inOrder = new ArrayList<>(labels);
        inOrder.sort(Comparator.comparingDouble(label -> py(label.y())));
        double[] at = new double[inOrder.size()];
        for (int i = 0; i < at.length; i++) {
            at[i] = Math.max(py(inOrder.get(i).y()), i == 0 ? top : at[i - 1] + LABEL_GAP);
        }
        for (int i = at.length - 1; i >= 0; i--) {
            at[i] = Math.min(at[i], i == at.length - 1 ? bottom : at[i + 1] - LABEL_GAP);
        }
        for (int i = 0; i < at.length; i++) {
            Label label = inOrder.get(i);
            double left = px(label.x()) + 12;
            out.empty("circle", "class", "dot " + label.style(), "cx", number(left), "cy", number(at[i]), "r", "4");
            out.open("text", "class", "name", "x", number(left + 10), "y", number(at[i] + 4));
            out.leaf("tspan", label.value(), "class", "value").text(" " + label.name());
            out.close();
        }
    }

    private String path(double[] xs, double[] ys) {
        StringBuilder d = new StringBuilder();
        boolean drawing = false;
        for (int i = 0; i < xs.length; i++) {
            if (Double.isNaN(ys[i])) {
                drawing = false;
                continue;
            }
            d.append(drawing ? 'L' : 'M').append(number(px(xs[i]))).append(' ').append(number(py(ys[i])));
            boolean alone = !drawing && (i + 1 == xs.length || Double.isNaN(ys[i + 1]));
            if (alone) {
                // A point without neighbours is drawn by the round cap of a line without length.
                d.append("h0");
            }
            drawing = true;
        }
        return d.toString();
    }

    private String outline(double[] edges, double[] low, double[] high) {
        StringBuilder d = new StringBuilder();
        for (int i = 0; i < high.length; ) {
            int from = i;
            while (i < high.length && high[i] > low[i]) {
                i++;
            }
            if (i == from) {
                i++;
                continue;
            }
            d.append('M').append(number(px(edges[from]))).append(' ').append(number(py(low[from])));
            for (int j = from; j < i; j++) {
                d.append('V').append(number(py(high[j])));
                d.append('H').append(number(px(edges[j + 1])));
            }
            for (int j = i - 1; j >= from; j--) {
                d.append('V').append(number(py(low[j])));
                d.append('H').append(number(px(edges[j])));
            }
            d.append('Z');
        }
        return d.toString();
    }

    private void straight(Markup out, String style, double x1, double y1, double x2, double y2) {
        out.empty("line", "class", style, "x1", number(x1), "y1", number(y1), "x2", number(x2), "y2", number(y2));
    }

    private double px(double value) {
        return LEFT + x.at(value) * (RIGHT - LEFT);
    }

    private double py(double value) {
        return bottom - y.at(value) * (bottom - top);
    }

    private static String number(double value) {
        String text = String.format(Locale.ROOT, "%.1f", value);
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }
}
