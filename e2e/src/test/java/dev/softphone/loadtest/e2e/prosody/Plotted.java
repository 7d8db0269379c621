package dev.softphone.loadtest.e2e.prosody;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The numbers behind the charts of a report, by second.
 *
 * @param started attempts
 * @param registered softphones that (re)gained their registration
 * @param dropped connections lost
 */
record Plotted(List<Long> started, List<Long> registered, List<Long> dropped) {
    private static final Pattern BY_SECOND = Pattern.compile("[0-9,]+ buckets of 1 s<");
    private static final Pattern ROW = Pattern.compile("<tr><th[^>]*>[0-9:]+</th>((?:<td[^>]*>[^<]*</td>)+)</tr>");
    private static final Pattern CELL = Pattern.compile("<td[^>]*>([^<]*)</td>");

    static Plotted of(Path report) throws IOException {
        String html = Files.readString(report);
        if (!BY_SECOND.matcher(html).find()) {
            throw new IllegalStateException("required buckets of a second, observed others in " + report);
        }
        String table = html.substring(html.indexOf("<table id=\"numbers\""));
        List<List<Long>> rows = new ArrayList<>();
        for (Matcher row = ROW.matcher(table.substring(0, table.indexOf("</table>"))); row.find(); ) {
            List<String> cells = CELL.matcher(row.group(1))
                    .results()
                    .map(cell -> cell.group(1).replace(",", ""))
                    .toList();
            rows.add(List.of(Long.parseLong(cells.get(1)), Long.parseLong(cells.get(2)), Long.parseLong(cells.get(5))));
        }
        return new Plotted(column(rows, 0), column(rows, 1), column(rows, 2));
    }

    private static List<Long> column(List<List<Long>> rows, int index) {
        return rows.stream().map(row -> row.get(index)).toList();
    }

    /** The second in which most were dropped. */
    int droppedAt() {
        return dropped.indexOf(Collections.max(dropped));
    }

    /** The first second after that in which one was registered again; the end of the series where none was. */
    int backAt() {
        int i = droppedAt() + 1;
        while (i < registered.size() && registered.get(i) == 0) {
            i++;
        }
        return i;
    }
}
