package dev.softphone.loadtest.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.softphone.loadtest.api.v1alpha1.SoftphoneRunnerStatus.Phase;
import dev.softphone.loadtest.measure.Histograms;
import dev.softphone.loadtest.measure.Measurements;
import dev.softphone.loadtest.measure.Metric;
import dev.softphone.loadtest.measure.OutcomeCount;
import dev.softphone.loadtest.measure.OutcomeKey;
import dev.softphone.loadtest.model.Stage;
import io.micrometer.prometheus.PrometheusConfig;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@SuppressWarnings("deprecation") // the registry that this version of Quarkus binds
class TestMetricsTest {
    private static final Pattern SAMPLE = Pattern.compile("([a-z_]+)(?:\\{([^}]*)})? (\\S+)");
    private static final Pattern LABEL = Pattern.compile("([a-z_]+)=\"([^\"]*)\"");
    private static final String HERE = "{namespace=\"calls\",region=\"default\",";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Scene scene = new Scene("""
            softphones: 400
            placement: {maxSoftphonesPerRunner: 100, capacity: Elastic}
            """);
    private final TestMetrics metrics = new TestMetrics(registry, scene.clock());

    @AfterEach
    void stop() {
        metrics.stop();
    }

    @Test
    void servesExactlyWhatTheTableSays() throws Exception {
        metrics.timed(() -> true);
        running();
        finish();

        assertThat(served()).isEqualTo(documented());
    }

    @Test
    void aRegionIsShownAsTheSumOfItsRunnersWithThePercentilesOfTheMergedHistogram() {
        running();

        assertThat(value("softphone_operator_softphones" + HERE + "state=\"connected\",test=\"login\",}"))
                .isEqualTo(360);
        assertThat(value("softphone_operator_softphones" + HERE + "state=\"rejected\",test=\"login\",}"))
                .isEqualTo(40);
        assertThat(value("softphone_operator_outcomes_total{code=\"http/503\",namespace=\"calls\","
                        + "outcome=\"rejection\",region=\"default\",stage=\"upgrade\",test=\"login\",}"))
                .isEqualTo(40);
        // Three runners answer in 1 to 100 ms, one in 901 to 1000 ms: no average of their percentiles comes near.
        assertThat(value("softphone_operator_handshake_seconds{namespace=\"calls\",quantile=\"0.5\",region=\"default\","
                        + "test=\"login\",}"))
                .isBetween(0.06, 0.07);
        assertThat(value(
                        "softphone_operator_handshake_seconds{namespace=\"calls\",quantile=\"0.99\",region=\"default\","
                                + "test=\"login\",}"))
                .isBetween(0.98, 1.0);
    }

    @Test
    void theIntervalIsTheOneThatManyRunnersWereTold() {
        Scene many = new Scene("""
                softphones: 400
                placement: {maxSoftphonesPerRunner: 4, capacity: Elastic}
                """);
        many.started();
        many.says(0, Phase.Running, Optional.of(measured(0, 1)));
        Observation seen = many.look();
        metrics.seen(seen, many.step(1));

        // A hundred runners, 55 ms each.
        assertThat(
                        value(
                                "softphone_operator_report_interval_seconds{namespace=\"calls\",region=\"default\",test=\"login\",}"))
                .isEqualTo(5.5);
    }

    @Test
    void aTestIsCountedOnceAndShownForAWhileAfterItsEnd() {
        running();
        finish();
        finish();
        assertThat(value("softphone_operator_tests_finished_total{cause=\"" + cause() + "\",verdict=\"Failed\",}"))
                .isEqualTo(1);

        scene.now = scene.now.plus(TestMetrics.KEPT.minusSeconds(1));
        metrics.sweep();
        assertThat(registry.scrape()).contains("softphone_operator_softphones{");

        scene.now = scene.now.plusSeconds(10);
        metrics.sweep();
        assertThat(registry.scrape()).doesNotContain("test=\"login\"").contains("softphone_operator_tests_finished");
    }

    @Test
    void moreCodesThanFitAreCountedAsOther() {
        scene.started();
        Map<OutcomeKey, OutcomeCount> outcomes = new HashMap<>();
        for (int i = 0; i < 90; i++) {
            outcomes.put(
                    new OutcomeKey(OutcomeKey.Kind.REJECTION, Stage.UPGRADE, "http/" + (500 + i)),
                    new OutcomeCount(1, 1, 0, 0, 0, 0, Optional.empty(), Map.of()));
        }
        scene.says(0, Phase.Running, Optional.of(withOutcomes(measured(0, 1), outcomes)));
        look();

        assertThat(registry.scrape().lines().filter(line -> line.startsWith("softphone_operator_outcomes_total{")))
                .hasSize(51);
        assertThat(value("softphone_operator_outcomes_total{code=\"other\",namespace=\"calls\","
                        + "outcome=\"rejection\",region=\"default\",stage=\"upgrade\",test=\"login\",}"))
                .isEqualTo(40);
    }

    private void running() {
        scene.started();
        for (int i = 0; i < 4; i++) {
            scene.says(i, Phase.Running, Optional.of(measured(10, i == 3 ? 901 : 1)));
        }
        look();
    }

    private void finish() {
        for (int i = 0; i < 4; i++) {
            scene.finishes(i, 10);
        }
        look();
    }

    private void look() {
        Observation seen = scene.look();
        metrics.seen(seen, scene.step(1));
    }

    private String cause() {
        var causes = scene.status().causes();
        return causes == null || causes.isEmpty() ? "None" : causes.get(0).type();
    }

    /** A hundred handshakes from {@code first} milliseconds on. */
    private static Measurements measured(long rejected, int first) {
        Histogram histogram = Histograms.empty();
        for (int i = 0; i < 100; i++) {
            histogram.recordValue((first + i) * 1000L);
        }
        return FakeRunner.measured(100, rejected)
                .withHistograms(Map.of(Metric.HANDSHAKE, Histograms.Frozen.copyOf(histogram)));
    }

    private static Measurements withOutcomes(Measurements measured, Map<OutcomeKey, OutcomeCount> outcomes) {
        return new Measurements(
                measured.elapsedMillis(),
                measured.softphones(),
                measured.attempts(),
                measured.calls(),
                outcomes,
                measured.histograms(),
                measured.organizations(),
                measured.remoteAddresses(),
                measured.localAddresses(),
                measured.steps(),
                measured.restConnections(),
                measured.restUse(),
                measured.series(),
                measured.host());
    }

    private double value(String sample) {
        return registry.scrape()
                .lines()
                .filter(line -> line.startsWith(sample))
                .map(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError(sample + " is not served:\n" + registry.scrape()));
    }

    /** A row of the table. */
    private record Row(String type, Set<String> labels) {}

    private Map<String, Row> served() {
        Map<String, Row> served = new TreeMap<>();
        Map<String, String> types = new HashMap<>();
        for (String line : registry.scrape().lines().toList()) {
            if (line.startsWith("# TYPE ")) {
                String[] words = line.split(" ", -1);
                types.put(words[2], words[3]);
            } else if (!line.startsWith("#")) {
                Matcher sample = SAMPLE.matcher(line);
                assertThat(sample.matches()).as(line).isTrue();
                String family = types.containsKey(sample.group(1))
                        ? sample.group(1)
                        : sample.group(1).replaceAll("_(bucket|count|sum)$", "");
                Set<String> labels = new TreeSet<>();
                LABEL.matcher(String.valueOf(sample.group(2))).results().forEach(label -> labels.add(label.group(1)));
                labels.remove("le");
                served.put(family, new Row(String.valueOf(types.get(family)), labels));
            }
        }
        return served;
    }

    private static Map<String, Row> documented() throws Exception {
        Map<String, Row> rows = new TreeMap<>();
        for (String line : Files.readAllLines(Path.of("../docs/metrics.md"))) {
            if (line.startsWith("| `softphone_operator_")) {
                List<String> cells = List.of(line.split("\\|", -1)).stream()
                        .map(String::strip)
                        .toList();
                Set<String> labels = new TreeSet<>();
                Pattern.compile("`([a-z]+)`").matcher(cells.get(4)).results().forEach(l -> labels.add(l.group(1)));
                rows.put(cells.get(1).replace("`", ""), new Row(cells.get(2), labels));
            }
        }
        return rows;
    }
}
