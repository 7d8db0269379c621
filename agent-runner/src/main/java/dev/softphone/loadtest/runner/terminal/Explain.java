package dev.softphone.loadtest.runner.terminal;

import dev.softphone.loadtest.runner.terminal.Style.Tone;
import dev.softphone.loadtest.verdict.CauseType;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What {@code softphone-load explain} says. Pure. */
public final class Explain {

    private static final int WIDEST = 80;
    private static final int INDENT = 2;

    private Explain() {}

    /** The cause of that name, in whatever case it is written. */
    public static Optional<CauseType> find(String name) {
        return Arrays.stream(CauseType.values())
                .filter(type -> type.name().equalsIgnoreCase(name.trim()))
                .findFirst();
    }

    /** One cause: what it means, how it is recognised, what to do. Each line ended by a line feed. */
    public static String text(CauseType type, Style style, int columns) {
        int width = width(columns);
        StringBuilder out = new StringBuilder();
        out.append(style.in(Tone.STRONG, type.name())).append('\n');
        lines(out, Wrap.at(style.safe(type.meaning()), width), 0);
        out.append('\n');
        lines(out, Wrap.at(style.safe(type.recognition()), width), 0);
        return out.toString();
    }

    /** All causes with their meaning. Each line ended by a line feed. */
    public static String all(Style style, int columns) {
        int width = width(columns);
        StringBuilder out = new StringBuilder();
        for (CauseType type : CauseType.values()) {
            out.append(style.in(Tone.STRONG, type.name())).append('\n');
            lines(out, Wrap.at(style.safe(type.meaning()), width - INDENT), INDENT);
        }
        return out.toString();
    }

    private static int width(int columns) {
        return Math.min(WIDEST, Math.max(TerminalView.NARROWEST, columns));
    }

    private static void lines(StringBuilder out, List<String> lines, int indent) {
        lines.forEach(line -> out.append(" ".repeat(indent)).append(line).append('\n'));
    }
}
