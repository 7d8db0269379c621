package dev.softphone.loadtest.e2e.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.softphone.loadtest.e2e.Helm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What the chart asks Prometheus: the expressions of its dashboards and of its alert rules. */
public final class PromQl {
    static final Path RULES = Helm.CHART.resolve("rules/softphone-loadtest.yaml");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final YAMLMapper YAML = new YAMLMapper();

    private PromQl() {}

    static List<JsonNode> rules() throws IOException {
        List<JsonNode> rules = new ArrayList<>();
        YAML.readTree(RULES.toFile()).path("groups").forEach(group -> group.path("rules")
                .forEach(rules::add));
        assertThat(rules).isNotEmpty();
        return rules;
    }

    /** By alert. */
    public static Map<String, String> ofRules() throws IOException {
        Map<String, String> expressions = new LinkedHashMap<>();
        rules().forEach(rule ->
                expressions.put(rule.path("alert").asText(), rule.path("expr").asText()));
        return expressions;
    }

    /** Of panels, of variables and of annotations, by place. */
    public static Map<String, String> ofDashboards() throws IOException {
        Map<String, String> expressions = new LinkedHashMap<>();
        for (Path file : dashboards()) {
            JsonNode dashboard = JSON.readTree(file.toFile());
            String name = file.getFileName().toString();
            for (JsonNode panel : dashboard.path("panels")) {
                for (JsonNode target : panel.path("targets")) {
                    expressions.put(
                            name + " " + panel.path("title").asText() + " "
                                    + target.path("refId").asText(),
                            target.path("expr").asText());
                }
            }
            dashboard
                    .at("/annotations/list")
                    .forEach(annotation -> expressions.put(
                            name + " annotation", annotation.path("expr").asText()));
            for (JsonNode variable : dashboard.at("/templating/list")) {
                if (variable.path("type").asText().equals("query")) {
                    expressions.put(
                            name + " variable " + variable.path("name").asText(),
                            variable.at("/query/query").asText());
                }
            }
        }
        return expressions;
    }

    static List<Path> dashboards() throws IOException {
        try (Stream<Path> files = Files.list(Helm.CHART.resolve("dashboards"))) {
            return files.sorted().toList();
        }
    }
}
