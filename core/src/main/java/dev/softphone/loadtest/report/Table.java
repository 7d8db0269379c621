package dev.softphone.loadtest.report;

import java.util.ArrayList;
import java.util.List;

/** A table with a caption and column headers; number columns are aligned at the right and carry their unit on top. */
final class Table {

    /** A cell's text; {@code style} is a class of the style sheet, or empty. */
    record Cell(String text, String style) {}

    private record Column(String name, String unit, boolean number) {}

    private final String caption;
    private final List<Column> columns = new ArrayList<>();
    private final List<List<Cell>> rows = new ArrayList<>();

    Table(String caption) {
        this.caption = caption;
    }

    Table words(String name) {
        columns.add(new Column(name, "", false));
        return this;
    }

    Table number(String name) {
        return number(name, "");
    }

    Table number(String name, String unit) {
        columns.add(new Column(name, unit, true));
        return this;
    }

    Table row(String... cells) {
        List<Cell> row = new ArrayList<>();
        for (String cell : cells) {
            row.add(new Cell(cell, cell.equals("0") || cell.equals("–") ? "nil" : ""));
        }
        return row(row);
    }

    Table row(List<Cell> cells) {
        if (cells.size() != columns.size()) {
            throw new IllegalArgumentException(
                    caption + ": " + cells.size() + " cells for " + columns.size() + " columns");
        }
        rows.add(List.copyOf(cells));
        return this;
    }

    boolean empty() {
        return rows.isEmpty();
    }

    /** Writes nothing when there is no row. */
    void write(Markup out) {
        if (rows.isEmpty()) {
            return;
        }
        out.open("div", "class", "scroll").open("table").leaf("caption", caption);
        out.open("thead").open("tr");
        for (Column column : columns) {
            out.open("th", "scope", "col", "class", column.number() ? "number" : "words")
                    .text(column.name());
            if (!column.unit().isEmpty()) {
                out.text(" ").leaf("span", column.unit(), "class", "of");
            }
            out.close();
        }
        out.close().close().line().open("tbody");
        for (List<Cell> row : rows) {
            out.open("tr");
            for (int i = 0; i < row.size(); i++) {
                cell(out, columns.get(i), row.get(i), i == 0);
            }
            out.close().line();
        }
        out.close().close().close().line();
    }

    private static void cell(Markup out, Column column, Cell cell, boolean first) {
        String style = ((column.number() ? "number " : "words ") + cell.style()).trim();
        if (first && !column.number()) {
            out.leaf("th", cell.text(), "scope", "row", "class", style);
        } else {
            out.leaf("td", cell.text(), "class", style);
        }
    }
}
