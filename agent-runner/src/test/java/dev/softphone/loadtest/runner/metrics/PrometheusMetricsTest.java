package dev.softphone.loadtest.runner.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.softphone.loadtest.measure.AttemptCounts;
import dev.softphone.loadtest.measure.CallCounts;
import dev.softphone.loadtest.measure.Histograms;
import dev.softphone.loadtest.measure.HostEvidence;
import dev.softphone.loadtest.measure.Measurements;
import dev.softphone.loadtest.measure.Metric;
import dev.softphone.loadtest.measure.OutcomeCount;
import dev.softphone.loadtest.measure.OutcomeKey;
import dev.softphone.loadtest.measure.SoftphoneCounts;
import dev.softphone.loadtest.measure.TimeSeries;
import dev.softphone.loadtest.model.Stage;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class PrometheusMetricsTest {

    private static final Pattern SAMPLE = Pattern.compile("([a-z_]+)(?:\\{([^}]*)})? (\\S+)");
    private static final Pattern LABEL = Pattern.compile("([a-z_]+)=\"([^\"]*)\"");

    private final AtomicReference<Measurements> source = new AtomicReference<>(Measurements.EMPTY);
    private final PrometheusMetrics metrics = new PrometheusMetrics("monday-login", source::get);

    /** A row of the table. */
    private record Row(String type, Set<String> labels) {}

    @Test
    void servesExactlyWhatTheTableSays() throws Exception {
        source.set(full(outcomes(3)));
        Map<String, Row> served = new TreeMap<>();
        Map<String, String> types = new HashMap<>();
        for (String line : metrics.scrape().lines().toList()) {
            if (line.startsWith("# TYPE ")) {
                String[] words = line.split(" ", -1);
                types.put(words[2], words[3]);
            } else if (!line.startsWith("#")) {
                Matcher sample = SAMPLE.matcher(line);
                assertThat(sample.matches()).as(line).isTrue();
                String name = sample.group(1);
                Set<String> labels = new TreeSet<>();
                LABEL.matcher(String.valueOf(sample.group(2))).results().forEach(label -> labels.add(label.group(1)));
                assertThat(labels).as(line).contains("test");
                labels.remove("test");
                served.put(name, new Row(String.valueOf(types.get(name)), labels));
            }
        }

        assertThat(served).isEqualTo(documented());
    }

    private static Map<String, Row> documented() throws Exception {
        Map<String, Row> rows = new TreeMap<>();
        for (String line : Files.readAllLines(Path.of("../docs/metrics.md"))) {
            if (line.startsWith("| `softphone_load_")) {
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

    @Test
    void showsTheCountsOfOneSnapshot() {
        source.set(full(outcomes(1)));

        assertThat(value("softphone_load_softphones{state=\"connected\",test=\"monday-login\"}"))
                .isEqualTo(300);
        assertThat(value("softphone_load_softphones_planned{test=\"monday-login\"}"))
                .isEqualTo(500);
        assertThat(value("softphone_load_attempts_total{kind=\"retry\",test=\"monday-login\"}"))
                .isEqualTo(20);
        assertThat(
                        value(
                                "softphone_load_outcomes_total{code=\"http/400\",outcome=\"rejection\",stage=\"upgrade\",test=\"monday-login\"}"))
                .isEqualTo(7);
        assertThat(value("softphone_load_handshake_seconds{quantile=\"0.99\",test=\"monday-login\"}"))
                .isBetween(0.98, 1.0);
        assertThat(value("softphone_load_handshake_seconds{quantile=\"1\",test=\"monday-login\"}"))
                .isBetween(0.99, 1.01);
        assertThat(value("softphone_load_host_cpu_peak_ratio{test=\"monday-login\"}"))
                .isEqualTo(0.17);
    }

    @Test
    void doesNotShowWhatIsNotKnown() {
        assertThat(metrics.scrape())
                .doesNotContain("softphone_load_host_")
                .doesNotContain("quantile=")
                .contains("softphone_load_softphones_planned");

        source.set(with(histogram(50), HostEvidence.UNKNOWN, Map.of()));
        assertThat(metrics.scrape())
                .contains("softphone_load_handshake_seconds{quantile=\"0.9\"")
                .doesNotContain("softphone_load_handshake_seconds{quantile=\"0.99\"");
    }

    @Test
    void forgetsThePercentilesOfATrialThatIsOver() {
        source.set(full(Map.of()));
        metrics.scrape();
        source.set(Measurements.EMPTY);

        assertThat(metrics.scrape())
                .contains("softphone_load_handshake_seconds{quantile=\"0.99\",test=\"monday-login\"} NaN")
                .contains("softphone_load_host_descriptors_peak{test=\"monday-login\"} NaN");
    }

    @Test
    void keepsTheCodesFewWhateverTheGatewayMakesUp() {
        source.set(full(outcomes(10)));
        metrics.scrape();
        source.set(full(outcomes(200)));
        String text = metrics.scrape();

        Set<String> codes = new TreeSet<>();
        Pattern.compile("code=\"([^\"]*)\"").matcher(text).results().forEach(code -> codes.add(code.group(1)));
        assertThat(codes).hasSize(51).contains("other", "http/400", "http/409");
        assertThat(text.lines()
                        .filter(line -> line.startsWith("softphone_load_outcomes_total"))
                        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                        .sum())
                .isEqualTo(200 * 7);
    }

    private double value(String sample) {
        return metrics.scrape()
                .lines()
                .filter(line -> line.startsWith(sample + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(sample.length() + 1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("required " + sample + ", observed\n" + metrics.scrape()));
    }

    private static Map<OutcomeKey, OutcomeCount> outcomes(int codes) {
        Map<OutcomeKey, OutcomeCount> outcomes = new HashMap<>();
        for (int i = 0; i < codes; i++) {
            outcomes.put(
                    new OutcomeKey(OutcomeKey.Kind.REJECTION, Stage.UPGRADE, "http/" + (400 + i)),
                    new OutcomeCount(7, 1, 0, 0, 0, 0, Optional.empty(), Map.of()));
        }
        return outcomes;
    }

    private static Measurements full(Map<OutcomeKey, OutcomeCount> outcomes) {
        return with(histogram(1_000), allKnown(), outcomes);
    }

    private static Measurements with(
            Histograms.Frozen histogram, HostEvidence host, Map<OutcomeKey, OutcomeCount> outcomes) {
        Map<Metric, Histograms.Frozen> histograms = new EnumMap<>(Metric.class);
        for (Metric metric : Metric.values()) {
            histograms.put(metric, histogram);
        }
        return new Measurements(
                1_000,
                new SoftphoneCounts(500, 0, 500, 0, 300, 200, 0, 0, 0, 0, 300, 0),
                new AttemptCounts(500, 20, 0, 300, 220, 0, 0, 0),
                CallCounts.ZERO,
                outcomes,
                histograms,
                Map.of(),
                Map.of(),
                Map.of(),
                List.of(),
                0,
                Map.of(),
                TimeSeries.EMPTY,
                host);
    }

    /** 1 ms, 2 ms, … */
    private static Histograms.Frozen histogram(int samples) {
        Histogram histogram = Histograms.empty();
        for (int i = 1; i <= samples; i++) {
            histogram.recordValue(i * 1_000L);
        }
        return Histograms.Frozen.copyOf(histogram);
    }

    /** Every reading known, and different. */
    private static HostEvidence allKnown() {
        RecordComponent[] components = HostEvidence.class.getRecordComponents();
        Object[] values = new Object[components.length];
        Class<?>[] types = new Class<?>[components.length];
        for (int i = 0; i < components.length; i++) {
            types[i] = components[i].getType();
            values[i] = types[i] == OptionalLong.class
                    ? OptionalLong.of(components[i].getName().equals("cpuPeakPercent") ? 17 : 1_000 + i)
                    : Optional.empty();
        }
        try {
            return HostEvidence.class.getDeclaredConstructor(types).newInstance(values);
        } catch (ReflectiveOperationException impossible) {
            throw new LinkageError("HostEvidence", impossible);
        }
    }
}
