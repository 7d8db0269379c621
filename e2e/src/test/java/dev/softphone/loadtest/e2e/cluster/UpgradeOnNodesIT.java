package dev.softphone.loadtest.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.softphone.loadtest.e2e.Helm;
import dev.softphone.loadtest.e2e.chart.ChartBefore;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** From the chart before to the present one, definitions included, while softphones are arriving. */
@ExtendWith(OnACluster.class)
class UpgradeOnNodesIT {
    private static final int SOFTPHONES = 200;
    /** Whoever applied the definitions before is overruled. */
    private static final String[] DEFINITIONS = {"--set", "crds.enabled=true", "--take-ownership", "--force-conflicts"};

    @TempDir
    Path folder = Path.of("set by JUnit");

    @Test
    void aRunGoesOnThroughAnUpgradeAndEndsWithExactNumbers() throws Exception {
        String images = new YAMLMapper()
                .readTree(Helm.CHART.resolve("Chart.yaml").toFile())
                .path("appVersion")
                .asText();
        Path before = ChartBefore.packaged(Helm.FOUR, folder);
        JsonNode status;
        try {
            Cluster.startOperator(
                    before, with("--set", "operator.image.tag=" + images + ",runner.image.tag=" + images));
            assertThat(definition().at(ChartBefore.NEW_FIELD).isMissingNode()).isTrue();
            Cluster.gateway("sip: {}\n");
            ClusterRun run = ClusterRun.start("upgraded", SOFTPHONES, "20s", "25s");
            run.awaitConnected(20);
            JsonNode old = operator();
            assertThat(chart(old)).contains(ChartBefore.VERSION);

            Cluster.startOperator(Helm.CHART, DEFINITIONS);

            status = run.end();
            JsonNode present = operator();
            assertThat(present.at("/metadata/uid")).isNotEqualTo(old.at("/metadata/uid"));
            assertThat(chart(present)).doesNotContain(ChartBefore.VERSION);
            assertThat(Instant.parse(present.at("/status/startTime").asText()))
                    .as("the new operator came while the run was going on")
                    .isBefore(Instant.parse(status.path("finishedAt").asText()));
            assertThat(definition().at(ChartBefore.NEW_FIELD).isObject()).isTrue();
        } finally {
            Cluster.applyDefinitions("--force-conflicts");
            Cluster.startOperator();
        }

        String all = status.toPrettyString();
        assertThat(status.path("verdict").asText()).as(all).isEqualTo("Passed");
        assertThat(status.at("/softphones/connected").asLong()).as(all).isEqualTo(SOFTPHONES);
        assertThat(status.at("/runners/lost").asLong()).as(all).isZero();
        assertThat(Cluster.truth().at("/registers/distinctEver").asLong()).isEqualTo(SOFTPHONES);
    }

    private static String[] with(String... more) {
        String[] all = Arrays.copyOf(DEFINITIONS, DEFINITIONS.length + more.length);
        System.arraycopy(more, 0, all, DEFINITIONS.length, more.length);
        return all;
    }

    private static JsonNode definition() throws Exception {
        return Cluster.json("get", "crd", ChartBefore.DEFINITION);
    }

    /** The one that is not on its way out. */
    private static JsonNode operator() throws Exception {
        for (JsonNode pod : Cluster.json(
                        "-n", Cluster.SYSTEM, "get", "pods", "-l", "app.kubernetes.io/component=operator")
                .path("items")) {
            if (!pod.path("metadata").has("deletionTimestamp")) {
                return pod;
            }
        }
        throw new AssertionError("no operator");
    }

    private static String chart(JsonNode pod) {
        return pod.at("/metadata/labels/helm.sh~1chart").asText();
    }
}
