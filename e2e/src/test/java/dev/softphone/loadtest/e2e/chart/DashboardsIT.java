package dev.softphone.loadtest.e2e.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.softphone.loadtest.e2e.Checks;
import dev.softphone.loadtest.e2e.Helm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The dashboards against Grafana's own schema, by the strict readers that Grafana generates from it: a field that no kind of
 * panel has, one that is missing, a text for a number. Of an option that is a word, any word is taken.
 */
class DashboardsIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void dashboardsAreOfGrafanasSchema() throws Exception {
        Helm.Output output = check(PromQl.dashboards());

        assertThat(output.out() + output.messages()).isEmpty();
        assertThat(output.exitCode()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/titel                                   | \"a\"          | unexpected field 'titel'",
                "/panels/0/gridPos/x                      | \"left\"       | panels[0].gridPos.x",
                "/panels/0/type                           | \"guage\"      | observed \"guage\"",
                "/panels/0/options/colour                 | \"red\"        | unexpected field 'colour'",
                "/panels/0/options/orientation            |                | panels[0].options.orientation: required",
                "/panels/0/targets/0/expression           | \"up\"         | unexpected field 'expression'",
                "/panels/0/fieldConfig/defaults/units     | \"s\"          | unexpected field 'units'",
                "/annotations/list/0/query                | \"up\"         | unexpected field 'query'",
                "/templating/list/0/current               | {}             | templating.list[0].current.text: required",
            })
    void aDashboardThatIsNotIsRefusedByField(String place, String value, String expected) throws Exception {
        JsonNode dashboard =
                JSON.readTree(Helm.CHART.resolve("dashboards/run.json").toFile());
        JsonPointer pointer = JsonPointer.compile(place);
        ObjectNode parent = (ObjectNode) dashboard.at(pointer.head());
        String name = pointer.last().getMatchingProperty();
        if (value == null) {
            assertThat(parent.remove(name)).isNotNull();
        } else {
            parent.set(name, JSON.readTree(value));
        }

        Helm.Output output =
                check(List.of(Files.writeString(Files.createTempFile("dashboard-", ".json"), dashboard.toString())));

        assertThat(output.exitCode()).isEqualTo(1);
        assertThat(output.out()).contains(expected);
    }

    private static Helm.Output check(List<Path> dashboards) throws Exception {
        List<String> command =
                new ArrayList<>(List.of(Checks.required("dashboards").toString()));
        dashboards.forEach(file -> command.add(file.toString()));
        return Helm.run(command);
    }
}
