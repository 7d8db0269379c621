package dev.softphone.loadtest.runner.terminal;

import java.util.ArrayList;
import java.util.List;

/** Breaks text at blanks. */
final class Wrap {

    private Wrap() {}

    /** Lines of at most {@code columns} columns, except that a word longer than that stays whole. */
    static List<String> at(String text, int columns) {
        return join(List.of(text.split(" ", -1)), columns);
    }

    /** Joins pieces by blanks into lines of at most {@code columns} columns; a piece is never broken. */
    static List<String> join(List<String> pieces, int columns) {
        List<String> lines = new ArrayList<>();
        String line = "";
        for (String piece : pieces) {
            String longer = line.isEmpty() ? piece : line + " " + piece;
            if (!line.isEmpty() && longer.codePointCount(0, longer.length()) > columns) {
                lines.add(line);
                longer = piece;
            }
            line = longer;
        }
        lines.add(line);
        return lines;
    }
}
