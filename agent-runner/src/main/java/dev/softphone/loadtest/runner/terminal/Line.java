package dev.softphone.loadtest.runner.terminal;

import dev.softphone.loadtest.runner.terminal.Style.Tone;
import org.jspecify.annotations.Nullable;

/** One line that knows how many columns it fills, colours not counted, and never fills more than it may. */
final class Line {

    private final Style style;
    private final int columns;
    private final StringBuilder out = new StringBuilder();
    private int filled;

    Line(Style style, int columns) {
        this.style = style;
        this.columns = columns;
    }

    Line add(String text) {
        return add(null, text);
    }

    Line add(@Nullable Tone tone, String text) {
        String safe = style.safe(text);
        int room = columns - filled;
        if (safe.codePointCount(0, safe.length()) > room) {
            safe = safe.substring(0, safe.offsetByCodePoints(0, Math.max(0, room)));
        }
        filled += safe.codePointCount(0, safe.length());
        out.append(tone == null ? safe : style.in(tone, safe));
        return this;
    }

    /** The text at the right of a field of so many columns. */
    Line right(@Nullable Tone tone, String text, int width) {
        String safe = style.safe(text);
        return gap(width - safe.codePointCount(0, safe.length())).add(tone, text);
    }

    /** The text at the left of a field of so many columns. */
    Line left(@Nullable Tone tone, String text, int width) {
        int from = filled;
        return add(tone, text).to(from + width);
    }

    /** Blanks up to a column. */
    Line to(int column) {
        return gap(column - filled);
    }

    Line gap(int blanks) {
        return blanks > 0 ? add(" ".repeat(blanks)) : this;
    }

    int room() {
        return columns - filled;
    }

    @Override
    public String toString() {
        int end = out.length();
        while (end > 0 && out.charAt(end - 1) == ' ') {
            end--;
        }
        return out.substring(0, end);
    }
}
