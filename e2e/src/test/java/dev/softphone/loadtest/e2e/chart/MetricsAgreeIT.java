package dev.softphone.loadtest.e2e.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.softphone.loadtest.e2e.Helm;
import dev.softphone.loadtest.e2e.Installed;
import dev.softphone.loadtest.e2e.LoadRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Dashboards and alert rules against the table of metrics, which the unit tests of runner and operator hold to the code:
 * a metric, a label or a state that is renamed in one place fails here or there.
 */
class MetricsAgreeIT {
    private static final Path RUNBOOKS = LoadRun.root().resolve("docs/runbooks");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final YAMLMapper YAML = new YAMLMapper();
    private static final Set<String> PANELS = Set.of("row", "stat", "timeseries", "table", "bargauge");

    @Test
    void dashboardsAndRulesNameWhatTheTableHas() throws Exception {
        DocumentedMetrics documented = DocumentedMetrics.read();
        List<String> problems = new ArrayList<>();
        Map<String, String> expressions = new LinkedHashMap<>(PromQl.ofDashboards());
        expressions.putAll(PromQl.ofRules());
        assertThat(expressions).hasSizeGreaterThan(50);

        expressions.forEach((place, expression) ->
                documented.problems(expression).forEach(problem -> problems.add(place + ": " + problem)));

        assertThat(problems).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "softphone_operator_softphone",
                "sum by (tenant) (softphone_operator_softphones)",
                "softphone_operator_softphones{test=\"a\", stage=\"upgrade\"}",
                "softphone_operator_softphones{state=\"Connected\"}",
                "avg(softphone_operator_handshake_seconds{quantile=\"0.99\"})",
                "softphone_operator_softphones_count",
                "vector(1)"
            })
    void theComparisonCanFail(String wrong) throws Exception {
        assertThat(DocumentedMetrics.read().problems(wrong)).isNotEmpty();
    }

    @Test
    void promtoolTakesRulesAndTheExpressionsOfDashboards() throws Exception {
        promtool("check", "rules", PromQl.RULES.toString());

        ObjectNode file = YAML.createObjectNode();
        ArrayNode rules =
                file.putArray("groups").addObject().put("name", "dashboards").putArray("rules");
        int number = 0;
        for (String expression : PromQl.ofDashboards().values()) {
            if (!expression.startsWith("label_values(")) {
                rules.addObject().put("record", "panel:" + number++).put("expr", expression);
            }
        }
        Path written = Files.createTempFile("dashboards-", ".yaml");
        YAML.writeValue(written.toFile(), file);
        promtool("check", "rules", written.toString());
    }

    @Test
    void everyAlertRingsWhenItShouldAndIsSilentWhenItShouldNot() throws Exception {
        Path tests = Render.RESOURCES.resolve("rules-test.yaml");
        String text = Files.readString(tests);
        for (JsonNode rule : PromQl.rules()) {
            assertThat(text)
                    .as("a test of the alert")
                    .contains(rule.path("alert").asText());
        }

        promtool("test", "rules", tests.toString());
    }

    @Test
    void everyAlertHasARunbookAndEveryRunbookAnAlert() throws Exception {
        Set<String> alerts = new TreeSet<>();
        for (JsonNode rule : PromQl.rules()) {
            String alert = rule.path("alert").asText();
            alerts.add(alert + ".md");
            assertThat(rule.at("/annotations/runbook_url").asText()).isEqualTo("RUNBOOKS/" + alert + ".md");
            assertThat(rule.at("/annotations/summary").asText()).isNotEmpty();
            assertThat(rule.at("/labels/severity").asText()).isIn("info", "warning");
            assertThat(Files.readString(RUNBOOKS.resolve(alert + ".md")))
                    .startsWith("# " + alert + "\n")
                    .contains("**Means.**", "**Look.**", "**Do.**", "**When it is not one.**");
        }
        try (Stream<Path> files = Files.list(RUNBOOKS)) {
            assertThat(files.map(file -> file.getFileName().toString()).collect(Collectors.toSet()))
                    .isEqualTo(alerts);
        }
    }

    /** An annotation may only name labels that the expression leaves. */
    @Test
    void annotationsNameLabelsThatTheAlertHas() throws Exception {
        Pattern named = Pattern.compile("\\$labels\\.([a-z_]+)");
        Pattern kept = Pattern.compile("\\bby \\(([^)]*)\\)");
        for (JsonNode rule : PromQl.rules()) {
            Set<String> labels = new HashSet<>(Set.of("verdict", "cause"));
            kept.matcher(rule.path("expr").asText())
                    .results()
                    .forEach(by -> labels.addAll(List.of(by.group(1).split(", ", -1))));
            named.matcher(rule.path("annotations").toString()).results().forEach(label -> assertThat(labels)
                    .as(rule.path("alert").asText())
                    .contains(label.group(1)));
        }
    }

    @Test
    void dashboardsAreWhole() throws Exception {
        Set<String> uids = new HashSet<>();
        for (Path file : PromQl.dashboards()) {
            JsonNode dashboard = JSON.readTree(file.toFile());
            assertThat(uids.add(dashboard.path("uid").asText())).isTrue();
            assertThat(dashboard.path("schemaVersion").asInt()).isPositive();
            Set<Integer> ids = new HashSet<>();
            Set<String> cells = new HashSet<>();
            for (JsonNode panel : dashboard.path("panels")) {
                String place = file.getFileName() + " " + panel.path("title").asText();
                assertThat(ids.add(panel.path("id").asInt())).as(place).isTrue();
                assertThat(panel.path("type").asText()).as(place).isIn(PANELS);
                occupy(panel.path("gridPos"), cells, place);
                if (!panel.path("type").asText().equals("row")) {
                    assertThat(panel.path("description").asText()).as(place).isNotEmpty();
                    assertThat(panel.path("targets")).as(place).isNotEmpty();
                }
                panel.findValuesAsText("uid")
                        .forEach(uid -> assertThat(uid).as(place).isEqualTo("${datasource}"));
            }
        }
    }

    @Test
    void theChartDeliversThemAsTheyAre() throws Exception {
        Path values = Files.createTempDirectory("values-").resolve("values.yaml");
        Files.writeString(
                values,
                "metrics: {dashboards: {enabled: true}, rules: {enabled: true, runbooks: 'https://books.test'}}");
        Helm.required();

        Render render = Render.of(Helm.THREE, values, Render.WITH_PROMETHEUS);

        JsonNode data = render.one("ConfigMap", "-dashboards").path("data");
        assertThat(data).hasSize(PromQl.dashboards().size());
        for (Path file : PromQl.dashboards()) {
            assertThat(JSON.readTree(
                            data.path("softphone-load-" + file.getFileName()).asText()))
                    .isEqualTo(JSON.readTree(file.toFile()));
        }
        assertThat(render.one("PrometheusRule", "").at("/spec/groups").toString())
                .isEqualTo(YAML.readTree(PromQl.RULES.toFile())
                        .path("groups")
                        .toString()
                        .replace("RUNBOOKS/", "https://books.test/"));
    }

    private static void occupy(JsonNode position, Set<String> cells, String place) {
        for (int x = 0; x < position.path("w").asInt(); x++) {
            for (int y = 0; y < position.path("h").asInt(); y++) {
                int column = position.path("x").asInt() + x;
                assertThat(column).as(place).isLessThan(24);
                assertThat(cells.add(column + "," + (position.path("y").asInt() + y)))
                        .as(place + " covers another panel")
                        .isTrue();
            }
        }
    }

    private static void promtool(String... words) throws Exception {
        List<String> command =
                new ArrayList<>(List.of(Installed.require("promtool").toString()));
        command.addAll(List.of(words));
        Helm.Output output = Helm.run(command);
        assertThat(output.exitCode()).as(output.out() + output.messages()).isZero();
    }
}
