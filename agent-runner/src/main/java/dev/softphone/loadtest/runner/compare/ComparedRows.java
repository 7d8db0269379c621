package dev.softphone.loadtest.runner.compare;

import dev.softphone.loadtest.report.Figures;
import dev.softphone.loadtest.report.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** Rows of a table with a name, two values and their difference. */
final class ComparedRows {
    private static final String NONE = "–";
    private static final int GAP = 2;

    private record Row(String name, String one, String other, String difference) {
        boolean isHeading() {
            return one.isEmpty() && other.isEmpty();
        }
    }

    private final List<Row> rows = new ArrayList<>();

    ComparedRows(String one, String other) {
        rows.add(new Row("", one, other, ""));
    }

    void heading(String text) {
        rows.add(new Row(text, "", "", ""));
    }

    /** Left out where neither has it. */
    void words(String name, @Nullable String one, @Nullable String other) {
        if (one != null || other != null) {
            String a = one == null ? NONE : Printable.oneLine(one);
            String b = other == null ? NONE : Printable.oneLine(other);
            rows.add(new Row(Printable.oneLine(name), a, b, a.equals(b) ? "" : "changed"));
        }
    }

    void counts(String name, @Nullable Long one, @Nullable Long other) {
        numbers(name, one, other, Figures::count);
    }

    void millis(String name, @Nullable Long one, @Nullable Long other) {
        numbers(name, one, other, Figures::millis);
    }

    private void numbers(String name, @Nullable Long one, @Nullable Long other, LongFunction<String> shown) {
        if (one == null && other == null) {
            return;
        }
        String difference = "";
        if (one != null && other != null && !one.equals(other)) {
            long change = other - one;
            difference = sign(change)
                    + shown.apply(Math.abs(change))
                    + (one == 0 ? "" : String.format(Locale.ROOT, " (%+.1f %%)", 100.0 * change / one));
        }
        rows.add(new Row(
                Printable.oneLine(name),
                one == null ? NONE : shown.apply(one),
                other == null ? NONE : shown.apply(other),
                difference));
    }

    /** In percent; the difference of two shares is in points. */
    void shares(String name, @Nullable Double one, @Nullable Double other) {
        if (one == null && other == null) {
            return;
        }
        String difference = one == null || other == null || one.equals(other)
                ? ""
                : String.format(Locale.ROOT, "%+.1f points", other - one);
        rows.add(new Row(name, percent(one), percent(other), difference));
    }

    private static String percent(@Nullable Double share) {
        return share == null ? NONE : String.format(Locale.ROOT, "%.1f %%", share);
    }

    private static String sign(long change) {
        return change < 0 ? "-" : "+";
    }

    String text() {
        int name = width(Row::name);
        int one = width(Row::one);
        int other = width(Row::other);
        StringBuilder out = new StringBuilder();
        for (Row row : rows) {
            if (row.isHeading()) {
                out.append('\n').append(row.name()).append('\n');
                continue;
            }
            String line = left(row.name(), name + GAP)
                    + left(row.one(), one + GAP)
                    + left(row.other(), other + GAP)
                    + row.difference();
            out.append(line.stripTrailing()).append('\n');
        }
        return out.toString();
    }

    /** Of the rows that are no headings: a heading may be as long as it is. */
    private int width(Function<Row, String> of) {
        return rows.stream()
                .filter(row -> !row.isHeading())
                .mapToInt(row -> length(of.apply(row)))
                .max()
                .orElse(0);
    }

    private static String left(String text, int width) {
        return text + " ".repeat(Math.max(0, width - length(text)));
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
