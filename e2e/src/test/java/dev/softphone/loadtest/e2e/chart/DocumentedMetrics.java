package dev.softphone.loadtest.e2e.chart;

import dev.softphone.loadtest.e2e.LoadRun;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The tables of {@code docs/metrics.md}, which other tests hold to the code, and what is wrong with an expression. */
final class DocumentedMetrics {
    /** What Prometheus adds from the target that it scrapes. */
    private static final Set<String> TARGET = Set.of("namespace", "pod", "region");

    private static final Pattern SELECTOR =
            Pattern.compile("\\b([a-z]+_[a-z0-9_]*[a-z0-9])\\s*(?:\\{([^}]*)})?(?=[\\s)\\[{,]|$)");
    private static final Pattern MATCHER = Pattern.compile("([a-z_]+)\\s*(?:=~|!=|!~|=)\\s*\"([^\"]*)\"");
    private static final Pattern GROUPING = Pattern.compile("\\b(?:by|on|without|ignoring)\\s*\\(([^)]*)\\)");
    private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");
    private static final Set<String> FUNCTIONS = Set.of("histogram_quantile", "label_values");

    private record Row(String type, Set<String> labels) {}

    private final Map<String, Row> rows = new HashMap<>();
    private final String text;

    private DocumentedMetrics(String text) {
        this.text = text;
    }

    static DocumentedMetrics read() throws IOException {
        DocumentedMetrics read =
                new DocumentedMetrics(Files.readString(LoadRun.root().resolve("docs/metrics.md")));
        for (String line : read.text.lines().toList()) {
            String[] cells = line.split("\\|", -1);
            if (line.startsWith("| `") && cells.length >= 5) {
                Set<String> labels = new TreeSet<>(TARGET);
                boolean others = cells.length == 5;
                quoted(cells[others ? 3 : 4]).forEach(labels::add);
                String name = quoted(cells[1]).get(0);
                if (name.startsWith("softphone_load_")) {
                    labels.add("test");
                }
                read.rows.put(name, new Row(cells[2].strip(), labels));
            }
        }
        return read;
    }

    /** What is not as the tables say; nothing, for a good expression. */
    List<String> problems(String expression) {
        List<String> problems = new ArrayList<>();
        Set<String> known = new TreeSet<>();
        Set<String> used = new TreeSet<>();
        String flat = GROUPING.matcher(expression).replaceAll(" ");
        Matcher selectors = SELECTOR.matcher(flat);
        while (selectors.find()) {
            String name = selectors.group(1);
            if (FUNCTIONS.contains(name)) {
                continue;
            }
            Row row = row(name);
            if (row == null) {
                problems.add("metric " + name + ": required one of docs/metrics.md");
                continue;
            }
            used.add(name);
            known.addAll(row.labels());
            for (MatchResult matcher : MATCHER.matcher(String.valueOf(selectors.group(2)))
                    .results()
                    .toList()) {
                if (!row.labels().contains(matcher.group(1))) {
                    problems.add(name + ": label " + matcher.group(1) + ", required one of " + row.labels());
                }
                if (!documented(matcher.group(1), matcher.group(2))) {
                    problems.add(name + ": value " + matcher.group(2) + " is not documented");
                }
            }
            if (row.labels().contains("quantile") && flat.matches("(?s).*\\b(avg|sum)\\b.*")) {
                problems.add(name + ": percentiles are neither averaged nor summed");
            }
        }
        for (MatchResult grouping : GROUPING.matcher(expression).results().toList()) {
            for (String label : grouping.group(1).split(",", -1)) {
                if (!known.contains(label.strip()) && !label.isBlank()) {
                    problems.add("grouping by " + label.strip() + ": required one of " + known);
                }
            }
        }
        if (used.isEmpty()) {
            problems.add("no metric");
        }
        return problems;
    }

    private @Nullable Row row(String name) {
        Row row = rows.get(name);
        if (row == null) {
            row = rows.get(name.replaceAll("_(bucket|count|sum)$", ""));
            return row != null && row.type().equals("histogram") ? new Row(row.type(), with(row.labels(), "le")) : null;
        }
        return row;
    }

    private static Set<String> with(Set<String> labels, String label) {
        Set<String> more = new TreeSet<>(labels);
        more.add(label);
        return more;
    }

    /** States and outcomes are words of the table; what is of a user's choice is a variable of the dashboard. */
    private boolean documented(String label, String value) {
        return value.startsWith("$")
                || !Set.of("state", "outcome", "kind", "verdict").contains(label)
                || text.contains("`" + value + "`");
    }

    private static List<String> quoted(String cell) {
        return QUOTED.matcher(cell).results().map(found -> found.group(1)).toList();
    }
}
